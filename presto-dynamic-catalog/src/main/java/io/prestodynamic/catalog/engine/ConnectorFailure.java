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
package io.prestodynamic.catalog.engine;

import com.google.common.base.Throwables;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.security.SecretMask;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import static com.google.common.base.Strings.isNullOrEmpty;
import static com.google.common.base.Strings.nullToEmpty;
import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.Iterables.getLast;
import static java.util.Objects.requireNonNull;

/**
 * Why a connector could not be created, told without its secrets.
 */
final class ConnectorFailure
{
    // Guice numbers what it lists: "1) Error: Configuration property 'x' was not used", with its own places ("at ...") below.
    // Its classes belong to the plugin's class loader, so only the text can be read.
    private static final Pattern NUMBERED_ERROR = Pattern.compile("^\\s*\\d+\\) (?:Error: )?(.+)$", Pattern.MULTILINE);
    private static final Pattern VALIDATED_CLASS = Pattern.compile(" ?\\(for class [^)]*\\)|, for class \\S+");
    private static final Pattern EMPTY_PREFIX = Pattern.compile("Invalid configuration property (?:with prefix '': )?");

    private final CatalogDefinition definition;
    private final Throwable cause;

    ConnectorFailure(CatalogDefinition definition, Throwable cause)
    {
        this.definition = requireNonNull(definition, "definition is null");
        this.cause = requireNonNull(cause, "cause is null");
    }

    /**
     * One sentence for the operator; where the connector refused its configuration, it names the properties.
     */
    String sentence()
    {
        return "Connector %s refused catalog %s: %s".formatted(definition.connectorName(), definition.name(), reason());
    }

    /**
     * What was wrong, without saying with which connector.
     */
    String reason()
    {
        String reason = causes().stream()
                .map(Throwable::getMessage)
                .filter(message -> !isNullOrEmpty(message))
                .map(this::listedErrors)
                .filter(errors -> !errors.isEmpty())
                .findFirst()
                .map(errors -> String.join("; ", errors))
                .orElseGet(this::rootMessage);
        return SecretMask.redact(reason, definition.properties());
    }

    /**
     * The whole trace, for the log.
     */
    String trace()
    {
        return SecretMask.redact(Throwables.getStackTraceAsString(cause), definition.properties());
    }

    private List<String> listedErrors(String message)
    {
        return NUMBERED_ERROR.matcher(message).results()
                .map(match -> match.group(1).strip())
                .map(error -> VALIDATED_CLASS.matcher(error).replaceAll(""))
                .map(error -> EMPTY_PREFIX.matcher(error).replaceFirst("Invalid configuration property "))
                .distinct()
                .collect(toImmutableList());
    }

    // the causes of what a connector throws may go round in a circle
    private Set<Throwable> causes()
    {
        Set<Throwable> causes = new LinkedHashSet<>();
        Throwable next = cause;
        while (next != null && causes.add(next)) {
            next = next.getCause();
        }
        return causes;
    }

    private String rootMessage()
    {
        Throwable root = getLast(causes());
        String message = nullToEmpty(root.getMessage()).isBlank() ? root.getClass().getSimpleName() : root.getMessage();
        return message.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining(" "));
    }
}
