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
package io.prestodynamic.catalog.coordinator.lifecycle;

import com.google.common.collect.ImmutableList;
import io.prestodynamic.catalog.CatalogVersion;

import java.util.List;

/**
 * Versions in the states of a {@link CatalogRegistry} at one moment.
 */
public record KnownVersions(
        List<CatalogVersion> current,
        List<CatalogVersion> incoming,
        List<UnusableCatalog> unusable,
        List<CatalogVersion> disabled,
        List<DrainingVersion> draining)
{
    public KnownVersions
    {
        current = ImmutableList.copyOf(current);
        incoming = ImmutableList.copyOf(incoming);
        unusable = ImmutableList.copyOf(unusable);
        disabled = ImmutableList.copyOf(disabled);
        draining = ImmutableList.copyOf(draining);
    }
}
