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

import com.google.common.collect.Maps;
import com.google.common.collect.Sets;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.history.CatalogChange;
import io.prestodynamic.catalog.history.HistoryEntry;
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
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.prestodynamic.catalog.history.ChangeAction.ADDED;
import static io.prestodynamic.catalog.history.ChangeAction.DELETED;
import static io.prestodynamic.catalog.history.ChangeAction.REPLACED;
import static io.prestodynamic.catalog.history.ChangeOrigin.FOUND;
import static java.util.Objects.requireNonNull;

/**
 * Recorder of changes that others have made in the store. Every change by a coordinator has its record in the same transaction, so if a catalog differs from the last
 * record of its name, others have changed it. An entry that is not a valid definition is not recorded.
 */
public class FoundChanges
{
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
        Map<String, HistoryEntry> before = byName(history.listLatest());
        StoredCatalogs stored = store.list();
        List<HistoryEntry> latest = history.listLatest();
        Map<String, HistoryEntry> after = byName(latest);
        authors.rememberAll(latest, start);

        // what was read in between fits only these
        Set<String> changed = differing(before, after);
        stored.versions().stream()
                .filter(version -> !changed.contains(version.name().value()))
                .forEach(version -> recordVersion(version, Optional.ofNullable(after.get(version.name().value()))));
        Sets.difference(after.keySet(), Sets.union(names(stored), changed)).forEach(name -> recordDeletion(after.get(name)));
        return changed.isEmpty();
    }

    private void recordVersion(CatalogVersion version, Optional<HistoryEntry> last)
    {
        if (last.flatMap(entry -> entry.change().after()).equals(Optional.of(CatalogVersion.stored(version.version())))) {
            return;
        }
        Optional<CatalogChange> replaced = last.map(HistoryEntry::change).filter(change -> change.action() != DELETED);
        CatalogChange found = CatalogChange.stored(
                replaced.isPresent() ? REPLACED : ADDED,
                replaced.flatMap(CatalogChange::after),
                replaced.map(CatalogChange::properties).orElse(Map.of()),
                version,
                FOUND);
        history.recordFound(found, last.map(entry -> OptionalLong.of(entry.sequence())).orElse(OptionalLong.empty()));
    }

    private void recordDeletion(HistoryEntry last)
    {
        CatalogChange change = last.change();
        change.after().ifPresent(version -> history.recordFound(
                CatalogChange.deleted(change.catalogName(), version, change.connectorName(), change.properties(), FOUND),
                OptionalLong.of(last.sequence())));
    }

    private static Set<String> differing(Map<String, HistoryEntry> before, Map<String, HistoryEntry> after)
    {
        return Sets.union(before.keySet(), after.keySet()).stream()
                .filter(name -> !Optional.ofNullable(before.get(name)).equals(Optional.ofNullable(after.get(name))))
                .collect(toImmutableSet());
    }

    private static Set<String> names(StoredCatalogs stored)
    {
        return Stream.concat(stored.versions().stream().map(version -> version.name().value()), stored.broken().stream().map(BrokenCatalog::name))
                .collect(toImmutableSet());
    }

    private static Map<String, HistoryEntry> byName(List<HistoryEntry> entries)
    {
        return Maps.uniqueIndex(entries, entry -> entry.change().catalogName());
    }
}
