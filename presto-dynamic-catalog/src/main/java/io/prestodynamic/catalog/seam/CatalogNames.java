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
 * Catalog names of this node, and the versions that new queries resolve them to. The patched {@code CatalogManager} implements it. Running queries are not
 * affected, because a transaction resolves a name once.
 */
public interface CatalogNames
{
    /**
     * Makes the catalog name resolve to this catalog. Replaces another version atomically.
     */
    void publish(Catalog catalog);

    /**
     * Makes the catalog name resolve to nothing, unless it resolves to another version.
     *
     * @return whether the name resolved to this catalog
     */
    boolean hide(Catalog catalog);

    /**
     * Returns the catalogs that names resolve to, static ones included.
     */
    List<Catalog> getCatalogs();
}
