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
import io.prestodynamic.chaos.history.Operation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.stream.Collectors.joining;

/**
 * Everything that one catalog may be at a moment, given what has been heard of it so far. Operations begin and end here in the order in which they did.
 * <p>
 * An operation has its effect at one instant between its beginning and its end. It is enough to look for that instant when some operation ends, because an effect
 * can be put off until then without anybody noticing. So, at the end of an operation, all sequences of the changes that are under way are tried on everything that
 * was possible; what remains is that which explains the answer. Where nothing remains, no order of the operations explains what clients were told.
 * <p>
 * A change without an answer never ends: it stays under way, and may have its effect at any later time, once. When its generation is seen, only those
 * possibilities remain in which it has had its effect, so that it cannot come a second time. Of two possibilities with the same generation, one that needed fewer of
 * such changes makes the other superfluous; so there are about as many as there are changes under way, and not as many as there are orders of them.
 */
final class CatalogRegister
{
    private final Set<Operation> changes = new LinkedHashSet<>();
    private final Set<Operation> reads = new LinkedHashSet<>();
    private Set<Possibility> possibilities = ImmutableSet.of(new Possibility(OptionalInt.empty(), ImmutableSet.of(), ImmutableSet.of()));

    void begin(Operation operation)
    {
        if (isEffective(operation)) {
            changes.add(operation);
        }
        else {
            reads.add(operation);
            possibilities = possibilities.stream().map(possibility -> possibility.read(reads)).collect(toImmutableSet());
        }
    }

    /**
     * @return whether anything that was possible explains the answer
     */
    boolean end(Operation operation)
    {
        Set<Possibility> explaining = reachable().stream()
                .filter(possibility -> possibility.includes(operation))
                .map(possibility -> possibility.without(operation))
                .collect(toImmutableSet());
        changes.remove(operation);
        reads.remove(operation);
        if (explaining.isEmpty()) {
            return false;
        }
        possibilities = withoutCovered(explaining);
        return true;
    }

    /**
     * What the catalog may be now, or become by the changes that are under way.
     */
    String describe()
    {
        return reachable().stream()
                .map(Possibility::generation)
                .distinct()
                .map(generation -> generation.isPresent() ? "generation " + generation.getAsInt() : "absent")
                .sorted()
                .collect(joining(", "));
    }

    /**
     * Changes that are under way, or never had an answer.
     */
    Set<Operation> underWay()
    {
        return ImmutableSet.copyOf(changes);
    }

    private Set<Possibility> reachable()
    {
        Set<Possibility> reached = new LinkedHashSet<>(possibilities);
        Deque<Possibility> pending = new ArrayDeque<>(possibilities);
        while (!pending.isEmpty()) {
            Possibility possibility = pending.remove();
            for (Operation change : changes) {
                possibility.with(change, reads)
                        .filter(next -> reached.stream().noneMatch(other -> other.covers(next)))
                        .ifPresent(next -> {
                            reached.add(next);
                            pending.add(next);
                        });
            }
        }
        return reached;
    }

    private static Set<Possibility> withoutCovered(Set<Possibility> possibilities)
    {
        List<Possibility> kept = new ArrayList<>();
        for (Possibility possibility : possibilities) {
            if (kept.stream().noneMatch(other -> other.covers(possibility))) {
                kept.removeIf(possibility::covers);
                kept.add(possibility);
            }
        }
        return ImmutableSet.copyOf(kept);
    }

    private static boolean isEffective(Operation operation)
    {
        return switch (operation.outcome()) {
            case CREATED, REPLACED, DELETED, PENDING, UNKNOWN -> true;
            default -> false;
        };
    }
}
