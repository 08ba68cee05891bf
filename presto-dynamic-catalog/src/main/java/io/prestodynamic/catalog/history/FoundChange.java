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
package io.prestodynamic.catalog.history;

import java.util.OptionalLong;

import static java.util.Objects.requireNonNull;

/**
 * Change that others have made in the store.
 *
 * @param last sequence of the last entry of the name, if there is one
 */
public record FoundChange(CatalogChange change, OptionalLong last)
{
    public FoundChange
    {
        requireNonNull(change, "change is null");
        requireNonNull(last, "last is null");
    }
}
