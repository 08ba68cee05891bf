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

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableMap;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.prestodynamic.catalog.CatalogVersion;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static com.google.common.collect.Maps.immutableEntry;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Versions that a coordinator wants to be loaded on every node: those that names resolve to, those that are about to replace them, and those that queries still use.
 */
public final class DesiredCatalogs
{
    public static final DesiredCatalogs NONE = new DesiredCatalogs(0, List.of());

    private final long revision;
    private final ImmutableMap<String, CatalogVersion> versions;
    // expensive if there are thousands of versions
    private final Supplier<String> digest = Suppliers.memoize(this::computeDigest);

    /**
     * @param revision increases with every change by this coordinator process
     */
    public DesiredCatalogs(long revision, Collection<CatalogVersion> versions)
    {
        this.revision = revision;
        this.versions = versions.stream()
                .map(version -> immutableEntry(version.id(), version))
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .collect(toImmutableMap(Map.Entry::getKey, Map.Entry::getValue, (first, second) -> first));
    }

    public long revision()
    {
        return revision;
    }

    /**
     * Returns the versions in the order of their ids.
     */
    public List<CatalogVersion> versions()
    {
        return versions.values().asList();
    }

    public Set<String> ids()
    {
        return versions.keySet();
    }

    /**
     * Returns the one with the higher revision.
     */
    public DesiredCatalogs later(DesiredCatalogs other)
    {
        return revision > other.revision ? this : other;
    }

    /**
     * Returns a hash of the ids. It is equal for equal sets of versions, whatever their revisions.
     */
    public String digest()
    {
        return digest.get();
    }

    @Override
    public boolean equals(Object other)
    {
        return other instanceof DesiredCatalogs that && revision == that.revision && versions.equals(that.versions);
    }

    @Override
    public int hashCode()
    {
        return Objects.hash(revision, versions);
    }

    @Override
    public String toString()
    {
        return "revision %s of %s".formatted(revision, versions.keySet());
    }

    private String computeDigest()
    {
        Hasher hasher = Hashing.sha256().newHasher();
        versions.keySet().forEach(id -> hasher.putString(id, UTF_8).putChar('\n'));
        return hasher.hash().toString();
    }
}
