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
 * What a catalog may be at a moment, and which of the operations that are under way have had their effect if it is that.
 *
 * @param generation empty where there is no catalog
 * @param effective changes that are under way, and have had their effect
 * @param satisfied reads that are under way, and have found what they tell
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
     * What may be after a change has had its effect, empty where it cannot have it now.
     *
     * @param reads those that are under way
     */
    Optional<Possibility> with(Operation change, Set<Operation> reads)
    {
        return effective.contains(change) ? Optional.empty() : Optional.ofNullable(change.after(generation))
                .map(after -> new Possibility(after, Sets.union(effective, Set.of(change)), satisfied).read(reads));
    }

    /**
     * The reads that tell what is there now are satisfied; a read that could be made now need not be made later, as it changes nothing.
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
     * The operation is no longer under way.
     */
    Possibility without(Operation operation)
    {
        return new Possibility(generation, Sets.difference(effective, Set.of(operation)), Sets.difference(satisfied, Set.of(operation)));
    }

    /**
     * Whether all that can follow from the other can follow from this: it has satisfied as many reads, and needed no change that may as well never have its effect
     * beyond those that the other needed.
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
