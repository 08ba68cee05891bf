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
package io.prestodynamic.benchmarks.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Map;

/**
 * A document for an import, with many catalogs of the same definition.
 */
public final class CatalogDocument
{
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private CatalogDocument() {}

    /**
     * @param from number of the first catalog
     * @param to number after that of the last catalog
     */
    public static String of(int from, int to, Connector connector, Map<String, String> properties)
    {
        ObjectNode document = MAPPER.createObjectNode();
        ArrayNode catalogs = document.putArray("catalogs");
        for (int number = from; number < to; number++) {
            catalogs.addObject()
                    .put("catalogName", name(number))
                    .put("connectorName", connector.toString())
                    .set("properties", MAPPER.valueToTree(properties));
        }
        return document.toString();
    }

    public static String name(int number)
    {
        return "catalog_" + number;
    }
}
