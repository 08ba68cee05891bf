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

import static java.util.Objects.requireNonNull;

/**
 * Options of an import.
 */
public record ImportOptions(Existing existing, Unnamed unnamed, Execution execution)
{
    /**
     * Fate of catalogs that have another definition.
     */
    public enum Existing
    {
        REFUSE, REPLACE
    }

    /**
     * Fate of catalogs that the document does not name.
     */
    public enum Unnamed
    {
        KEEP, DELETE
    }

    /**
     * Effect of an import: changes, or only an answer that says what they would be.
     */
    public enum Execution
    {
        CHANGE, DRY_RUN
    }

    public ImportOptions
    {
        requireNonNull(existing, "existing is null");
        requireNonNull(unnamed, "unnamed is null");
        requireNonNull(execution, "execution is null");
    }

    void addTo(ApiRequest request)
    {
        request.parameter("mode", existing == Existing.REPLACE ? "replace" : "add");
        request.parameter("prune", String.valueOf(unnamed == Unnamed.DELETE));
        request.parameter("dryRun", String.valueOf(execution == Execution.DRY_RUN));
    }
}
