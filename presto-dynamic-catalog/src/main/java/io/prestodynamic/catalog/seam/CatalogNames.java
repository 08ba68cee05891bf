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
package io.prestodynamic.catalog.seam;

import com.facebook.presto.metadata.Catalog;

import java.util.List;

/**
 * Which version a catalog name resolves to in new queries on this node. The patched {@code CatalogManager} implements it.
 * A transaction resolves a name once, so neither method disturbs a query that runs.
 */
public interface CatalogNames
{
    /**
     * From now on the catalog's name resolves to it. Where it resolved to another version, the name changes over in one step.
     */
    void publish(Catalog catalog);

    /**
     * From now on the name resolves to nothing, unless it belongs to another version already.
     *
     * @return whether the name did resolve to this catalog
     */
    boolean hide(Catalog catalog);

    /**
     * All catalogs that names resolve to, static ones included.
     */
    List<Catalog> getCatalogs();
}
