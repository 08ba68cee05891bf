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
package io.prestodynamic.catalog.server.representation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.prestodynamic.catalog.engine.configuration.ConnectorDescription;
import io.prestodynamic.catalog.engine.configuration.ConnectorProperty;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_ABSENT;
import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_DEFAULT;
import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_EMPTY;

/**
 * Connector in a response. The JSON is part of the HTTP contract.
 */
@JsonInclude(NON_ABSENT)
public record ConnectorRepresentation(
        @JsonProperty("connectorName") String connectorName,
        @JsonProperty("allowed") Optional<Boolean> allowed,
        @JsonProperty("properties") Optional<List<Property>> properties,
        @JsonProperty("otherProperties") Optional<List<Property>> otherProperties,
        @JsonProperty("defunct") Optional<Set<String>> defunct)
{
    /**
     * Returns a connector in a list, which has no properties.
     */
    public static ConnectorRepresentation of(String connectorName, Optional<Boolean> allowed)
    {
        return new ConnectorRepresentation(connectorName, allowed, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public static ConnectorRepresentation from(ConnectorDescription connector)
    {
        return new ConnectorRepresentation(
                connector.connectorName(),
                connector.allowed(),
                Optional.of(connector.properties().stream().map(Property::from).toList()),
                Optional.of(connector.otherProperties().stream().map(Property::from).toList()),
                Optional.of(connector.defunct()));
    }

    @JsonInclude(NON_ABSENT)
    public record Property(
            @JsonProperty("name") String name,
            @JsonProperty("description") Optional<String> description,
            @JsonProperty("type") String type,
            @JsonProperty("values") @JsonInclude(NON_EMPTY) List<String> values,
            @JsonProperty("defaultValue") Optional<String> defaultValue,
            @JsonProperty("defaultUnknown") @JsonInclude(NON_DEFAULT) boolean defaultUnknown,
            @JsonProperty("required") boolean required,
            @JsonProperty("secret") boolean secret,
            @JsonProperty("deprecated") boolean deprecated,
            @JsonProperty("formerNames") @JsonInclude(NON_EMPTY) Set<String> formerNames,
            @JsonProperty("prefixed") @JsonInclude(NON_DEFAULT) boolean prefixed)
    {
        private static Property from(ConnectorProperty property)
        {
            return new Property(
                    property.name(),
                    property.description(),
                    property.type().name(),
                    property.type().values(),
                    property.defaultValue(),
                    !property.defaultKnown(),
                    property.required(),
                    property.secret(),
                    property.deprecated(),
                    property.formerNames(),
                    property.prefixed());
        }
    }
}
