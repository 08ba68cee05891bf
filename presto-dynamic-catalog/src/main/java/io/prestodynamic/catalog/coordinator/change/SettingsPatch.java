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

import io.prestodynamic.catalog.CatalogSettings;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Change of a part of the settings of a catalog.
 *
 * @param description the new description, which is none if the text is empty, or nothing to keep it
 * @param enabled the new value, or empty to keep it
 * @param maxQueries the new limit, which may be none, or nothing to keep it
 */
public record SettingsPatch(Optional<String> description, Optional<Boolean> enabled, Optional<Optional<Integer>> maxQueries)
{
    public static final SettingsPatch NOTHING = new SettingsPatch(Optional.empty(), Optional.empty(), Optional.empty());

    public SettingsPatch
    {
        requireNonNull(description, "description is null");
        requireNonNull(enabled, "enabled is null");
        requireNonNull(maxQueries, "maxQueries is null");
    }

    /**
     * Returns the changed settings.
     */
    public CatalogSettings apply(CatalogSettings settings)
    {
        return new CatalogSettings(
                description.map(CatalogSettings::description).orElse(settings.description()),
                enabled.orElse(settings.enabled()),
                maxQueries.orElse(settings.maxQueries()));
    }
}
