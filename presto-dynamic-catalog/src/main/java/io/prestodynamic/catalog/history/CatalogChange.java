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
package io.prestodynamic.catalog.history;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import io.prestodynamic.catalog.CatalogFiles;
import io.prestodynamic.catalog.CatalogVersion;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static com.google.common.base.Preconditions.checkArgument;
import static io.prestodynamic.catalog.history.ChangeAction.DELETED;
import static java.util.Objects.requireNonNull;

/**
 * Change of one catalog. {@link #toString} omits the values of properties, because they may be credentials.
 *
 * @param catalogName as stored, and not necessarily a valid name
 * @param before version that was stored before, if there was one
 * @param after version that is stored since then, unless the catalog was deleted
 * @param connectorName of the version after, or of the deleted one; empty if it is unknown
 * @param properties of the version after, or of the deleted one
 * @param files of the version after, or of the deleted one
 * @param changed names of the properties that differ from the version before, and of files and settings that a new version changes
 */
public record CatalogChange(
        ChangeAction action,
        String catalogName,
        Optional<String> before,
        Optional<String> after,
        Instant at,
        String connectorName,
        Map<String, String> properties,
        CatalogFiles files,
        Set<String> changed,
        ChangeOrigin origin)
{
    public CatalogChange
    {
        requireNonNull(action, "action is null");
        requireNonNull(catalogName, "catalogName is null");
        requireNonNull(before, "before is null");
        checkArgument(after.isPresent() == (action != DELETED), "action %s does not go with version %s", action, after);
        requireNonNull(at, "at is null");
        requireNonNull(connectorName, "connectorName is null");
        properties = ImmutableSortedMap.copyOf(properties);
        requireNonNull(files, "files is null");
        changed = ImmutableSortedSet.copyOf(changed);
        requireNonNull(origin, "origin is null");
    }

    /**
     * Returns the change to a version that is stored now.
     *
     * @param before version that was stored before, if there was one
     * @param propertiesBefore its properties, as far as they are known
     */
    public static CatalogChange stored(ChangeAction action, Optional<String> before, Map<String, String> propertiesBefore, CatalogVersion after, ChangeOrigin origin)
    {
        Map<String, String> properties = after.definition().properties();
        return new CatalogChange(
                action,
                after.name().value(),
                before.map(CatalogVersion::stored),
                Optional.of(CatalogVersion.stored(after.version())),
                now(),
                after.definition().connectorName(),
                properties,
                after.definition().files(),
                differing(propertiesBefore, properties),
                origin);
    }

    /**
     * Returns a change of the settings of a version.
     *
     * @param connectorName of the version, or empty if it is unknown
     */
    public static CatalogChange configured(ChangeAction action, String catalogName, String version, String connectorName, Map<String, String> properties, ChangeOrigin origin)
    {
        Optional<String> stored = Optional.of(CatalogVersion.stored(version));
        return new CatalogChange(action, catalogName, stored, stored, now(), connectorName, properties, CatalogFiles.NONE, ImmutableSet.of(), origin);
    }

    /**
     * Returns the deletion of a version.
     *
     * @param connectorName of the version, or empty if it is unknown
     */
    public static CatalogChange deleted(String catalogName, String version, String connectorName, Map<String, String> properties, ChangeOrigin origin)
    {
        Optional<String> stored = Optional.of(CatalogVersion.stored(version));
        return new CatalogChange(DELETED, catalogName, stored, Optional.empty(), now(), connectorName, properties, CatalogFiles.NONE, properties.keySet(), origin);
    }

    /**
     * Returns the change with other values of properties.
     */
    public CatalogChange withProperties(Map<String, String> newProperties)
    {
        return new CatalogChange(action, catalogName, before, after, at, connectorName, newProperties, files, changed, origin);
    }

    /**
     * Returns the change of a version that has files.
     */
    public CatalogChange withFiles(CatalogFiles newFiles)
    {
        return new CatalogChange(action, catalogName, before, after, at, connectorName, properties, newFiles, changed, origin);
    }

    /**
     * Returns the change with more names of what differs.
     */
    public CatalogChange withChanged(Set<String> more)
    {
        return new CatalogChange(action, catalogName, before, after, at, connectorName, properties, files, Sets.union(changed, more), origin);
    }

    @Override
    public String toString()
    {
        return "%s %s %s -> %s (connector %s, properties %s)".formatted(action, catalogName, before.orElse("none"), after.orElse("none"), connectorName, properties.keySet());
    }

    // the stores keep seconds
    private static Instant now()
    {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    private static Set<String> differing(Map<String, String> before, Map<String, String> after)
    {
        return Sets.filter(
                Sets.union(before.keySet(), after.keySet()),
                name -> !Optional.ofNullable(before.get(name)).equals(Optional.ofNullable(after.get(name))));
    }
}
