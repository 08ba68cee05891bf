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

import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.access.Caller;
import io.prestodynamic.catalog.access.CatalogAccessControl;
import io.prestodynamic.catalog.access.CatalogAccessControl.Decision;
import io.prestodynamic.catalog.engine.configuration.CatalogMasks;
import io.prestodynamic.catalog.history.CatalogChange;
import io.prestodynamic.catalog.history.HistoryEntry;
import io.prestodynamic.catalog.history.HistoryPage;
import io.prestodynamic.catalog.store.HistoryStore;

import javax.inject.Inject;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static com.google.common.collect.Iterables.getLast;
import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_NOT_FOUND;
import static io.prestodynamic.catalog.CatalogErrorCode.VERSION_NOT_FOUND;
import static io.prestodynamic.catalog.access.CatalogRight.READ;
import static io.prestodynamic.catalog.access.CatalogRight.SEE;
import static java.util.Objects.requireNonNull;

/**
 * Changes of catalogs, also of deleted ones, as users may read them.
 */
public class CatalogHistory
{
    private final HistoryStore history;
    private final CatalogAccessControl accessControl;
    private final CatalogMasks masks;

    @Inject
    public CatalogHistory(HistoryStore history, CatalogAccessControl accessControl, CatalogMasks masks)
    {
        this.history = requireNonNull(history, "history is null");
        this.accessControl = requireNonNull(accessControl, "accessControl is null");
        this.masks = requireNonNull(masks, "masks is null");
    }

    /**
     * Returns those of the changes that the caller may read, with secrets masked.
     *
     * @param page changes, including those that the caller may not read
     */
    public HistoryEntries list(Caller caller, HistoryPage page)
    {
        List<HistoryEntry> entries = accessControl.mayAny(caller, READ) ? history.list(page) : List.of();
        return view(readable(entries, decide(caller, entries)), entries);
    }

    /**
     * Returns those of the last changes of a name that the caller may read, with secrets masked.
     *
     * @param catalogName as stored, and not necessarily a valid name
     * @param limit number of changes, including those that the caller may not read
     */
    public List<HistoryEntry> listNewest(Caller caller, String catalogName, int limit)
    {
        List<HistoryEntry> entries = accessControl.mayAny(caller, READ) ? history.list(catalogName, HistoryPage.newest(limit)) : List.of();
        return view(readable(entries, decide(caller, entries)), entries).entries();
    }

    /**
     * Returns the changes of a name, with secrets masked.
     *
     * @throws CatalogException with {@code CATALOG_NOT_FOUND} if nothing is recorded of the name or the caller may not see it, and with {@code FORBIDDEN} if the caller may
     * only see it
     */
    public HistoryEntries list(Caller caller, CatalogName name, HistoryPage page)
    {
        List<HistoryEntry> entries = accessControl.mayAny(caller, SEE) ? history.list(name.value(), page) : List.of();
        Decision rights = decide(caller, entries);
        List<HistoryEntry> readable = readable(entries, rights);
        if (readable.isEmpty()) {
            if (page.before().isPresent()) {
                // whether the catalog is shown depends on its newest entries
                list(caller, name, HistoryPage.newest(page.limit()));
            }
            else if (entries.stream().noneMatch(entry -> rights.sees(name.value(), connector(entry)))) {
                throw new CatalogException(CATALOG_NOT_FOUND, "There was no catalog %s, as far as changes are recorded".formatted(name));
            }
            else {
                throw rights.forbidden("read the history of catalog %s".formatted(name));
            }
        }
        return view(readable, entries);
    }

    private static List<HistoryEntry> readable(List<HistoryEntry> entries, Decision rights)
    {
        return entries.stream().filter(entry -> rights.allows(READ, entry.change().catalogName(), connector(entry))).toList();
    }

    private HistoryEntries view(List<HistoryEntry> readable, List<HistoryEntry> entries)
    {
        return new HistoryEntries(
                readable.stream().map(this::mask).toList(),
                entries.isEmpty() ? OptionalLong.empty() : OptionalLong.of(getLast(entries).sequence()));
    }

    /**
     * Returns the definition of a catalog as one of its versions was, including secrets.
     *
     * @throws CatalogException with {@code VERSION_NOT_FOUND} if the version is not recorded
     */
    public CatalogDefinition getDefinition(CatalogName name, String version)
    {
        return history.find(name.value(), CatalogVersion.stored(version))
                .map(HistoryEntry::change)
                .map(change -> new CatalogDefinition(name, change.connectorName(), change.properties(), change.files()))
                .orElseThrow(() -> versionNotFound(name, version));
    }

    public static CatalogException versionNotFound(CatalogName name, String version)
    {
        return new CatalogException(VERSION_NOT_FOUND, "The history of catalog %s has no version %s".formatted(name, version));
    }

    private Decision decide(Caller caller, List<HistoryEntry> entries)
    {
        return accessControl.decide(caller, entries.stream().map(entry -> entry.change().catalogName()).collect(toImmutableSet()));
    }

    private static Optional<String> connector(HistoryEntry entry)
    {
        return Optional.of(entry.change().connectorName());
    }

    private HistoryEntry mask(HistoryEntry entry)
    {
        CatalogChange change = entry.change();
        return new HistoryEntry(entry.sequence(), change.withProperties(masks.of(change.connectorName(), change.properties()).masked()));
    }
}
