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
import io.prestodynamic.catalog.CatalogVersion;

/**
 * Where catalog definitions are kept: the one authority on which catalogs there should be. At any time a name has at most one active version.
 * Changes are atomic, also between several coordinators on one store: of two changes to one name that meet, one wins and the other is refused.
 * <p>
 * Every method may block on the store, may be called from any thread, and throws a {@link io.prestodynamic.catalog.CatalogException} with
 * {@code STORE_UNAVAILABLE} where the store cannot be reached or refuses its service; then nothing was changed.
 */
public interface CatalogStore
{
    /**
     * The active versions, and the active entries that cannot be read as one.
     */
    StoredCatalogs list();

    /**
     * Gives a definition a version that no catalog ever had. Nothing is stored; a version that is never added is simply forgotten.
     */
    CatalogVersion prepare(CatalogDefinition definition);

    /**
     * Stores a prepared version, durably, as the active version of its name.
     *
     * @throws io.prestodynamic.catalog.CatalogException with {@code CATALOG_EXISTS} where the name has an active version
     */
    void add(CatalogVersion version);

    /**
     * Makes a prepared version the active one of its name in place of another, in one step.
     *
     * @param version the one that is active, as {@link #list} returned it
     * @throws io.prestodynamic.catalog.CatalogException with {@code CONCURRENT_CHANGE} where it is no longer the active one
     */
    void replace(String version, CatalogVersion next);

    /**
     * Removes the active version of a name.
     *
     * @param version as {@link #list} returned it
     * @throws io.prestodynamic.catalog.CatalogException with {@code CONCURRENT_CHANGE} where it is no longer the active one
     */
    void remove(String catalogName, String version);

    /**
     * Has the listener called, on any thread, soon after something was stored or removed here or by others.
     * A store that is not told of changes never calls it; nobody may rely on it.
     */
    default void addChangeListener(Runnable listener) {}
}
