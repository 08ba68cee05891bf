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
import io.prestodynamic.chaos.history.FaultWindow;
import io.prestodynamic.chaos.history.History;
import io.prestodynamic.chaos.history.Operation;
import io.prestodynamic.chaos.history.Outcome;
import io.prestodynamic.chaos.plan.Action;
import org.assertj.core.api.AbstractListAssert;
import org.assertj.core.api.ObjectAssert;
import org.testng.annotations.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static io.prestodynamic.chaos.history.Outcome.ABSENT;
import static io.prestodynamic.chaos.history.Outcome.CREATED;
import static io.prestodynamic.chaos.history.Outcome.DELETED;
import static io.prestodynamic.chaos.history.Outcome.EXISTS;
import static io.prestodynamic.chaos.history.Outcome.FAILED;
import static io.prestodynamic.chaos.history.Outcome.MIXED;
import static io.prestodynamic.chaos.history.Outcome.PENDING;
import static io.prestodynamic.chaos.history.Outcome.REFUSED;
import static io.prestodynamic.chaos.history.Outcome.REPLACED;
import static io.prestodynamic.chaos.history.Outcome.SAW;
import static io.prestodynamic.chaos.history.Outcome.UNKNOWN;
import static io.prestodynamic.chaos.history.Outcome.UNREACHABLE;
import static io.prestodynamic.chaos.plan.Action.ADD;
import static io.prestodynamic.chaos.plan.Action.DELETE;
import static io.prestodynamic.chaos.plan.Action.GET;
import static io.prestodynamic.chaos.plan.Action.PUT;
import static io.prestodynamic.chaos.plan.Action.QUERY;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks of histories that are written by hand, with times in seconds.
 */
public class TestHistoryChecker
{
    private static final FaultWindow ALWAYS = new FaultWindow("everything", Duration.ZERO, Duration.ofSeconds(1000));
    private static final String NOTHING_EXPLAINS = "Nothing explains the last answer";

    @Test
    public void testOneAfterTheOther()
    {
        assertThatChecking(
                read(0, 1, ABSENT),
                add(2, 3, 1, CREATED),
                saw(4, 5, 1),
                add(6, 7, 2, EXISTS),
                saw(8, 9, 1),
                put(10, 11, 3, REPLACED),
                saw(12, 13, 3),
                delete(14, 15, DELETED),
                read(16, 17, ABSENT),
                delete(18, 19, ABSENT),
                put(20, 21, 4, CREATED),
                saw(22, 23, 4)).isEmpty();
    }

    @Test
    public void testEitherDuringChange()
    {
        assertThatChecking(add(0, 1, 1, CREATED), put(2, 9, 2, REPLACED), saw(3, 4, 1), saw(5, 6, 2), saw(10, 11, 2)).isEmpty();
        // a read shows which of two concurrent changes is the last
        assertThatChecking(add(0, 1, 1, CREATED), put(2, 9, 2, REPLACED), put(3, 8, 3, REPLACED), saw(10, 11, 2)).isEmpty();
        assertThatChecking(add(0, 1, 1, CREATED), put(2, 9, 2, REPLACED), put(3, 8, 3, REPLACED), saw(10, 11, 3)).isEmpty();
        assertThatChecking(add(0, 1, 1, CREATED), delete(2, 9, DELETED), add(3, 8, 2, CREATED), saw(4, 5, 1), saw(10, 11, 2)).isEmpty();
    }

    @Test
    public void testLostChange()
    {
        assertViolated(add(0, 1, 1, CREATED), read(2, 3, ABSENT));
        assertViolated(add(0, 1, 1, CREATED), put(2, 3, 2, REPLACED), saw(4, 5, 1));
        // also if nobody has seen it in between
        assertViolated(add(0, 1, 1, CREATED), put(2, 3, 2, REPLACED), add(4, 5, 3, UNREACHABLE), put(6, 7, 4, REFUSED), read(8, 9, FAILED), saw(10, 11, 1));
    }

    @Test
    public void testDeletedIsSeen()
    {
        assertViolated(add(0, 1, 1, CREATED), delete(2, 3, DELETED), saw(4, 5, 1));
        // another catalog with the name does not bring it back
        assertViolated(add(0, 1, 1, CREATED), delete(2, 3, DELETED), add(4, 5, 2, CREATED), saw(6, 7, 1));
    }

    @Test
    public void testReadsGoBack()
    {
        assertViolated(add(0, 1, 1, CREATED), put(2, 9, 2, REPLACED), saw(3, 4, 2), saw(5, 6, 1));
        assertViolated(add(0, 1, 1, CREATED), put(2, 20, 2, REPLACED), put(3, 21, 3, REPLACED), saw(4, 5, 2), saw(6, 7, 3), saw(8, 9, 2));
    }

    @Test
    public void testReadFromTheFuture()
    {
        assertViolated(add(0, 1, 1, CREATED), saw(2, 3, 2), put(4, 5, 2, REPLACED));
        assertViolated(saw(0, 1, 7));
    }

