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
package io.prestodynamic.catalog.coordinator.history;

import com.google.common.collect.Lists;
import com.google.common.collect.Maps;
import com.google.common.collect.Sets;
import io.prestodynamic.catalog.CatalogFiles;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.history.CatalogChange;
import io.prestodynamic.catalog.history.FoundChange;
import io.prestodynamic.catalog.history.HistoryEntry;
import io.prestodynamic.catalog.history.LatestChange;
import io.prestodynamic.catalog.store.BrokenCatalog;
import io.prestodynamic.catalog.store.CatalogStore;
import io.prestodynamic.catalog.store.HistoryStore;
import io.prestodynamic.catalog.store.StoredCatalogs;

import javax.inject.Inject;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.prestodynamic.catalog.history.ChangeAction.ADDED;
import static io.prestodynamic.catalog.history.ChangeAction.REPLACED;
import static io.prestodynamic.catalog.history.ChangeOrigin.FOUND;
import static java.util.Objects.requireNonNull;
import static java.util.function.Function.identity;

/**
 * Recorder of changes that others have made in the store. Every change by a coordinator has its record in the same transaction, so if a catalog differs from the last
 * record of its name, others have changed it. An entry that is not a valid definition is not recorded.
 */
public class FoundChanges
{
    // locked until the end of a transaction
    private static final int MAX_TOGETHER = 50;

    private final CatalogStore store;
    private final HistoryStore history;
    private final ChangeAuthors authors;

    @Inject
    public FoundChanges(CatalogStore store, ChangeAuthors authors)
    {
        this.store = requireNonNull(store, "store is null");
        this.history = store.history();
        this.authors = requireNonNull(authors, "authors is null");
    }

    /**
     * Compares the store with its records, and records what is missing.
     *
     * @return false if names were changed meanwhile, which the next call has to compare
     * @throws io.prestodynamic.catalog.CatalogException if the store does not answer
     */
    boolean record()
    {
        long start = System.nanoTime();
        Map<String, LatestChange> before = byName(history.listLatest());
        StoredCatalogs stored = store.list();
        Map<String, LatestChange> latest = byName(history.listLatest());
        authors.rememberAll(latest.values(), start, history);

        Map<String, CatalogVersion> versions = Maps.uniqueIndex(stored.versions(), version -> version.name().value());
        Set<String> broken = stored.broken().stream().map(BrokenCatalog::name).collect(toImmutableSet());
        List<String> differing = Sets.difference(Sets.union(versions.keySet(), latest.keySet()), broken).stream()
                .filter(name -> !Optional.ofNullable(versions.get(name)).map(version -> CatalogVersion.stored(version.version())).equals(recordedVersion(latest, name)))
                .toList();
        // what was read in between fits only the others
        List<String> unchanged = differing.stream()
                .filter(name -> Optional.ofNullable(before.get(name)).equals(Optional.ofNullable(latest.get(name))))
                .toList();
        boolean complete = unchanged.size() == differing.size();
        for (List<String> names : Lists.partition(unchanged, MAX_TOGETHER)) {
            complete &= record(names, versions, latest);
        }
        return complete;
    }

    private boolean record(List<String> names, Map<String, CatalogVersion> versions, Map<String, LatestChange> latest)
    {
        Map<String, CatalogChange> last = history.readLatest(names).stream()
                .map(HistoryEntry::change)
                .collect(toImmutableMap(CatalogChange::catalogName, identity()));
        return history.recordFound(names.stream()
                .map(name -> new FoundChange(
                        found(name, Optional.ofNullable(versions.get(name)), recordedVersion(latest, name), Optional.ofNullable(last.get(name))),
                        latest.containsKey(name) ? OptionalLong.of(latest.get(name).sequence()) : OptionalLong.empty()))
                .toList());
    }

    /**
     * @param before version that is recorded
     * @param last last change of the name, if it can be read
     */
    private static CatalogChange found(String name, Optional<CatalogVersion> stored, Optional<String> before, Optional<CatalogChange> last)
    {
        Map<String, String> properties = last.filter(change -> before.isPresent()).map(CatalogChange::properties).orElse(Map.of());
        CatalogFiles files = last.filter(change -> before.isPresent()).map(CatalogChange::files).orElse(CatalogFiles.NONE);
        return stored
                .map(version -> CatalogChange.stored(before.isPresent() ? REPLACED : ADDED, before, properties, version, FOUND)
                        .withChanged(version.definition().files().differences(files)))
                .orElseGet(() -> CatalogChange.deleted(name, before.orElseThrow(), last.map(CatalogChange::connectorName).orElse(""), properties, FOUND)
                        .withFiles(files)
                        .withChanged(files.differences(CatalogFiles.NONE)));
    }

    private static Optional<String> recordedVersion(Map<String, LatestChange> latest, String name)
    {
        return Optional.ofNullable(latest.get(name)).flatMap(LatestChange::after);
    }

    private static Map<String, LatestChange> byName(List<LatestChange> latest)
    {
        return Maps.uniqueIndex(latest, LatestChange::catalogName);
    }
}
