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
 * All that a catalog is asked to be.
 *
 * @param definition may have masks in the place of stored secrets, and no files yet
 * @param files what the definition is to have, beside files that are stored
 */
public record CatalogRequest(CatalogDefinition definition, CatalogSettings settings, RequestedFiles files)
{
    public CatalogRequest
    {
        requireNonNull(definition, "definition is null");
        requireNonNull(settings, "settings is null");
        requireNonNull(files, "files is null");
    }

    /**
     * Returns the request for a catalog with the default settings, and with files that are stored.
     */
    public static CatalogRequest of(CatalogDefinition definition)
    {
        return new CatalogRequest(definition, CatalogSettings.DEFAULT, RequestedFiles.NONE);
    }

    public CatalogRequest withDefinition(CatalogDefinition newDefinition)
    {
        return new CatalogRequest(newDefinition, settings, files);
    }
}
