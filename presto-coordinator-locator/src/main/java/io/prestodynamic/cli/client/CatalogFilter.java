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
package io.prestodynamic.cli.client;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Filter of a list of catalogs.
 *
 * @param prefix beginning of names
 */
public record CatalogFilter(Optional<String> state, Optional<String> connector, Optional<String> prefix)
{
    public static final CatalogFilter ALL = new CatalogFilter(Optional.empty(), Optional.empty(), Optional.empty());

    public CatalogFilter
    {
        requireNonNull(state, "state is null");
        requireNonNull(connector, "connector is null");
        requireNonNull(prefix, "prefix is null");
    }

    void addTo(ApiRequest request)
    {
        state.ifPresent(value -> request.parameter("state", value));
        connector.ifPresent(value -> request.parameter("connector", value));
        prefix.ifPresent(value -> request.parameter("prefix", value));
    }
}
