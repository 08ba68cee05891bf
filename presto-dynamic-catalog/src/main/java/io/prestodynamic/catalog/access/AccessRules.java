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

import com.google.common.collect.ImmutableList;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * Rules in their order, of which the first that matches decides. If none matches, there is no right.
 * @param explanation end of the sentence that refuses a request
 */
public record AccessRules(List<AccessRule> rules, String explanation)
{
    public AccessRules
    {
        rules = ImmutableList.copyOf(requireNonNull(rules, "rules is null"));
        requireNonNull(explanation, "explanation is null");
    }

    /**
     * @param connector empty if it is unknown
     */
    public Set<CatalogRight> getRights(String user, String catalog, Optional<String> connector)
    {
        return rules.stream()
                .filter(rule -> rule.isAbout(user, catalog, connector))
                .findFirst()
                .map(AccessRule::allow)
                .orElse(Set.of());
    }

    /**
     * Returns whether the user has the right on a catalog of this name, whatever its connector is.
     */
    public boolean allowsWithEveryConnector(String user, String catalog, CatalogRight right)
    {
        for (AccessRule rule : rules) {
            if (rule.isAbout(user) && rule.isAboutCatalog(catalog)) {
                if (!rule.allow().contains(right)) {
                    return false;
                }
                if (rule.connector().isEmpty()) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Returns whether there may be a catalog of the connector on which the user has a right.
     */
    public boolean mayConcern(String user, String connector)
    {
        for (AccessRule rule : rules) {
            if (rule.isAbout(user) && rule.isAboutConnector(connector)) {
                if (!rule.allow().isEmpty()) {
                    return true;
                }
                if (rule.catalog().isEmpty()) {
                    // decides about all catalogs of the connector
                    return false;
                }
            }
        }
        return false;
    }

    /**
     * Returns whether there may be a catalog on which the user has the right.
     */
    public boolean mayGive(String user, CatalogRight right)
    {
        for (AccessRule rule : rules) {
            if (rule.isAbout(user)) {
                if (rule.allow().contains(right)) {
                    return true;
                }
                if (rule.catalog().isEmpty() && rule.connector().isEmpty()) {
                    // decides about all catalogs
                    return false;
                }
            }
        }
        return false;
    }
}
