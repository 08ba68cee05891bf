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
package io.prestodynamic.chaos.check;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.prestodynamic.chaos.history.Operation;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.Objects.requireNonNull;

/**
 * Possible state of a catalog at a moment, with the unfinished operations that have taken effect in it.
 *
 * @param generation empty if there is no catalog
 * @param effective unfinished changes that have taken effect
 * @param satisfied unfinished reads that have found what they return
 */
record Possibility(OptionalInt generation, Set<Operation> effective, Set<Operation> satisfied)
{
    Possibility
    {
        requireNonNull(generation, "generation is null");
        effective = ImmutableSet.copyOf(effective);
        satisfied = ImmutableSet.copyOf(satisfied);
    }

    /**
     * Returns the state after a change has taken effect, or empty if it cannot take effect now.
     *
     * @param reads unfinished reads
     */
    Optional<Possibility> with(Operation change, Set<Operation> reads)
    {
        return effective.contains(change) ? Optional.empty() : Optional.ofNullable(change.after(generation))
                .map(after -> new Possibility(after, Sets.union(effective, Set.of(change)), satisfied).read(reads));
    }

    /**
     * Returns this state with all reads satisfied that return it. A read that can be satisfied now need not be satisfied later, because it changes nothing.
     */
    Possibility read(Set<Operation> reads)
    {
        return new Possibility(generation, effective, Sets.union(satisfied, Sets.filter(reads, read -> read.after(generation) != null)));
    }

    boolean includes(Operation operation)
    {
        return effective.contains(operation) || satisfied.contains(operation);
    }

    /**
     * Returns this state without an operation that has ended.
     */
    Possibility without(Operation operation)
    {
        return new Possibility(generation, Sets.difference(effective, Set.of(operation)), Sets.difference(satisfied, Set.of(operation)));
    }

    /**
     * Returns whether everything that can follow from the other state can follow from this one: it has satisfied at least the same reads, and needed no further
     * changes that may never take effect.
     */
    boolean covers(Possibility other)
    {
        return generation.equals(other.generation)
                && satisfied.containsAll(other.satisfied)
                && other.effective.containsAll(effective)
                && answered(effective).equals(answered(other.effective));
    }

    private static Set<Operation> answered(Set<Operation> changes)
    {
        return changes.stream().filter(change -> !change.outcome().isOpen()).collect(toImmutableSet());
    }
}
