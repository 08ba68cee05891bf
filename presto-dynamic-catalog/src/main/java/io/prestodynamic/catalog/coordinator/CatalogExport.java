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
package io.prestodynamic.catalog.coordinator;

import com.google.common.collect.ImmutableList;
import io.prestodynamic.catalog.coordinator.change.CatalogRequest;
import io.prestodynamic.catalog.store.BrokenCatalog;

import java.util.List;

/**
 * Content of the store at one moment: catalogs, which can be imported, and entries that are not valid definitions.
 */
public record CatalogExport(List<CatalogRequest> catalogs, List<BrokenCatalog> broken)
{
    public CatalogExport
    {
        catalogs = ImmutableList.copyOf(catalogs);
        broken = ImmutableList.copyOf(broken);
    }
}
