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

import io.prestodynamic.catalog.CatalogInfo;

import static java.util.Objects.requireNonNull;

/**
 * Outcome of a request to change a catalog, with the catalog as it is afterwards.
 */
public record ChangeResult(Outcome outcome, CatalogInfo catalog)
{
    public enum Outcome
    {
        /** There was no catalog with this name. */
        ADDED,
        /** A new version has replaced the former one. */
        REPLACED,
        /** A former version is stored again. */
        RESTORED,
        /** The stored version is loaded again. */
        ENABLED,
        /** The stored version is kept, and loaded nowhere. */
        DISABLED,
        /** The stored version has another description. */
        DESCRIBED,
        /** The catalog was like this already. */
        UNCHANGED,
        /** New queries no longer resolve the name. */
        REMOVED,
    }

    public ChangeResult
    {
        requireNonNull(outcome, "outcome is null");
        requireNonNull(catalog, "catalog is null");
    }
}
