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
 * All possible states of one catalog at a moment, given the answers so far. Operations start and end here in the order in which they did.
 *
 * <p>An operation takes effect at one instant between its start and its end. It is sufficient to look for that instant when some operation ends, because the
 * effect can be delayed until then without an observable difference. At the end of an operation, all sequences of the unfinished changes are therefore applied to
 * all possible states. Those that explain the answer are kept. If none is left, no order of the operations explains the answers.
 *
 * <p>A change without an answer never ends: it stays unfinished, and may take effect once at any later time. When its generation is seen, only those possibilities
 * are kept in which it has taken effect, so that it cannot take effect a second time. Of two possibilities with the same generation, one that needed fewer of
 * such changes makes the other redundant. There are therefore about as many as there are unfinished changes, and not as many as there are orders of them.
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
     * Ends an operation.
     *
     * @return whether any possibility explains the answer
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
     * Returns the possible states of the catalog, and those that unfinished changes can lead to, for people.
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
     * Returns changes that are unfinished, or never had an answer.
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
