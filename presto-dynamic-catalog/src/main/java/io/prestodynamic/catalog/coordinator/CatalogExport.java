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
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.store.BrokenCatalog;

import java.util.List;

/**
 * Content of the store at one moment: definitions, which can be imported, and entries that are not valid definitions.
 */
public record CatalogExport(List<CatalogDefinition> definitions, List<BrokenCatalog> broken)
{
    public CatalogExport
    {
        definitions = ImmutableList.copyOf(definitions);
        broken = ImmutableList.copyOf(broken);
    }
}
