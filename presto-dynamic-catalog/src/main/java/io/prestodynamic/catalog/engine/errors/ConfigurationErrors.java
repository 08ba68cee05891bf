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

import com.google.common.base.Splitter;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.engine.configuration.PluginConfigurations;
import io.prestodynamic.catalog.security.FailureTrace;
import io.prestodynamic.catalog.security.SecretMask;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static com.google.common.collect.Iterables.getLast;
import static io.prestodynamic.catalog.security.FailureTrace.rootMessage;
import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;
import static java.util.regex.Pattern.DOTALL;
import static java.util.stream.Collectors.joining;

/**
 * Configuration errors of a connector, by property. After an invalid value Guice goes on, and lists errors that only follow from it: missing bindings and
 * unused properties. These are reported only if there are no others.
 */
public final class ConfigurationErrors
{
    private static final Pattern REFUSED = Pattern.compile("Error invoking configuration method \\[(.+)]", DOTALL);
    private static final Pattern WRONG_TYPE = Pattern.compile("Could not coerce value '(.*)' to (\\S+) \\(property '(.+?)'\\) in order to call .+", DOTALL);
    private static final Pattern INVALID = Pattern.compile("Invalid configuration property (\\S+): (.+)", DOTALL);
    private static final Pattern INVALID_TOGETHER = Pattern.compile("Invalid configuration property with prefix '[^']*': (.+)", DOTALL);
    private static final Pattern CONFIGURATION_CLASS = Pattern.compile(" ?\\((?:for )?class [^)]*\\)|, for class \\S+");
    private static final Pattern IS_NULL = Pattern.compile("(?:may|must) not be null");
    private static final Pattern UNUSED = Pattern.compile("Configuration property '(.+)' was not used", DOTALL);
    private static final Pattern NOT_BOUND = Pattern.compile("Explicit bindings are required and (\\S+) is not explicitly bound.*|No implementation for (\\S+) was bound.*", DOTALL);
    // value that selects one of several implementations
    private static final Pattern CHOICE = Pattern.compile("(?!(?:true|false)$)[a-z][\\w-]*", Pattern.CASE_INSENSITIVE);
    private static final Splitter WORDS = Splitter.onPattern("\\W+").omitEmptyStrings();
    private static final Splitter WORDS_OF_NAMES = Splitter.onPattern("\\W+|(?<=\\p{Lower})(?=\\p{Upper})").omitEmptyStrings();

    private static final int MAX_LISTED = 10;

    private final CatalogDefinition definition;
    private final SecretMask mask;
    private final PluginConfigurations configurations;
    private final List<ListedError> errors;
    private final Set<String> unused;

    ConfigurationErrors(CatalogDefinition definition, SecretMask mask, PluginConfigurations configurations, Throwable failure)
    {
        this.definition = requireNonNull(definition, "definition is null");
        this.mask = requireNonNull(mask, "mask is null");
        this.configurations = requireNonNull(configurations, "configurations is null");
        this.errors = ListedError.of(failure);
        this.unused = errors.stream()
                .map(error -> UNUSED.matcher(error.message()))
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .collect(toImmutableSet());
    }

    Optional<String> describe()
    {
        return describeForeignUrl().or(this::describeRefusals).or(this::describeChoices).or(this::describeUnused);
    }

    private Optional<String> describeForeignUrl()
    {
        return errors.stream().findFirst().flatMap(error -> JdbcDrivers.findForeignUrl(definition, error.classLoader()));
    }

    private Optional<String> describeRefusals()
    {
        List<String> refusals = errors.stream()
                .filter(error -> !UNUSED.matcher(error.message()).matches() && !NOT_BOUND.matcher(error.message()).matches())
                .map(this::describe)
                .distinct()
                .collect(toImmutableList());
        return join(refusals);
    }

    private String describe(ListedError error)
    {
        Matcher matcher = WRONG_TYPE.matcher(error.message());
        if (matcher.matches()) {
            String type = new ConfigurationClasses(configurations, error.classLoader()).describeType(matcher.group(2));
            return "Property %s must be %s, and is '%s'".formatted(matcher.group(3), type, matcher.group(1));
        }
        matcher = REFUSED.matcher(error.message());
        if (matcher.matches()) {
            return new ConfigurationClasses(configurations, error.classLoader()).findProperty(matcher.group(1))
                    .map(property -> describeRefused(configuredName(property), error.cause()))
                    .orElseGet(() -> error.cause().map(FailureTrace::rootMessage).orElse(error.message()));
        }
        String message = CONFIGURATION_CLASS.matcher(error.message()).replaceAll("");
        matcher = INVALID.matcher(message);
        if (matcher.matches()) {
            return IS_NULL.matcher(matcher.group(2)).matches() ?
                    "Property %s is missing".formatted(matcher.group(1)) :
                    "Property %s: %s".formatted(matcher.group(1), matcher.group(2));
        }
        matcher = INVALID_TOGETHER.matcher(message);
        if (matcher.matches()) {
            return matcher.group(1);
        }
        return error.cause().map(cause -> withProperty(rootMessage(cause))).orElse(message);
    }

