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
package io.prestodynamic.catalog;

import static java.util.Objects.requireNonNull;

/**
 * What a request that changes a catalog has led to.
 */
public record CatalogChange(Outcome outcome, CatalogInfo catalog)
{
    public enum Outcome
    {
        /** There was no catalog of the name. */
        ADDED,
        /** A new version took the place of the one before. */
        REPLACED,
        /** The catalog was defined like this already. */
        UNCHANGED,
        /** No new query resolves the name. */
        REMOVED,
    }

    public CatalogChange
    {
        requireNonNull(outcome, "outcome is null");
        requireNonNull(catalog, "catalog is null");
    }
}
