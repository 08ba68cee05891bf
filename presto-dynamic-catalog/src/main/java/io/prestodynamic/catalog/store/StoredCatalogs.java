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

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.CatalogSettings;
import io.prestodynamic.catalog.CatalogVersion;

import java.util.List;
import java.util.Map;

/**
 * Content of a store at one moment. Names are unique across both lists.
 *
 * @param settings of those names that have others than the default ones
 */
public record StoredCatalogs(List<CatalogVersion> versions, List<BrokenCatalog> broken, Map<String, CatalogSettings> settings)
{
    public StoredCatalogs
    {
        versions = ImmutableList.copyOf(versions);
        broken = ImmutableList.copyOf(broken);
        settings = ImmutableMap.copyOf(settings);
    }
}