    @Test
    public void testRefusedChange()
    {
        assertThatChecking(add(0, 1, 1, CREATED), put(2, 3, 2, REFUSED), delete(4, 5, REFUSED), put(6, 7, 3, UNREACHABLE), saw(8, 9, 1)).isEmpty();
        assertViolated(add(0, 1, 1, CREATED), put(2, 3, 2, REFUSED), saw(4, 5, 2));
        assertViolated(add(0, 1, 1, CREATED), add(2, 3, 2, EXISTS), saw(4, 5, 2));
        assertViolated(add(0, 1, 1, CREATED), delete(2, 3, REFUSED), read(4, 5, ABSENT));
        assertViolated(add(0, 1, 1, CREATED), put(2, 3, 2, UNREACHABLE), saw(4, 5, 2));
    }

    @Test
    public void testWronglyRefused()
    {
        assertViolated(add(0, 1, 1, EXISTS));
        assertViolated(add(0, 1, 1, CREATED), delete(2, 3, ABSENT));
    }

    @Test
    public void testWrongKindOfSuccess()
    {
        assertViolated(add(0, 1, 1, CREATED), add(2, 3, 2, CREATED));
        assertViolated(put(0, 1, 1, REPLACED));
        assertViolated(delete(0, 1, DELETED));
        // one of two concurrent deletes finds nothing
        assertThatChecking(add(0, 1, 1, CREATED), delete(2, 5, DELETED), delete(3, 4, ABSENT)).isEmpty();
        assertViolated(add(0, 1, 1, CREATED), delete(2, 5, DELETED), delete(3, 4, DELETED));
    }

    @Test
    public void testUnknownChange()
    {
        // it took effect, it did not, it took effect late
        assertThatChecking(add(0, 1, 1, CREATED), put(2, 3, 2, UNKNOWN), saw(4, 5, 2)).isEmpty();
        assertThatChecking(add(0, 1, 1, CREATED), put(2, 3, 2, UNKNOWN), saw(4, 5, 1)).isEmpty();
        assertThatChecking(add(0, 1, 1, CREATED), put(2, 3, 2, UNKNOWN), saw(4, 5, 1), put(6, 7, 3, REPLACED), saw(8, 9, 3), saw(10, 11, 2)).isEmpty();
        assertThatChecking(add(0, 1, 1, CREATED), delete(2, 3, UNKNOWN), saw(4, 5, 1), read(6, 7, ABSENT), add(8, 9, 2, CREATED)).isEmpty();
        assertThatChecking(add(0, 1, 1, UNKNOWN), add(2, 3, 2, EXISTS), saw(4, 5, 1)).isEmpty();
    }

    @Test
    public void testUnknownChangeComesOnce()
    {
        assertViolated(add(0, 1, 1, CREATED), put(2, 3, 2, UNKNOWN), saw(4, 5, 2), put(6, 7, 3, REPLACED), saw(8, 9, 3), saw(10, 11, 2));
        assertViolated(add(0, 1, 1, CREATED), delete(2, 3, UNKNOWN), read(4, 5, ABSENT), add(6, 7, 2, CREATED), saw(8, 9, 2), read(10, 11, ABSENT));
        // an addition that found a catalog was refused, even if nobody was told
        assertViolated(add(0, 1, 1, CREATED), add(2, 3, 2, UNKNOWN), saw(4, 5, 2));
    }

    @Test
    public void testManyUnknownChanges()
    {
        Stream<Operation> unknown = IntStream.range(0, 60).mapToObj(i -> i % 3 == 0 ? delete(2 + i, 200, UNKNOWN) : put(2 + i, 200, 100 + i, UNKNOWN));
        List<Operation> operations = Stream.concat(unknown, Stream.of(add(0, 1, 1, CREATED), put(300, 301, 2, REPLACED), saw(302, 303, 104), saw(304, 305, 101))).toList();
        assertThatChecking(operations.toArray(Operation[]::new)).isEmpty();
        assertViolated(Stream.concat(operations.stream(), Stream.of(saw(306, 307, 104))).toArray(Operation[]::new));
    }

    @Test
    public void testAcceptedChange()
    {
        // until the cluster has settled, at 100
        assertThatChecking(add(0, 1, 1, CREATED), put(2, 3, 2, PENDING), saw(4, 5, 1), saw(99, 101, 1), saw(102, 103, 2)).isEmpty();
        assertThatChecking(add(0, 1, 1, CREATED), put(2, 3, 2, PENDING), put(4, 5, 3, REPLACED), saw(102, 103, 3)).isEmpty();
        assertViolated(add(0, 1, 1, CREATED), put(2, 3, 2, PENDING), saw(102, 103, 1));
        // a read of a catalog that no node can run shows nothing
        assertThatChecking(add(0, 1, 1, CREATED), read(2, 3, PENDING), saw(4, 5, 1)).isEmpty();
    }

