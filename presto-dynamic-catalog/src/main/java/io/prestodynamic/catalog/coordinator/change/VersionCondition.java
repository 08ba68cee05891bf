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
package io.prestodynamic.catalog.coordinator.change;

import com.google.common.collect.ImmutableSet;
import io.prestodynamic.catalog.CatalogException;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

import static io.prestodynamic.catalog.CatalogErrorCode.VERSION_MISMATCH;
import static java.util.Objects.requireNonNull;

/**
 * Condition on the version that a catalog has when a change of it begins. Nobody else changes the catalog between the check and the change.
 */
public final class VersionCondition
{
    public static final VersionCondition NONE = new VersionCondition("any version", version -> true);
    public static final VersionCondition EXISTS = new VersionCondition("an existing catalog", Optional::isPresent);
    public static final VersionCondition ABSENT = new VersionCondition("a new catalog", Optional::isEmpty);

    private final String description;
    private final Predicate<Optional<String>> predicate;

    private VersionCondition(String description, Predicate<Optional<String>> predicate)
    {
        this.description = requireNonNull(description, "description is null");
        this.predicate = requireNonNull(predicate, "predicate is null");
    }

    /**
     * Returns the condition that the catalog has one of these versions.
     */
    public static VersionCondition oneOf(Set<String> versions)
    {
        Set<String> expected = ImmutableSet.copyOf(versions);
        return new VersionCondition("version " + String.join(" or ", expected), version -> version.filter(expected::contains).isPresent());
    }

    /**
     * Returns the condition that this one and another one are met.
     */
    public VersionCondition and(VersionCondition other)
    {
        return this == NONE ? other : other == NONE ? this : new VersionCondition(description + " and " + other.description, predicate.and(other.predicate));
    }

    /**
     * @param version stored version of the catalog, or empty if there is no such catalog
     * @throws CatalogException with {@code VERSION_MISMATCH} if the condition is not met
     */
    public void check(String catalogName, Optional<String> version)
    {
        if (!predicate.test(version)) {
            throw new CatalogException(VERSION_MISMATCH, "%s, and the request is for %s".formatted(
                    version.map(present -> "Catalog %s has version %s".formatted(catalogName, present)).orElseGet(() -> "There is no catalog %s".formatted(catalogName)),
                    description));
        }
    }
}
