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

import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogSettings;

import static io.prestodynamic.catalog.CatalogErrorCode.CONCURRENT_CHANGE;
import static java.util.Objects.requireNonNull;

/**
 * Change of the settings of a name, which is refused if somebody else has changed them meanwhile. Versions do not tell, because settings make none.
 *
 * @param before settings as {@link CatalogStore#list} returned them
 */
public record SettingsChange(CatalogSettings before, CatalogSettings after)
{
    /**
     * Keeps the default settings.
     */
    public static final SettingsChange NONE = new SettingsChange(CatalogSettings.DEFAULT, CatalogSettings.DEFAULT);

    public SettingsChange
    {
        requireNonNull(before, "before is null");
        requireNonNull(after, "after is null");
    }

    /**
     * @throws CatalogException with {@code CONCURRENT_CHANGE} if the stored settings are not those before the change
     */
    public void check(String catalogName, CatalogSettings stored)
    {
        if (!stored.equals(before)) {
            throw new CatalogException(CONCURRENT_CHANGE, "Somebody else changed catalog '%s': look at it again before you repeat the request".formatted(catalogName));
        }
    }
}
