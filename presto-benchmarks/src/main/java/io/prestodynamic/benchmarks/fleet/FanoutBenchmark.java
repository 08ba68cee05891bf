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
package io.prestodynamic.benchmarks.fleet;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.benchmarks.command.Options;
import io.prestodynamic.benchmarks.report.MachineDescription;
import io.prestodynamic.benchmarks.report.MarkdownTable;
import io.prestodynamic.benchmarks.report.Measurements;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import static io.prestodynamic.benchmarks.report.Progress.progress;

/**
 * Benchmark of the push of one change to many workers, until all have acknowledged it, and of its cost for the coordinator.
 */
public final class FanoutBenchmark
{
    public static final Map<String, String> OPTIONS = ImmutableMap.of("workers", "10,100,500", "latency-millis", "20", "rounds", "30", "warmup", "30", "catalogs", "10");

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final List<Integer> workers;
    private final Duration latency;
    private final int rounds;
    private final int warmup;
    private final int catalogs;
    private final MarkdownTable times = new MarkdownTable("workers", "catalogs", "pushes", "not acknowledged", "the first, ms", "push to all acknowledgements, ms");
    private final MarkdownTable costs = new MarkdownTable(
            "workers", "threads idle", "threads at most", "live heap, KB", "for each worker, KB", "allocated for a push, KB", "for each worker, KB", "CPU for a push, ms");
    private int failures;

    private FanoutBenchmark(Options options)
    {
        workers = options.numbers("workers");
        latency = Duration.ofMillis(options.number("latency-millis"));
        rounds = options.number("rounds");
        warmup = options.number("warmup");
        catalogs = options.number("catalogs");
    }

    public static boolean run(Options options)
    {
        return new FanoutBenchmark(options).run();
    }

    private boolean run()
    {
        MachineDescription machine = MachineDescription.ofOneProcess("the coordinator's side and the workers' endpoints");
        for (int count : workers) {
            progress("Pushing to %s workers", count);
            measure(count);
        }
        System.out.println(machine);
        System.out.println();
        System.out.println(times);
        System.out.println(costs);
        return failures == 0;
    }

    private void measure(int count)
    {
        try (WorkerFleet fleet = new WorkerFleet(count, latency)) {
            Cost cost = push(fleet, count);
            costs.add(
                    count,
                    cost.idleThreads,
                    cost.peakThreads,
                    kilobytes(cost.heap),
                    kilobytes(cost.heap / count),
                    cost.work.allocatedKilobytes(),
                    kilobytes(cost.work.allocatedBytes() / count),
                    cost.work.cpuMillis());
        }
    }

    private Cost push(WorkerFleet fleet, int count)
    {
        try (PushingCoordinator coordinator = new PushingCoordinator(fleet, ImmutableMap.of())) {
            PushedCatalogs pushed = new PushedCatalogs(coordinator, catalogs);
            long heapBefore = LiveHeap.measure();
            int idle = ThreadUse.of(PushingCoordinator.THREADS).threads();
            int all = THREADS.getThreadCount();
            THREADS.resetPeakThreadCount();
            Measurements first = push(pushed, 1);
            push(pushed, warmup);
            ThreadUse before = ThreadUse.of(PushingCoordinator.THREADS);
            Measurements pushes = push(pushed, rounds);
            ThreadUse work = ThreadUse.of(PushingCoordinator.THREADS).since(before).dividedBy(rounds);
            int missed = count * (1 + warmup + rounds) - pushed.getAcknowledgements();
            failures += missed;
            times.add(count, catalogs, rounds, missed, first.milliseconds(), pushes.milliseconds());
            return new Cost(idle, idle + THREADS.getPeakThreadCount() - all, work, LiveHeap.measure() - heapBefore);
        }
    }

    private static Measurements push(PushedCatalogs pushed, int times)
    {
        Measurements measurements = new Measurements();
        for (int i = 0; i < times; i++) {
            measurements.add(pushed.replaceOne());
        }
        return measurements;
    }

    private static String kilobytes(long bytes)
    {
        return "%.1f".formatted(bytes / 1e3);
    }

    private record Cost(int idleThreads, int peakThreads, ThreadUse work, long heap) {}
}
