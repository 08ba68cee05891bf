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
 * Start of dynamic catalogs. The server calls it once, after it has loaded plugins and the catalogs of {@code etc/catalog}.
 */
public interface DynamicCatalogStartup
{
    /**
     * Prepares this node for dynamic catalogs: a coordinator loads those that are stored, and a worker begins to accept requests from coordinators.
     */
    void loadCatalogs();

    /**
     * Blocks until this node may serve queries. The server calls it when everything else is loaded, before it announces itself.
     */
    default void awaitTurn() {}

    /**
     * Returns whether this node must not get queries yet, or any more: one of the above methods has not returned, or another coordinator is active.
     */
    default boolean isStarting()
    {
        return false;
    }
}