    private String describeRefused(String property, Optional<Throwable> cause)
    {
        String value = definition.properties().getOrDefault(property, "");
        return cause.map(Throwable::getMessage)
                .filter(reason -> !reason.isBlank() && !containsSecret(reason, property, value))
                .map(reason -> "Property %s: %s".formatted(property, reason))
                .orElseGet(() -> "Property %s has a value that the connector cannot read".formatted(property));
    }

    // a reason may contain a part of the value
    private boolean containsSecret(String reason, String property, String value)
    {
        return mask.hasSecret(property) && WORDS.splitToList(value).stream().anyMatch(reason::contains);
    }

    /**
     * Describes missing bindings, which mean that no module is installed for a value that one of the properties selects.
     */
    private Optional<String> describeChoices()
    {
        String missing = errors.stream().map(ListedError::message).filter(message -> NOT_BOUND.matcher(message).matches()).collect(joining("; "));
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        List<Map.Entry<String, String>> choices = definition.properties().entrySet().stream()
                .filter(property -> CHOICE.matcher(property.getValue()).matches() && !mask.hasSecret(property.getKey()))
                .filter(property -> !unused.contains(property.getKey()) && !isUnderstood(property.getKey()))
                .collect(toImmutableList());
        List<Map.Entry<String, String>> likely = choices.stream()
                .filter(property -> missing.toLowerCase(ENGLISH).contains(lastWord(property.getKey())))
                .collect(toImmutableList());
        List<String> candidates = (likely.isEmpty() ? choices : likely).stream()
                .map(property -> "%s '%s'".formatted(property.getKey(), property.getValue()))
                .collect(toImmutableList());
        return Optional.of(switch (candidates.size()) {
            case 0 -> missing;
            case 1 -> "Property %s is not a value that the connector knows".formatted(candidates.get(0));
            default -> "One of the properties %s has a value that the connector does not know".formatted(String.join(", ", candidates));
        });
    }

    // the module that a value selects reads the properties that have the same prefix
    private boolean isUnderstood(String property)
    {
        return definition.properties().keySet().stream().anyMatch(name -> name.startsWith(property + ".") && !unused.contains(name));
    }

    private Optional<String> describeUnused()
    {
        return join(definition.properties().keySet().stream()
                .filter(unused::contains)
                .map(name -> "Configuration property '%s' was not used%s".formatted(name, suggest(name)))
                .collect(toImmutableList()));
    }

    private String suggest(String name)
    {
        if (unused.size() > MAX_LISTED) {
            return "";
        }
        return errors.stream().findFirst()
                .flatMap(error -> new ConfigurationClasses(configurations, error.classLoader()).findSimilar(name, definition.properties().keySet()))
                .map(", did you mean '%s'?"::formatted)
                .orElse("");
    }

    public static Optional<String> join(List<String> errors)
    {
        String listed = errors.stream().limit(MAX_LISTED).collect(joining("; "));
        return errors.isEmpty() ? Optional.empty() : Optional.of(errors.size() > MAX_LISTED ? "%s; and %s more".formatted(listed, errors.size() - MAX_LISTED) : listed);
    }

    private String configuredName(String property)
    {
        return definition.properties().keySet().stream()
                .filter(name -> name.equals(property) || name.endsWith("." + property))
                .findFirst()
                .orElse(property);
    }

    /**
     * Adds the property name to a reason that lacks it, if only one property can be meant.
     */
    private String withProperty(String reason)
    {
        Set<String> words = WORDS_OF_NAMES.splitToList(reason).stream().map(word -> word.toLowerCase(ENGLISH)).collect(toImmutableSet());
        List<String> meant = definition.properties().keySet().stream().filter(name -> words.contains(lastWord(name))).toList();
        boolean named = definition.properties().keySet().stream().anyMatch(reason::contains);
        return named || meant.size() != 1 ? reason : "Property %s: %s".formatted(meant.get(0), reason);
    }

    private static String lastWord(String property)
    {
        return getLast(WORDS.split(property.toLowerCase(ENGLISH)), property);
    }
}
