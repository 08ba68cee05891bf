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
package io.prestodynamic.catalog.coordinator.listing;

import io.prestodynamic.catalog.CatalogInfo;
import io.prestodynamic.catalog.CatalogState;

import java.util.Optional;
import java.util.function.Predicate;

import static java.util.Objects.requireNonNull;

/**
 * Filter of a list of catalogs. A catalog whose connector the user may not know has none.
 *
 * @param prefix beginning of the name
 */
public record CatalogFilter(Optional<CatalogState> state, Optional<String> connectorName, Optional<String> prefix)
        implements Predicate<CatalogInfo>
{
    public CatalogFilter
    {
        requireNonNull(state, "state is null");
        requireNonNull(connectorName, "connectorName is null");
        requireNonNull(prefix, "prefix is null");
    }

    @Override
    public boolean test(CatalogInfo catalog)
    {
        return (state.isEmpty() || state.get() == catalog.state()) &&
                (connectorName.isEmpty() || connectorName.equals(catalog.connectorName())) &&
                (prefix.isEmpty() || catalog.catalogName().startsWith(prefix.get()));
    }
}
