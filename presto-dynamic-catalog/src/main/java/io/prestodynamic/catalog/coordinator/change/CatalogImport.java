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

import com.google.common.collect.ImmutableSortedSet;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogState;
import io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome;

import java.util.Optional;
import java.util.Set;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * Outcome for one catalog of a request about many: either a change or a refusal.
 *
 * @param outcome of a change that was made, or would be made
 * @param state of the catalog after a change that was made
 * @param changed what would differ from the stored catalog: names of properties and of other fields
 */
public record CatalogImport(String name, Optional<Outcome> outcome, Optional<CatalogState> state, Set<String> changed, Optional<CatalogException> refusal)
{
    public CatalogImport
    {
        requireNonNull(name, "name is null");
        requireNonNull(state, "state is null");
        changed = ImmutableSortedSet.copyOf(changed);
        checkArgument(outcome.isPresent() != refusal.isPresent(), "either a change or a refusal is needed");
    }

    public static CatalogImport accepted(String name, ChangeResult change)
    {
        return new CatalogImport(name, Optional.of(change.outcome()), Optional.of(change.catalog().state()), Set.of(), Optional.empty());
    }

    public static CatalogImport planned(String name, Outcome outcome, Set<String> changed)
    {
        return new CatalogImport(name, Optional.of(outcome), Optional.empty(), changed, Optional.empty());
    }

    public static CatalogImport refused(String name, CatalogException refusal)
    {
        return new CatalogImport(name, Optional.empty(), Optional.empty(), Set.of(), Optional.of(refusal));
    }
}
