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
package io.prestodynamic.catalog.coordinator.change;

import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogSettings;

import static java.util.Objects.requireNonNull;

/**
 * Change of a part of a catalog.
 */
public record CatalogPatch(DefinitionPatch definition, SettingsPatch settings)
{
    public CatalogPatch
    {
        requireNonNull(definition, "definition is null");
        requireNonNull(settings, "settings is null");
    }

    /**
     * Returns the patch of a definition, which leaves the settings.
     */
    public static CatalogPatch of(DefinitionPatch definition)
    {
        return new CatalogPatch(definition, SettingsPatch.NOTHING);
    }

    /**
     * Returns what a catalog is asked to be that was like this before.
     */
    public CatalogRequest apply(CatalogDefinition definitionBefore, CatalogSettings settingsBefore)
    {
        return new CatalogRequest(definition.apply(definitionBefore), settings.apply(settingsBefore), definition.applyToFiles(definitionBefore));
    }

    /**
     * Returns the patch of settings, which leaves the definition.
     */
    public static CatalogPatch of(SettingsPatch settings)
    {
        return new CatalogPatch(DefinitionPatch.NOTHING, settings);
    }
}
