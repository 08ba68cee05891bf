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
package io.prestodynamic.catalog.access;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.google.common.collect.ImmutableSet;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import static java.util.Objects.requireNonNull;
import static java.util.regex.Pattern.DOTALL;

/**
 * Rule that gives rights to the users whose name matches, on the catalogs whose name and connector match. An expression that is missing matches everything.
 */
public record AccessRule(Optional<Pattern> user, Optional<Pattern> catalog, Optional<Pattern> connector, Set<CatalogRight> allow)
{
    public AccessRule
    {
        requireNonNull(user, "user is null");
        requireNonNull(catalog, "catalog is null");
        requireNonNull(connector, "connector is null");
        allow = ImmutableSet.copyOf(requireNonNull(allow, "allow is null"));
    }

    /**
     * Returns a rule for all users, catalogs and connectors.
     */
    public static AccessRule forEverybody(CatalogRight... rights)
    {
        return new AccessRule(Optional.empty(), Optional.empty(), Optional.empty(), ImmutableSet.copyOf(rights));
    }

    @JsonCreator
    static AccessRule parse(
            @JsonProperty("user") String user,
            @JsonProperty("catalog") String catalog,
            @JsonProperty("connector") String connector,
            @JsonProperty(value = "allow", required = true) Set<CatalogRight> allow)
    {
        return new AccessRule(compile(user), compile(catalog), compile(connector), allow);
    }

    boolean isAbout(String user)
    {
        return matches(this.user, user);
    }

    /**
     * @param connector empty if it is unknown, which only a rule without an expression for connectors matches
     */
    boolean isAbout(String user, String catalog, Optional<String> connector)
    {
        return isAbout(user) && isAboutCatalog(catalog) && (this.connector.isEmpty() || connector.filter(this::isAboutConnector).isPresent());
    }

    boolean isAboutCatalog(String catalog)
    {
        return matches(this.catalog, catalog);
    }

    boolean isAboutConnector(String connector)
    {
        return matches(this.connector, connector);
    }

    private static Optional<Pattern> compile(String expression)
    {
        return Optional.ofNullable(expression).map(regex -> Pattern.compile(regex, DOTALL));
    }

    private static boolean matches(Optional<Pattern> expression, String value)
    {
        return expression.isEmpty() || expression.get().matcher(value).matches();
    }
}
