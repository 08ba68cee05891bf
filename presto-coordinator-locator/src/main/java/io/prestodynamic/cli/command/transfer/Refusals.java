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
package io.prestodynamic.cli.command.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import io.prestodynamic.cli.output.Terminal;

/**
 * Refused catalogs in answers about many.
 */
final class Refusals
{
    private Refusals() {}

    /**
     * @param catalogs outcomes of an import or of a change of the key
     */
    static void warn(Terminal terminal, JsonNode catalogs)
    {
        catalogs.forEach(catalog -> {
            if (catalog.path("outcome").asText().equals("refused")) {
                terminal.warn("%s: %s: %s".formatted(catalog.path("catalogName").asText(), catalog.path("code").asText(), catalog.path("message").asText()));
            }
        });
    }
}
