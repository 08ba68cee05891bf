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

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import com.google.common.collect.Ordering;
import io.prestodynamic.chaos.history.History;
import io.prestodynamic.chaos.history.Operation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.prestodynamic.chaos.history.Outcome.MIXED;
import static io.prestodynamic.chaos.history.Outcome.PENDING;
import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;

/**
 * Checker of whether the answers to clients can come from a cluster that keeps its promises:
 * <ul>
 * <li>Each catalog is a single register. Every answered change, and every answer with a state, has an instant between its start and its end, so that in the
 * order of these instants each finds the state that the one before has left. An acknowledged change is seen by everything that starts later, deleted and
 * replaced states are not seen again, and refused changes have no effect. A change without an answer has taken effect, may take effect later, or never does. A
 * change that was accepted with 202 takes effect before the cluster has settled, unless another change prevents it.</li>
 * <li>A generation keeps its version.</li>
 * <li>All rows of a query are of one generation.</li>
 * <li>Unless a fault is the reason, every request is answered and no query fails.</li>
 * </ul>
 * The check of the register, as described in {@link CatalogRegister}, is exact: it reports every history without such an order, and no other. After its first
 * violation a catalog is not checked further.
 */
public final class HistoryChecker
{
    private static final int EVIDENCE = 15;

    private final Duration grace;

    /**
     * @param grace time after the end of a fault in which failures are excused
     */
    public HistoryChecker(Duration grace)
    {
        this.grace = requireNonNull(grace, "grace is null");
    }

    public List<Violation> check(History history)
    {
        return Stream.of(
                history.operations().stream().map(Operation::catalog).distinct().sorted().flatMap(catalog -> checkCatalog(history.on(catalog), history.settled())),
                history.operations().stream()
                        .filter(operation -> operation.outcome() == MIXED)
                        .map(operation -> new Violation("A query saw rows that are not of one generation", ImmutableList.of(operation))),
                history.operations().stream()
                        .filter(operation -> operation.outcome().needsExcuse() && history.faults().stream().noneMatch(fault -> fault.excuses(operation, grace)))
                        .map(operation -> new Violation("Without a fault", ImmutableList.of(operation))))
                .flatMap(violations -> violations)
                .collect(toImmutableList());
    }

    private static Stream<Violation> checkCatalog(List<Operation> operations, Duration settled)
    {
        return Stream.concat(checkRegister(operations, settled).stream(), checkVersions(operations));
    }

    private static Stream<Violation> checkVersions(List<Operation> operations)
    {
        return operations.stream()
                .filter(operation -> operation.version().isPresent())
                .collect(groupingBy(operation -> operation.answered().getAsInt()))
                .values().stream()
                .filter(answers -> answers.stream().map(Operation::version).distinct().count() > 1)
                .map(answers -> new Violation("One generation has several versions", answers));
    }

    private static Optional<Violation> checkRegister(List<Operation> operations, Duration settled)
    {
        CatalogRegister register = new CatalogRegister();
        List<Operation> ended = new ArrayList<>();
        for (Event event : events(operations, settled)) {
            if (!event.end) {
                register.begin(event.operation);
                continue;
            }
            String possible = register.describe();
            ended.add(event.operation);
            if (!register.end(event.operation)) {
                return Optional.of(new Violation(
                        "Nothing explains the last answer of these; the catalog could be: " + possible,
                        evidence(register, ended)));
            }
        }
        return Optional.empty();
    }

    /**
     * Returns the events in their order. At the same instant, starts come before ends, because such operations may have taken effect in either order.
     */
    private static List<Event> events(List<Operation> operations, Duration settled)
    {
        ImmutableList.Builder<Event> events = ImmutableList.builder();
        for (Operation operation : operations) {
            boolean open = operation.outcome().isOpen() && operation.action().isChange();
            if (open || operation.outcome().isDefinite()) {
                events.add(new Event(operation.begun(), false, operation));
            }
            if (open && isDue(operation, operations)) {
                events.add(new Event(Ordering.natural().max(operation.ended(), settled), true, operation));
            }
            if (operation.outcome().isDefinite()) {
                events.add(new Event(operation.ended(), true, operation));
            }
        }
        return events.build().stream().sorted(comparing(Event::time).thenComparing(Event::end)).collect(toImmutableList());
    }

    /**
     * Returns whether an accepted change cannot have been prevented by another one.
     */
    private static boolean isDue(Operation accepted, List<Operation> operations)
    {
        return accepted.outcome() == PENDING && operations.stream()
                .filter(operation -> operation.action().isChange() && operation != accepted)
                .allMatch(operation -> !operation.outcome().isOpen() && operation.ended().compareTo(accepted.begun()) < 0);
    }

    private static List<Operation> evidence(CatalogRegister register, List<Operation> ended)
    {
        ImmutableList.Builder<Operation> evidence = ImmutableList.builder();
        Stream.concat(register.underWay().stream(), ended.subList(Math.max(0, ended.size() - EVIDENCE), ended.size() - 1).stream())
                .sorted(comparing(Operation::begun))
                .forEach(evidence::add);
        return evidence.add(Iterables.getLast(ended)).build();
    }

    private record Event(Duration time, boolean end, Operation operation) {}
}
