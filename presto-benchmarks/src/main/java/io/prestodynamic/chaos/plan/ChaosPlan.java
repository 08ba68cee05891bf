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
package io.prestodynamic.chaos.plan;

import com.google.common.collect.ImmutableList;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.prestodynamic.chaos.plan.Action.ADD;
import static io.prestodynamic.chaos.plan.Action.DELETE;
import static io.prestodynamic.chaos.plan.Action.GET;
import static io.prestodynamic.chaos.plan.Action.PUT;
import static io.prestodynamic.chaos.plan.Action.QUERY;
import static io.prestodynamic.chaos.plan.Action.SCAN;
import static io.prestodynamic.chaos.plan.Fault.FREEZE_COORDINATOR;
import static io.prestodynamic.chaos.plan.Fault.FREEZE_WORKER;
import static io.prestodynamic.chaos.plan.Fault.KILL_COORDINATOR;
import static io.prestodynamic.chaos.plan.Fault.KILL_WORKER;
import static io.prestodynamic.chaos.plan.Fault.REPLACE_WORKER;
import static io.prestodynamic.chaos.plan.Fault.STOP_COORDINATOR;
import static io.prestodynamic.chaos.plan.Fault.STOP_WORKER;
import static java.util.stream.Collectors.joining;

/**
 * All actions of clients and all faults of a run, planned from a seed before the run starts. The same seed, duration and numbers give the same plan. The
 * interleaving of the operations of different clients depends on how fast the cluster answers.
 */
public final class ChaosPlan
{
    // one of each in every minute, and others in between
    private static final List<Fault> FREQUENT = ImmutableList.of(KILL_WORKER, FREEZE_WORKER, KILL_COORDINATOR);
    private static final List<Fault> OTHER = ImmutableList.of(STOP_WORKER, FREEZE_COORDINATOR, REPLACE_WORKER, STOP_COORDINATOR);
    private static final List<Action> ACTIONS = ImmutableList.of(ADD, ADD, PUT, PUT, PUT, DELETE, DELETE, GET, GET, GET, QUERY, QUERY, QUERY, QUERY, SCAN);
    private static final Duration CALM_START = Duration.ofSeconds(2);
    private static final int MIN_PAUSE_MILLIS = 20;
    private static final int MAX_PAUSE_MILLIS = 400;
    private static final int STEPS_TO_SHOW = 50;
    private static final int GENERATIONS_OF_A_CLIENT = 1_000_000;

    private final int seed;
    private final Duration duration;
    private final int workers;
    private final List<String> catalogs;
    private final List<PlannedFault> faults;
    private final List<Long> clientSeeds;

    /**
     * @param duration time in which faults occur
     * @param catalogs number of names that the clients share
     */
    public ChaosPlan(int seed, Duration duration, int workers, int clients, int catalogs)
    {
        checkArgument(workers > 0 && clients > 0 && catalogs > 0, "There must be workers, clients and catalogs");
        this.seed = seed;
        this.duration = duration;
        this.workers = workers;
        this.catalogs = IntStream.rangeClosed(1, catalogs).mapToObj(i -> "c" + i).collect(toImmutableList());
        Random random = new Random(seed);
        this.faults = planFaults(new Random(random.nextLong()));
        this.clientSeeds = IntStream.range(0, clients).mapToObj(client -> random.nextLong()).collect(toImmutableList());
    }

    public int seed()
    {
        return seed;
    }

    public Duration duration()
    {
        return duration;
    }

    public int clients()
    {
        return clientSeeds.size();
    }

    public List<String> catalogs()
    {
        return catalogs;
    }

    public int workers()
    {
        return workers;
    }

    public List<PlannedFault> faults()
    {
        return faults;
    }

    /**
     * Returns the steps of a client, which are unlimited.
     */
    public Stream<Step> steps(int client)
    {
        Random random = new Random(clientSeeds.get(client));
        return IntStream.iterate((client + 1) * GENERATIONS_OF_A_CLIENT, generation -> generation + 1).mapToObj(generation -> step(random, generation));
    }

    private List<PlannedFault> planFaults(Random random)
    {
        ImmutableList.Builder<PlannedFault> planned = ImmutableList.builder();
        Duration slot = CALM_START;
        for (int round = 0; slot.compareTo(duration) < 0; round++) {
            List<Fault> deck = new ArrayList<>(round % 2 == 0 ? FREQUENT : OTHER);
            Collections.shuffle(deck, random);
            for (Fault fault : deck) {
                Duration at = slot.plusMillis(random.nextInt(2000));
                int worker = random.nextInt(workers);
                Duration length = Duration.ofMillis(fault.isFreeze() ? 3000 + random.nextInt(6000) : random.nextInt(3000));
                if (at.compareTo(duration) < 0) {
                    planned.add(new PlannedFault(at, fault, worker, length));
                }
                slot = slot.plus(fault.slot());
            }
        }
        return planned.build();
    }

    public String describeFaults()
    {
        return faults.stream().map(PlannedFault::toString).collect(joining("\n"));
    }

    private Step step(Random random, int generation)
    {
        Action action = ACTIONS.get(random.nextInt(ACTIONS.size()));
        return new Step(
                Duration.ofMillis(MIN_PAUSE_MILLIS + random.nextInt(MAX_PAUSE_MILLIS - MIN_PAUSE_MILLIS)),
                action,
                catalogs.get(random.nextInt(catalogs.size())),
                action == ADD || action == PUT ? OptionalInt.of(generation) : OptionalInt.empty());
    }

    @Override
    public String toString()
    {
        return "Seed %s, faults for %s s, %s clients on %s catalogs, %s workers\n%s\n%s\n".formatted(
                seed,
                duration.toSeconds(),
                clients(),
                catalogs.size(),
                workers,
                describeFaults(),
                IntStream.range(0, clients())
                        .mapToObj(client -> "Client %s begins with\n%s".formatted(client + 1, steps(client).limit(STEPS_TO_SHOW).map(step -> "  " + step).collect(joining("\n"))))
                        .collect(joining("\n")));
    }
}
