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
package io.prestodynamic.catalog.sync.wire;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.prestodynamic.catalog.CatalogVersion;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.Objects.requireNonNull;

/**
 * Difference between two sets of desired catalogs.
 * @param revision revision of the second set
 * @param base digest of the first set; the difference applies to no other
 * @param removed ids of versions
 */
public record DesiredDifference(long revision, String base, List<CatalogVersion> added, Set<String> removed)
{
    public DesiredDifference
    {
        requireNonNull(base, "base is null");
        added = ImmutableList.copyOf(added);
        removed = ImmutableSet.copyOf(removed);
    }

    public static DesiredDifference between(DesiredCatalogs before, DesiredCatalogs after)
    {
        return new DesiredDifference(
                after.revision(),
                before.digest(),
                after.versions().stream().filter(version -> !before.ids().contains(version.id())).toList(),
                before.ids().stream().filter(id -> !after.ids().contains(id)).collect(toImmutableSet()));
    }

    /**
     * @param desired must have the digest {@link #base}
     */
    public DesiredCatalogs applyTo(DesiredCatalogs desired)
    {
        return new DesiredCatalogs(revision, Stream.concat(
                        desired.versions().stream().filter(version -> !removed.contains(version.id())),
                        added.stream())
                .collect(toImmutableList()));
    }
}
