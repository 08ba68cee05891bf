/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.prestodynamic.locator;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;

final class JsonResponse
{
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonResponse() {}

    static JsonNode parse(byte[] body)
            throws IOException
    {
        try {
            return MAPPER.readTree(body);
        }
        catch (JacksonException e) {
            throw new IOException("did not answer with JSON", e);
        }
    }

    /**
     * Returns the text of a field without control characters, or an empty string if it is missing.
     */
    static String text(JsonNode node, String field)
    {
        return node.path(field).asText("").replaceAll("\\p{Cntrl}", "?");
    }
}
