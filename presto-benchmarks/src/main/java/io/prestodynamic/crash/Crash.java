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

import com.google.common.collect.ImmutableMap;
import com.google.common.util.concurrent.Futures;
import io.prestodynamic.benchmarks.command.Options;
import io.prestodynamic.benchmarks.report.MachineDescription;
import io.prestodynamic.benchmarks.report.MarkdownTable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static com.google.common.util.concurrent.MoreExecutors.shutdownAndAwaitTermination;
import static io.prestodynamic.benchmarks.report.Progress.progress;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MINUTES;

/**
 * Test of whether stores keep what they have acknowledged when the process with the data is killed at random, from a seed.
 */
public final class Crash
{
    public static final Map<String, String> OPTIONS = ImmutableMap.<String, String>builder()
            .put("store", "embedded")
            .put("kills", "500")
            .put("lanes", "8")
            .put("max-idle", "90s")
            .put("seed", "1")
            .build();

    // silences messages of a store while its database is killed; the logging framework holds loggers weakly
    private static final Logger ROOT = Logger.getLogger("");

    private Crash() {}

    public static boolean run(Options options)
    {
        int lanes = options.number("lanes");
        MachineDescription machine = MachineDescription.ofProgram("%s stores".formatted(lanes));
        List<Engine> engines = options.choices("store", Engine.class);
        boolean passed = true;
        MarkdownTable table = new MarkdownTable("store", "kills", "minutes idle", "copies", "restored copies", "acknowledged changes",
                "lost", "resurrected", "undone", "unreadable", "version strings twice", "numbers twice", "numbers of versions never stored twice");
        for (Engine engine : engines) {
            progress("%s: %s kills on %s stores", engine, options.number("kills"), lanes);
            CrashTally tally = run(engine, options.number("kills"), lanes, options.duration("max-idle"), options.number("seed"));
            table.add(engine, tally.kills(), tally.idleMinutes(), tally.copies(), tally.restores(), tally.changes(),
                    tally.broken(Promise.LOST), tally.broken(Promise.RESURRECTED), tally.broken(Promise.UNDONE), tally.broken(Promise.UNREADABLE),
                    tally.broken(Promise.REPEATED_VERSION), tally.broken(Promise.REPEATED_NUMBER), tally.broken(Promise.REPEATED_PREPARED));
            passed &= tally.isKept(engine);
        }
        System.out.println(machine + "\n");
        System.out.println(table);
        return passed;
    }

    static CrashTally run(Engine engine, int kills, int lanes, Duration maxIdle, long seed)
    {
        CrashTally tally = new CrashTally();
        AtomicInteger remaining = new AtomicInteger(kills);
        Level level = ROOT.getLevel();
        ROOT.setLevel(Level.OFF);
        ExecutorService executor = Executors.newFixedThreadPool(lanes);
        Path directory = createDirectory();
        try {
            List<Future<Void>> results = new ArrayList<>();
            for (int lane = 0; lane < lanes; lane++) {
                results.add(executor.submit(new CrashLane(
                        engine, directory.resolve("lane" + lane), maxIdle, seed * 1000 + lane, tally, () -> remaining.getAndDecrement() > 0)));
            }
            results.forEach(Futures::getUnchecked);
            return tally;
        }
        finally {
            // each lane stops its own processes
            shutdownAndAwaitTermination(executor, 2, MINUTES);
            ROOT.setLevel(level);
            delete(directory);
        }
    }

    private static Path createDirectory()
    {
        try {
            return Files.createTempDirectory("crash");
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory)
    {
        try {
            deleteRecursively(requireNonNull(directory, "directory is null"), ALLOW_INSECURE);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
