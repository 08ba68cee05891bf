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
package io.prestodynamic.catalog;

/**
 * What the server calls once while it starts, after plugins and the catalogs of {@code etc/catalog} were loaded.
 */
public interface DynamicCatalogStartup
{
    /**
     * Makes this node ready for dynamic catalogs: a coordinator loads those that are stored, a worker begins to follow coordinators.
     */
    void loadCatalogs();

    /**
     * Returns when this node may serve queries. It is called when all else that it needs for that is loaded, and before it announces itself.
     */
    default void awaitTurn() {}

    /**
     * Whether this node is not to be given queries, because one of the above has not returned, or because another coordinator has its place.
     */
    default boolean isStarting()
    {
        return false;
    }
}
