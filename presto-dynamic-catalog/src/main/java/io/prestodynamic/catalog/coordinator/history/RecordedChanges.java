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

import io.prestodynamic.catalog.CatalogFiles;
import io.prestodynamic.catalog.CatalogSettings;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.coordinator.lifecycle.StoredEntry;
import io.prestodynamic.catalog.files.FileContents;
import io.prestodynamic.catalog.history.CatalogChange;
import io.prestodynamic.catalog.history.ChangeAction;
import io.prestodynamic.catalog.history.ChangeOrigin;
import io.prestodynamic.catalog.store.CatalogStore;
import io.prestodynamic.catalog.store.SettingsChange;

import javax.inject.Inject;

import java.util.Map;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Changes of the store by this coordinator, each with its record.
 */
public class RecordedChanges
{
    private final CatalogStore store;
    private final ChangeAuthors authors;

    @Inject
    public RecordedChanges(CatalogStore store, ChangeAuthors authors)
    {
        this.store = requireNonNull(store, "store is null");
        this.authors = requireNonNull(authors, "authors is null");
    }

    /**
     * @see CatalogStore#add
     */
    public void add(ChangeAction action, CatalogVersion version, CatalogSettings settings, FileContents contents, ChangeOrigin origin)
    {
        CatalogChange change = CatalogChange.stored(action, Optional.empty(), Map.of(), version, origin)
                .withChanged(version.definition().files().differences(CatalogFiles.NONE));
        store.add(version, settings, change, contents);
        authors.remember(change);
    }

    /**
     * @see CatalogStore#replace
     */
    public void replace(ChangeAction action, StoredEntry before, CatalogVersion next, CatalogSettings settings, FileContents contents, ChangeOrigin origin)
    {
        CatalogChange change = CatalogChange.stored(action, Optional.of(before.version()), before.properties(), next, origin)
                .withChanged(next.definition().files().differences(before.files()))
                .withChanged(before.settings().differences(settings));
        store.replace(before.version(), next, new SettingsChange(before.settings(), settings), change, contents);
        authors.remember(change);
    }

    /**
     * @see CatalogStore#configure
     */
    public void configure(ChangeAction action, StoredEntry entry, CatalogSettings settings, ChangeOrigin origin)
    {
        CatalogChange change = CatalogChange.configured(action, entry.name(), entry.version(), entry.connectorName(), entry.properties(), origin)
                .withFiles(entry.files())
                .withChanged(entry.settings().differences(settings));
        store.configure(entry.name(), entry.version(), new SettingsChange(entry.settings(), settings), change);
    }

    /**
     * @see CatalogStore#remove
     */
    public void remove(StoredEntry entry, ChangeOrigin origin)
    {
        CatalogChange change = CatalogChange.deleted(entry.name(), entry.version(), entry.connectorName(), entry.properties(), origin)
                .withFiles(entry.files())
                .withChanged(entry.files().differences(CatalogFiles.NONE));
        store.remove(entry.name(), entry.version(), change);
        authors.remember(change);
    }
}
