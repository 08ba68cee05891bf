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
package io.prestodynamic.catalog.coordinator.reconcile;

import com.google.common.collect.Maps;
import com.google.common.collect.Sets;
import io.prestodynamic.catalog.CatalogSettings;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.store.BrokenCatalog;
import io.prestodynamic.catalog.store.StoredCatalogs;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Content of the store at one moment, by name.
 */
class StoredSnapshot
{
    private final Map<String, CatalogVersion> usable;
    private final Map<String, BrokenCatalog> broken;
    private final Map<String, CatalogSettings> settings;

    StoredSnapshot(StoredCatalogs stored)
    {
        this.usable = Maps.uniqueIndex(stored.versions(), version -> version.name().value());
        this.broken = Maps.uniqueIndex(stored.broken(), BrokenCatalog::name);
        this.settings = stored.settings();
    }

    Set<String> getNames()
    {
        return Sets.union(usable.keySet(), broken.keySet());
    }

    Collection<CatalogVersion> getUsable()
    {
        return usable.values();
    }

    Optional<CatalogVersion> getUsable(String name)
    {
        return Optional.ofNullable(usable.get(name));
    }

    CatalogSettings getSettings(String name)
    {
        return settings.getOrDefault(name, CatalogSettings.DEFAULT);
    }

    /**
     * Returns whether nodes load the version of a name, if it is usable.
     */
    boolean isEnabled(String name)
    {
        return getSettings(name).enabled();
    }

    Optional<BrokenCatalog> getBroken(String name)
    {
        return Optional.ofNullable(broken.get(name));
    }

    Optional<String> getVersion(String name)
    {
        return getUsable(name).map(CatalogVersion::version)
                .or(() -> getBroken(name).map(BrokenCatalog::version));
    }
}
