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
package io.prestodynamic.cli.command.change.argument;

import com.fasterxml.jackson.databind.JsonNode;
import io.prestodynamic.cli.client.CatalogClient;
import io.prestodynamic.cli.client.ClientException;
import io.prestodynamic.cli.client.RefusedException;

import java.util.Map;
import java.util.Set;

import static java.util.stream.Collectors.toSet;

/**
 * Refusal of secrets on the command line.
 */
public final class SecretCheck
{
    private static final String REFERENCE = "${";
    private static final String MASK = "******";

    private final CatalogClient client;

    public SecretCheck(CatalogClient client)
    {
        this.client = client;
    }

    /**
     * @param properties properties of the command line
     * @throws ClientException if the connector declares one of them as secret, and its value is no reference
     */
    public void check(String connectorName, Map<String, String> properties)
    {
        if (properties.isEmpty()) {
            return;
        }
        Set<String> secrets = secretProperties(connectorName);
        properties.forEach((name, value) -> {
            if (secrets.contains(name) && !value.contains(REFERENCE) && !value.contains(MASK)) {
                throw new ClientException(("Property %s is secret, and others can see a command line: " +
                        "use --secret %s, which asks for it, or --secret-file %s=FILE, or refer to it with ${FILE:...} or ${ENV:...}").formatted(name, name, name));
            }
        });
    }

    private Set<String> secretProperties(String connectorName)
    {
        try {
            return client.connector(connectorName).path("properties").valueStream()
                    .filter(property -> property.path("secret").asBoolean())
                    .map(property -> property.path("name").asText())
                    .collect(toSet());
        }
        catch (RefusedException e) {
            // the change is refused as well, and says why
            if (e.code().equals("UNKNOWN_CONNECTOR")) {
                return Set.of();
            }
            throw e;
        }
    }

    /**
     * Does the same for a catalog that exists. If the user may not read its definition, its connector is not known, and nothing is checked.
     */
    public void checkStored(String catalogName, Map<String, String> properties)
    {
        JsonNode connector = client.get(catalogName).path("connectorName");
        if (connector.isTextual()) {
            check(connector.asText(), properties);
        }
    }
}