    @Test
    public void testCatalogsAreApart()
    {
        Operation other = new Operation("client", QUERY, "other", OptionalInt.empty(), seconds(2), seconds(3), ABSENT, OptionalInt.empty(), Optional.empty(), "");
        assertThatChecking(add(0, 1, 1, CREATED), other, saw(4, 5, 1)).isEmpty();
    }

    @Test
    public void testEvidence()
    {
        Operation added = add(0, 1, 1, CREATED);
        Operation lost = put(2, 3, 2, UNKNOWN);
        Operation wrong = saw(8, 9, 3);
        List<Violation> violations = check(ImmutableList.of(ALWAYS), added, lost, saw(4, 5, 1), put(6, 7, 3, REFUSED), wrong, saw(10, 11, 3));
        assertThat(violations).hasSize(1);
        assertThat(violations.get(0).evidence()).contains(added, lost).last().isEqualTo(wrong);
        assertThat(violations.get(0).description()).contains("generation 1, generation 2");
    }

    @Test
    public void testMixedRows()
    {
        assertThatChecking(add(0, 1, 1, CREATED), read(2, 3, MIXED)).singleElement().extracting(Violation::description).asString().contains("not of one generation");
    }

    @Test
    public void testVersions()
    {
        assertThatChecking(versioned(add(0, 1, 1, CREATED), "a"), versioned(saw(2, 3, 1), "a"), versioned(put(4, 5, 2, REPLACED), "b"), versioned(saw(6, 7, 2), "b")).isEmpty();
        assertThatChecking(versioned(add(0, 1, 1, CREATED), "a"), versioned(saw(2, 3, 1), "b"))
                .singleElement().extracting(Violation::description).asString().contains("several versions");
    }

    @Test
    public void testFailuresNeedFaults()
    {
        FaultWindow fault = new FaultWindow("KILL_WORKER", seconds(10), seconds(20));
        for (Outcome outcome : ImmutableList.of(FAILED, UNKNOWN, UNREACHABLE)) {
            // before, during, at its end, within the grace
            assertThat(check(ImmutableList.of(fault), read(12, 13, outcome), read(5, 11, outcome), read(19, 25, outcome), read(21, 30, outcome))).isEmpty();
            assertThat(check(ImmutableList.of(fault), read(5, 9, outcome))).hasSize(1);
            assertThat(check(ImmutableList.of(fault), read(23, 24, outcome))).singleElement().extracting(Violation::description).isEqualTo("Without a fault");
            assertThat(check(ImmutableList.of(), read(5, 9, outcome))).hasSize(1);
        }
        assertThat(check(ImmutableList.of(), put(0, 1, 1, REFUSED))).isEmpty();
    }

    private static void assertViolated(Operation... operations)
    {
        assertThatChecking(operations).singleElement().extracting(Violation::description).asString().startsWith(NOTHING_EXPLAINS);
    }

    private static AbstractListAssert<?, List<? extends Violation>, Violation, ObjectAssert<Violation>> assertThatChecking(Operation... operations)
    {
        return assertThat(check(ImmutableList.of(ALWAYS), operations));
    }

    private static List<Violation> check(List<FaultWindow> faults, Operation... operations)
    {
        return new HistoryChecker(seconds(2)).check(new History(ImmutableList.copyOf(operations), faults, seconds(100)));
    }

    private static Operation add(int begun, int ended, int generation, Outcome outcome)
    {
        return operation(ADD, begun, ended, OptionalInt.of(generation), outcome, OptionalInt.empty());
    }

    private static Operation put(int begun, int ended, int generation, Outcome outcome)
    {
        return operation(PUT, begun, ended, OptionalInt.of(generation), outcome, OptionalInt.empty());
    }

    private static Operation delete(int begun, int ended, Outcome outcome)
    {
        return operation(DELETE, begun, ended, OptionalInt.empty(), outcome, OptionalInt.empty());
    }

    private static Operation read(int begun, int ended, Outcome outcome)
    {
        return operation(GET, begun, ended, OptionalInt.empty(), outcome, OptionalInt.empty());
    }

    private static Operation saw(int begun, int ended, int generation)
    {
        return operation(QUERY, begun, ended, OptionalInt.empty(), SAW, OptionalInt.of(generation));
    }

    private static Operation versioned(Operation operation, String version)
    {
        return new Operation(
                operation.client(),
                operation.action(),
                operation.catalog(),
                operation.generation(),
                operation.begun(),
                operation.ended(),
                operation.outcome(),
                operation.seen(),
                Optional.of(version),
                operation.detail());
    }

    private static Operation operation(Action action, int begun, int ended, OptionalInt generation, Outcome outcome, OptionalInt seen)
    {
        return new Operation("client", action, "c", generation, seconds(begun), seconds(ended), outcome, seen, Optional.empty(), "");
    }

    private static Duration seconds(int seconds)
    {
        return Duration.ofSeconds(seconds);
    }
}
