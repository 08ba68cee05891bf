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
package io.prestodynamic.benchmarks;

import com.google.common.base.Throwables;
import io.prestodynamic.benchmarks.boot.BootBenchmark;
import io.prestodynamic.benchmarks.boot.ReturnBenchmark;
import io.prestodynamic.benchmarks.boot.StartBenchmark;
import io.prestodynamic.benchmarks.change.AuditBenchmark;
import io.prestodynamic.benchmarks.change.ImportBenchmark;
import io.prestodynamic.benchmarks.change.ListBenchmark;
import io.prestodynamic.benchmarks.change.RestartBenchmark;
import io.prestodynamic.benchmarks.change.RoundsBenchmark;
import io.prestodynamic.benchmarks.change.SealBenchmark;
import io.prestodynamic.benchmarks.command.Options;
import io.prestodynamic.benchmarks.command.UsageException;
import io.prestodynamic.benchmarks.discovery.DiscoveryBenchmark;
import io.prestodynamic.benchmarks.discovery.MoveBenchmark;
import io.prestodynamic.benchmarks.discovery.YarnBenchmark;
import io.prestodynamic.benchmarks.faults.FaultsBenchmark;
import io.prestodynamic.benchmarks.fleet.FanoutBenchmark;
import io.prestodynamic.benchmarks.fleet.IdleBenchmark;
import io.prestodynamic.benchmarks.metrics.ScrapeBenchmark;
import io.prestodynamic.benchmarks.replace.ReplaceBenchmark;
import io.prestodynamic.benchmarks.soak.SoakBenchmark;
import io.prestodynamic.benchmarks.versus.VersusBenchmark;
import io.prestodynamic.chaos.Chaos;
import io.prestodynamic.crash.Crash;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import static com.google.common.util.concurrent.Uninterruptibles.joinUninterruptibly;
import static io.prestodynamic.benchmarks.report.Progress.progress;

/**
 * Main class of the benchmarks. Prints results as Markdown to standard output, and progress to standard error. Exits with status 0, with 1 if anything failed,
 * or with 2 if the command line is wrong.
 */
public final class Benchmark
{
    private static final int PASSED = 0;
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private Benchmark() {}

    public static void main(String[] args)
            throws InterruptedException
    {
        AtomicInteger status = new AtomicInteger(FAILED);
        Thread benchmark = new Thread(() -> status.set(run(List.of(args))), "benchmark");
        // the benchmark stops its servers and removes their files when it is interrupted
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            benchmark.interrupt();
            joinUninterruptibly(benchmark);
        }, "benchmark-shutdown"));
        benchmark.start();
        benchmark.join();
        System.exit(status.get());
    }

    private static int run(List<String> arguments)
    {
        String name = arguments.isEmpty() ? "" : arguments.get(0);
        List<String> rest = arguments.subList(Math.min(1, arguments.size()), arguments.size());
        try {
            boolean passed = switch (name) {
                case "rounds" -> RoundsBenchmark.run(Options.parse(RoundsBenchmark.OPTIONS, rest));
                case "seal" -> SealBenchmark.run(Options.parse(SealBenchmark.OPTIONS, rest));
                case "audit" -> AuditBenchmark.run(Options.parse(AuditBenchmark.OPTIONS, rest));
                case "restart" -> RestartBenchmark.run(Options.parse(RestartBenchmark.OPTIONS, rest));
                case "return" -> ReturnBenchmark.run(Options.parse(ReturnBenchmark.OPTIONS, rest));
                case "move" -> MoveBenchmark.run(Options.parse(MoveBenchmark.OPTIONS, rest));
                case "yarn" -> YarnBenchmark.run(Options.parse(YarnBenchmark.OPTIONS, rest));
                case "discovery" -> DiscoveryBenchmark.run(Options.parse(DiscoveryBenchmark.OPTIONS, rest));
                case "versus" -> VersusBenchmark.run(Options.parse(VersusBenchmark.OPTIONS, rest));
                case "list" -> ListBenchmark.run(Options.parse(ListBenchmark.OPTIONS, rest));
                case "start" -> StartBenchmark.run(Options.parse(StartBenchmark.OPTIONS, rest));
                case "boot" -> BootBenchmark.run(Options.parse(BootBenchmark.OPTIONS, rest));
                case "import" -> ImportBenchmark.run(Options.parse(ImportBenchmark.OPTIONS, rest));
                case "replace" -> ReplaceBenchmark.run(Options.parse(ReplaceBenchmark.OPTIONS, rest));
                case "fanout" -> FanoutBenchmark.run(Options.parse(FanoutBenchmark.OPTIONS, rest));
                case "idle" -> IdleBenchmark.run(Options.parse(IdleBenchmark.OPTIONS, rest));
                case "scrape" -> ScrapeBenchmark.run(Options.parse(ScrapeBenchmark.OPTIONS, rest));
                case "soak" -> SoakBenchmark.run(Options.parse(SoakBenchmark.OPTIONS, rest));
                case "faults" -> FaultsBenchmark.run(Options.parse(FaultsBenchmark.OPTIONS, rest));
                case "chaos" -> Chaos.run(Options.parse(Chaos.OPTIONS, rest));
                case "crash" -> Crash.run(Options.parse(Crash.OPTIONS, rest));
                default -> throw new UsageException(
                        "There is no benchmark '%s'; there are rounds, seal, audit, restart, return, move, yarn, discovery, versus, start, boot, list, import, replace, fanout, idle, scrape, soak, faults, chaos and crash".formatted(name));
            };
            return passed ? PASSED : FAILED;
        }
        catch (UsageException e) {
            progress("benchmark: %s", e.getMessage());
            return WRONG_USAGE;
        }
        catch (Throwable e) {
            if (Thread.currentThread().isInterrupted()) {
                progress("benchmark: stopped before the end");
                return FAILED;
            }
            progress("benchmark: %s", Throwables.getStackTraceAsString(e));
            return FAILED;
        }
    }
}
