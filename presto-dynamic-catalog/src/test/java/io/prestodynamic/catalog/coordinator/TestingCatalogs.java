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

import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogInfo;
import io.prestodynamic.catalog.DynamicCatalogStartup;
import io.prestodynamic.catalog.coordinator.change.CatalogRequest;
import io.prestodynamic.catalog.coordinator.change.ChangeResult;
import io.prestodynamic.catalog.coordinator.change.VersionCondition;
import io.prestodynamic.catalog.coordinator.lifecycle.DrainMode;

import static io.prestodynamic.catalog.access.TestingCallers.ANYBODY;

/**
 * The changes of {@link DynamicCatalogStore}, by a user who may make all of them.
 */
public record TestingCatalogs(DynamicCatalogStore store)
        implements DynamicCatalogStartup
{
    public CatalogInfo add(CatalogDefinition definition)
    {
        return store.add(ANYBODY, CatalogRequest.of(definition));
    }

    public ChangeResult addIfAbsent(CatalogDefinition definition)
    {
        return store.addIfAbsent(ANYBODY, CatalogRequest.of(definition));
    }

    public ChangeResult put(CatalogDefinition definition)
    {
        return store.put(ANYBODY, VersionCondition.NONE, CatalogRequest.of(definition));
    }

    public CatalogInfo remove(String name, DrainMode mode)
    {
        return store.remove(ANYBODY, VersionCondition.NONE, name, mode);
    }

    @Override
    public void loadCatalogs()
    {
        store.loadCatalogs();
    }

    @Override
    public boolean isStarting()
    {
        return store.isStarting();
    }
}
