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
package io.prestodynamic.catalog.engine.errors;

import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.engine.configuration.PluginConfigurations;
import io.prestodynamic.catalog.security.FailureTrace;
import io.prestodynamic.catalog.security.SecretMask;

import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.Iterables.getOnlyElement;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

/**
 * Failure of a connector, described without secrets.
 */
public final class ConnectorFailure
{
    private static final int MAX_REASON = 2000;

    private final CatalogDefinition definition;
    private final SecretMask mask;
    private final PluginConfigurations configurations;
    private final Throwable cause;

    ConnectorFailure(CatalogDefinition definition, SecretMask mask, PluginConfigurations configurations, Throwable cause)
    {
        this.definition = requireNonNull(definition, "definition is null");
        this.mask = requireNonNull(mask, "mask is null");
        this.configurations = requireNonNull(configurations, "configurations is null");
        this.cause = requireNonNull(cause, "cause is null");
    }

    /**
     * Returns one sentence for the operator, which names the properties if the connector has refused its configuration.
     */
    public String sentence()
    {
        return "Connector %s refused catalog %s: %s".formatted(definition.connectorName(), definition.name(), reason());
    }

    /**
     * Returns the reason alone, without the names of the connector and the catalog.
     */
    public String reason()
    {
        String reason = parserError()
                .or(() -> new ConfigurationErrors(definition, mask, configurations, cause).describe())
                .orElseGet(this::describeRoot);
        String line = reason.lines().map(String::strip).filter(part -> !part.isEmpty()).collect(joining(" "));
        // before the reason is cut, because a part of a secret would not be recognized
        String redacted = mask.redact(line);
        return redacted.length() > MAX_REASON ? redacted.substring(0, MAX_REASON) + "..." : redacted;
    }

    public String trace()
    {
        return mask.redact(parserError().isPresent() ? FailureTrace.withoutMessages(cause) : FailureTrace.of(cause));
    }

    private Optional<String> parserError()
    {
        return definition.files().isEmpty() ? Optional.empty() : ParserError.describe(cause);
    }

    /**
     * Describes the root cause. A refused argument of a connector with a single property refers to that property.
     */
    private String describeRoot()
    {
        String reason = FailureTrace.rootMessage(cause);
        Set<String> properties = definition.properties().keySet();
        return FailureTrace.root(cause) instanceof IllegalArgumentException && properties.size() == 1 && properties.stream().noneMatch(reason::contains) ?
                "Property %s: %s".formatted(getOnlyElement(properties), reason) :
                reason;
    }
}
