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
package io.prestodynamic.crash;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

import static io.prestodynamic.benchmarks.report.Progress.progress;
import static java.util.Objects.requireNonNull;

/**
 * Sequence of changes, idle times, copies and kills of one store.
 */
final class CrashLane
        implements Callable<Void>
{
    private static final Duration OPEN_TIMEOUT = Duration.ofMinutes(5);
    private static final int NAMES = 4;
    private static final int MAX_MILLIS_UNDER_LOAD = 700;
    private static final int COPY_EVERY = 3;
    private static final int RESTORE_EVERY = 8;

    private final Engine engine;
    private final Path directory;
    private final Path copy;
    private final Duration maxIdle;
    private final Random random;
    private final CrashTally tally;
    private final BooleanSupplier next;
    private Register register;
    private boolean onlyPrepares;
    private Optional<Acknowledged> copied = Optional.empty();

    /**
     * @param next returns whether there is another kill
     */
    CrashLane(Engine engine, Path directory, Duration maxIdle, long seed, CrashTally tally, BooleanSupplier next)
    {
        this.engine = requireNonNull(engine, "engine is null");
        this.directory = requireNonNull(directory, "directory is null");
        this.copy = directory.resolveSibling(directory.getFileName() + "-copy");
        this.maxIdle = requireNonNull(maxIdle, "maxIdle is null");
        this.random = new Random(seed);
        this.tally = requireNonNull(tally, "tally is null");
        this.next = requireNonNull(next, "next is null");
        this.register = new Register(tally);
    }

    @Override
    public Void call()
            throws Exception
    {
        Victim victim = engine.create(directory);
        try {
            while (next.getAsBoolean()) {
                if (!life(victim)) {
                    victim.close();
                    victim = engine.create(directory);
                    register = new Register(tally);
                    copied = Optional.empty();
                }
            }
            verify(victim, register.acknowledged()).ifPresent(register::set);
        }
        finally {
            victim.close();
            EmbeddedVictim.deleteTree(copy);
        }
        return null;
    }

    /**
     * Opens the store, changes it, and kills it.
     *
     * @return whether it could be opened
     */
    private boolean life(Victim victim)
            throws Exception
    {
        try (ChangedStore store = victim.open()) {
            Optional<Map<String, String>> found = compare(store, register.acknowledged());
            if (found.isEmpty()) {
                return false;
            }
            register.set(found.get());
            boolean idle = !maxIdle.isZero() && random.nextBoolean();
            onlyPrepares = false;
            if (idle) {
                change(store, 1 + random.nextInt(3));
                idle();
            }
            // no commit makes the numbers durable while nothing is stored
            onlyPrepares = random.nextInt(4) == 0;
            boolean underLoad = !idle || random.nextBoolean();
            boolean copies = random.nextInt(COPY_EVERY) == 0;
            long[] pauses = {random.nextInt(MAX_MILLIS_UNDER_LOAD), random.nextInt(MAX_MILLIS_UNDER_LOAD)};
            if (!underLoad) {
                // a few changes after a long idle time, and then the kill
                change(store, 1 + random.nextInt(3));
            }
            CompletableFuture<Void> disturbance = CompletableFuture.runAsync(() -> disturb(victim, copies, pauses), task -> new Thread(task, "disturbance").start());
            if (underLoad) {
                changeUntilLost(store, disturbance);
            }
            disturbance.get();
            tally.killed();
        }
        if (copied.isPresent() && random.nextInt(RESTORE_EVERY) == 0) {
            // as after the loss of a disk: versions that the copy does not have must not be used again
            ((EmbeddedVictim) victim).restore(copy);
            tally.restored();
            Optional<Map<String, String>> found = verify(victim, copied.get());
            copied = Optional.empty();
            found.ifPresent(register::set);
            return found.isPresent();
        }
        return true;
    }

    private void disturb(Victim victim, boolean copies, long[] pauses)
    {
        pause(pauses[0]);
        if (copies && victim instanceof EmbeddedVictim embedded) {
            Acknowledged acknowledged = embedded.copy(copy, register::acknowledged);
            copied = verify(new EmbeddedVictim(copy), acknowledged).map(found -> acknowledged);
            tally.copied();
            pause(pauses[1]);
        }
        victim.kill();
    }

    private void changeUntilLost(ChangedStore store, CompletableFuture<Void> disturbance)
    {
        try {
            while (!disturbance.isDone()) {
                change(store, 1);
            }
        }
        catch (StoreLostException e) {
            // killed
        }
    }

    private void change(ChangedStore store, int times)
    {
        for (int i = 0; i < times; i++) {
            String name = "catalog" + random.nextInt(NAMES);
            Optional<String> before = register.version(name);
            if (before.isPresent() && !onlyPrepares && random.nextInt(3) == 0) {
                register.begin(new Change(name, before, Optional.empty()));
                store.remove(name, before.get());
                register.acknowledge();
                continue;
            }
            // few values, so that version strings differ only in the number
            String version = store.prepare(name, "value" + random.nextInt(2));
            register.given(version);
            if (onlyPrepares || random.nextInt(8) == 0) {
                // as if the connector cannot be created
                continue;
            }
            register.begin(new Change(name, before, Optional.of(version)));
            if (before.isPresent()) {
                store.replace(before.get(), version);
            }
            else {
                store.add(version);
            }
            register.acknowledge();
        }
    }

    private void idle()
    {
        long millis = (long) (random.nextDouble() * maxIdle.toMillis());
        pause(millis);
        tally.idled(millis);
    }

    private Optional<Map<String, String>> verify(Victim victim, Acknowledged acknowledged)
    {
        try (ChangedStore store = victim.open()) {
            return compare(store, acknowledged);
        }
        finally {
            victim.kill();
        }
    }

    private Optional<Map<String, String>> compare(ChangedStore store, Acknowledged acknowledged)
    {
        long start = System.nanoTime();
        while (true) {
            try {
                Map<String, String> found = store.list();
                acknowledged.compare(found, tally);
                return Optional.of(found);
            }
            catch (StoreLostException e) {
                // a store is slow on a busy machine
                pause(100);
                if (System.nanoTime() - start > OPEN_TIMEOUT.toNanos()) {
                    tally.broken(Promise.UNREADABLE, e.getMessage());
                    progress("%s is started anew", directory.getFileName());
                    return Optional.empty();
                }
            }
        }
    }

    private static void pause(long millis)
    {
        try {
            Thread.sleep(millis);
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Stopped before the end", e);
        }
    }
}
