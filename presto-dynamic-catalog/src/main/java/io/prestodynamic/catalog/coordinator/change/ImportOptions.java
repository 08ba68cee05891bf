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


import static java.util.Objects.requireNonNull;

/**
 * Options of an import.
 *
 * @param prune whether catalogs that are not imported are deleted
 * @param dryRun whether nothing is changed, and the answer says what would be
 */
public record ImportOptions(ImportMode mode, boolean prune, boolean dryRun)
{
    public ImportOptions
    {
        requireNonNull(mode, "mode is null");
    }

    /**
     * Returns the options of an import that only adds and changes.
     */
    public static ImportOptions of(ImportMode mode)
    {
        return new ImportOptions(mode, false, false);
    }
}
