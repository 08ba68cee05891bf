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

import com.google.common.base.Throwables;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.security.SecretMask;

import java.util.LinkedHashSet;
import java.util.Set;

import static com.google.common.base.Strings.nullToEmpty;
import static com.google.common.collect.Iterables.getLast;
import static com.google.common.collect.Iterables.getOnlyElement;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

/**
 * Why a connector could not be created, told without its secrets.
 */
public final class ConnectorFailure
{
    private static final int MAX_REASON = 2000;

    private final CatalogDefinition definition;
    private final Throwable cause;

    public ConnectorFailure(CatalogDefinition definition, Throwable cause)
    {
        this.definition = requireNonNull(definition, "definition is null");
        this.cause = requireNonNull(cause, "cause is null");
    }

    /**
     * One sentence for the operator; where the connector refused its configuration, it names the properties.
     */
    public String sentence()
    {
        return "Connector %s refused catalog %s: %s".formatted(definition.connectorName(), definition.name(), reason());
    }

    /**
     * What was wrong, without saying with which connector.
     */
    public String reason()
    {
        String reason = new ConfigurationErrors(definition, cause).describe().orElseGet(this::describeRoot);
        String line = reason.lines().map(String::strip).filter(part -> !part.isEmpty()).collect(joining(" "));
        // a part of a secret would not be known for one
        String redacted = SecretMask.redact(line, definition.properties());
        return redacted.length() > MAX_REASON ? redacted.substring(0, MAX_REASON) + "..." : redacted;
    }

    /**
     * The whole trace, for the log.
     */
    public String trace()
    {
        return SecretMask.redact(Throwables.getStackTraceAsString(cause), definition.properties());
    }

    /**
     * A connector that refuses an argument, and has only one, means that one.
     */
    private String describeRoot()
    {
        String reason = rootMessage(cause);
        Set<String> properties = definition.properties().keySet();
        return root(cause) instanceof IllegalArgumentException && properties.size() == 1 && properties.stream().noneMatch(reason::contains) ?
                "Property %s: %s".formatted(getOnlyElement(properties), reason) :
                reason;
    }

    /**
     * The message of what has caused all else, or else its name.
     */
    static String rootMessage(Throwable failure)
    {
        Throwable root = root(failure);
        return nullToEmpty(root.getMessage()).isBlank() ? root.getClass().getSimpleName() : root.getMessage();
    }

    private static Throwable root(Throwable failure)
    {
        // the causes of what a connector throws may go round in a circle
        Set<Throwable> causes = new LinkedHashSet<>();
        for (Throwable next = failure; next != null && causes.add(next); next = next.getCause()) {}
        return getLast(causes);
    }
}
