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
package io.prestodynamic.cli.command.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.prestodynamic.cli.output.OutputFormat;

/**
 * Description of a file that belongs to a catalog.
 */
final class FileText
{
    private static final int SHORT_DIGITS = 12;

    private FileText() {}

    /**
     * Returns the size and the SHA-256, of which a table has the first digits only.
     *
     * @param file as the API answers it
     */
    static String of(JsonNode file, OutputFormat format)
    {
        String sha256 = file.path("sha256").asText();
        String shown = format == OutputFormat.table ? sha256.substring(0, Math.min(SHORT_DIGITS, sha256.length())) : sha256;
        return "%s bytes, SHA-256 %s".formatted(file.path("size").asText(), shown);
    }
}
