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
package io.prestodynamic.catalog.store;

import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogSettings;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.files.FileContents;
import io.prestodynamic.catalog.history.CatalogChange;

import java.util.Optional;

/**
 * Storage of catalog definitions: the only authority on which catalogs exist. A name has at most one active version. Changes are atomic, also between
 * coordinators that share a store: if two change one name at the same time, one succeeds and the other is refused.
 * <p>
 * Every method may block and may be called from any thread. It throws a {@link io.prestodynamic.catalog.CatalogException} with {@code STORE_UNAVAILABLE} if the
 * store cannot be reached or refuses its service. Then nothing was changed, unless the message says that the outcome is unknown.
 */
public interface CatalogStore
{
    /**
     * Returns the active versions, the active entries that are not valid definitions, and their settings.
     */
    StoredCatalogs list();

    /**
     * Assigns a version that no catalog ever had to a definition. Stores nothing, so the version need not be used.
     */
    CatalogVersion prepare(CatalogDefinition definition);

    /**
     * Stores a prepared version durably as the active version of its name.
     *
     * @param settings settings of the name from now on
     * @param change what is recorded of it, in the same transaction
     * @param contents contents of those files of the version that the store may not have
     * @throws io.prestodynamic.catalog.CatalogException with {@code CATALOG_EXISTS} if the name has an active version
     */
    void add(CatalogVersion version, CatalogSettings settings, CatalogChange change, FileContents contents);

    /**
     * Replaces the active version of a name by a prepared one, atomically.
     *
     * @param version the active version, as {@link #list} returned it
     * @param change what is recorded of it, in the same transaction
     * @param contents contents of those files of the next version that the store may not have
     * @throws io.prestodynamic.catalog.CatalogException with {@code CONCURRENT_CHANGE} if it is no longer active, or has other settings
     */
    void replace(String version, CatalogVersion next, SettingsChange settings, CatalogChange change, FileContents contents);

    /**
     * Changes the settings of a name, whose active version stays.
     *
     * @param version the active version, as {@link #list} returned it
     * @param change what is recorded of it, in the same transaction
     * @throws io.prestodynamic.catalog.CatalogException with {@code CONCURRENT_CHANGE} if it is no longer active, or has other settings
     */
    void configure(String catalogName, String version, SettingsChange settings, CatalogChange change);

    /**
     * Removes the active version of a name, and its settings.
     *
     * @param version the active version, as {@link #list} returned it
     * @param change what is recorded of it, in the same transaction
     * @throws io.prestodynamic.catalog.CatalogException with {@code CONCURRENT_CHANGE} if it is no longer active
     */
    void remove(String catalogName, String version, CatalogChange change);

    /**
     * Returns the content of a file with this SHA-256. It is there as long as an active version or a recorded change has the file.
     */
    Optional<byte[]> readFile(String sha256);

    /**
     * Returns the changes of this store.
     */
    HistoryStore history();

    /**
     * Adds a listener that is called on any thread soon after somebody has changed the store. It is only a hint: a store without notifications never calls it.
     */
    default void addChangeListener(Runnable listener) {}
}
