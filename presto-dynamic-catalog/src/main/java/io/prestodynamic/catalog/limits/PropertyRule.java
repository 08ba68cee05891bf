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
package io.prestodynamic.catalog.limits;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.google.common.collect.ImmutableSortedMap;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.security.url.UrlParameters;

import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static java.util.Objects.requireNonNull;
import static java.util.regex.Pattern.CASE_INSENSITIVE;
import static java.util.regex.Pattern.DOTALL;
import static java.util.regex.Pattern.UNICODE_CASE;

/**
 * Rule that says which values a property may have. An expression has to match the whole name or value.
 *
 * @param connector connectors that the rule is about, or empty for all
 * @param property properties that the rule is about
 * @param parameter parameters that the rule is about, if the value is a connection URL; otherwise it is about the whole value
 * @param allow values that are allowed, or empty for none
 * @param message why other values are refused, as the end of a sentence
 */
public record PropertyRule(Optional<Pattern> connector, Pattern property, Optional<Pattern> parameter, Optional<Pattern> allow, String message)
{
    public PropertyRule
    {
        requireNonNull(connector, "connector is null");
        requireNonNull(property, "property is null");
        requireNonNull(parameter, "parameter is null");
        requireNonNull(allow, "allow is null");
        requireNonNull(message, "message is null");
    }

    @JsonCreator
    public static PropertyRule parse(
            @JsonProperty("connector") String connector,
            @JsonProperty(value = "property", required = true) String property,
            @JsonProperty("parameter") String parameter,
            @JsonProperty("allow") String allow,
            @JsonProperty(value = "message", required = true) String message)
    {
        return new PropertyRule(
                Optional.ofNullable(connector).map(PropertyRule::compile),
                compile(property),
                // some drivers ignore case, as Unicode has it
                Optional.ofNullable(parameter).map(regex -> Pattern.compile(regex, DOTALL | CASE_INSENSITIVE | UNICODE_CASE)),
                Optional.ofNullable(allow).map(PropertyRule::compile),
                message);
    }

    /**
     * Returns the name of a property whose value is not allowed.
     */
    Optional<String> findRefused(CatalogDefinition definition)
    {
        if (connector.isPresent() && !matches(connector.get(), definition.connectorName())) {
            return Optional.empty();
        }
        return ImmutableSortedMap.copyOf(definition.properties()).entrySet().stream()
                .filter(entry -> matches(property, entry.getKey()))
                .filter(entry -> values(entry.getValue()).anyMatch(Predicate.not(this::isAllowed)))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private Stream<String> values(String value)
    {
        return parameter.map(name -> UrlParameters.find(value).stream()
                        .filter(found -> matches(name, found.name()))
                        .map(UrlParameters.Parameter::value))
                .orElseGet(() -> Stream.of(value));
    }

    private boolean isAllowed(String value)
    {
        return allow.isPresent() && matches(allow.get(), value);
    }

    private static Pattern compile(String regex)
    {
        return Pattern.compile(regex, DOTALL);
    }

    private static boolean matches(Pattern expression, String text)
    {
        return expression.matcher(text).matches();
    }
}
