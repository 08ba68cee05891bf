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
package io.prestodynamic.benchmarks.discovery;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.benchmarks.cluster.Connector;
import io.prestodynamic.benchmarks.command.Options;
import io.prestodynamic.benchmarks.report.MachineDescription;
import io.prestodynamic.benchmarks.report.MarkdownTable;
import io.prestodynamic.benchmarks.report.Measurements;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.client.LoopingClient;
import io.prestodynamic.harness.cluster.ExternalDiscoveryCluster;
import io.prestodynamic.harness.process.LaunchedProcess;
import io.prestodynamic.harness.process.ServerProcess;
import io.prestodynamic.locator.CoordinatorLocator;
import io.prestodynamic.locator.CoordinatorNotFoundException;
import io.prestodynamic.testing.Conditions;
import io.prestodynamic.testing.TestingMySqlServer;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import static com.google.common.util.concurrent.Uninterruptibles.sleepUninterruptibly;
import static io.prestodynamic.benchmarks.report.Measurements.seconds;
import static io.prestodynamic.benchmarks.report.Progress.progress;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Benchmark of the time that clients are without answers when the coordinator dies, if it is started elsewhere or another one stands by. Runs two discovery
 * servers, MySQL, two workers, a client of the locator's JDBC driver and one that polls discovery.
 */
public final class MoveBenchmark
{
    public static final Map<String, String> OPTIONS = ImmutableMap.of("rounds", "5", "lease-seconds", "10");

    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    private static final String ON_STANDBY = "is on standby";
    private static final String WARM = "Warmed up with";
    private static final String QUERY = "SELECT count(*) FROM shop.tiny.nation";

    private final int rounds;
    private final Duration lease;
    private final MarkdownTable table = new MarkdownTable(
            "the coordinator", "rounds", "gone to the other started, s", "started to found, s", "started to first answer, s", "gone to first answer, s", "queries failed",
            "polling: started to first answer, s", "polling: gone to first answer, s", "polling: queries failed");

    private MoveBenchmark(Options options)
    {
        rounds = options.number("rounds");
        lease = Duration.ofSeconds(options.number("lease-seconds"));
    }

    public static boolean run(Options options)
    {
        return new MoveBenchmark(options).run();
    }

    private boolean run()
    {
        MachineDescription machine = new MachineDescription("two discovery servers, MySQL, a coordinator, two workers and, if needed, a standby");
        measure("is killed, and started elsewhere", ImmutableMap.of(), this::startElsewhere);
        Map<String, String> oneActive = ImmutableMap.of("dynamic-catalog.active-coordinator.enabled", "true", "dynamic-catalog.active-coordinator.lease", lease.toSeconds() + "s");
        Map<String, String> cold = ImmutableMap.<String, String>builder()
                .putAll(oneActive)
                .put("dynamic-catalog.active-coordinator.warm-up-queries", "0")
                .build();
        measure("is killed, another stands by", oneActive, (cluster, results) -> takeOver(cluster, results, WARM, ServerProcess::kill));
        measure("is killed, another stands by, cold", cold, (cluster, results) -> takeOver(cluster, results, ON_STANDBY, ServerProcess::kill));
        measure("is stopped, another stands by", oneActive, (cluster, results) -> takeOver(cluster, results, WARM, MoveBenchmark::stop));
        System.out.println(machine);
        System.out.println();
        System.out.println(table);
        return true;
    }

    private void measure(String description, Map<String, String> config, Round round)
    {
        Results results = new Results();
        try (TestingMySqlServer mysql = new TestingMySqlServer()) {
            mysql.createDatabase("meta");
            try (ExternalDiscoveryCluster cluster = new ExternalDiscoveryCluster(ImmutableMap.<String, String>builder()
                    .putAll(config)
                    .put("discovery.http-client.request-timeout", "5s")
                    .put("dynamic-catalog.jdbc.url", "jdbc:mysql://127.0.0.1:%s/meta?useSSL=false".formatted(mysql.getPort()))
                    .put("dynamic-catalog.jdbc.username", mysql.getUser())
                    .put("dynamic-catalog.jdbc.password", mysql.getPassword())
                    .build(), ImmutableMap.of())) {
                cluster.addWorker();
                cluster.addWorker();
                ServerProcess coordinator = cluster.addCoordinator();
                progress("Starting a cluster whose coordinator %s", description);
                cluster.start();
                new CatalogApi(coordinator.getUri()).add("shop", Connector.TPCH.toString(), ImmutableMap.of()).assertOk();
                results.measure(cluster, round);
            }
        }
        table.add(description, rounds, results.started.seconds(), results.found.seconds(), results.answered.seconds(), results.answeredAfterLoss.seconds(), results.failures,
                results.polling.seconds(), results.pollingAfterLoss.seconds(), results.pollingFailures);
    }

    private void startElsewhere(ExternalDiscoveryCluster cluster, Results results)
    {
        ServerProcess coordinator = cluster.addCoordinator();
        results.measure(cluster.getCoordinators().get(cluster.getCoordinators().size() - 2), coordinator, old -> {
            old.kill();
            coordinator.launch();
        });
    }

    private void takeOver(ExternalDiscoveryCluster cluster, Results results, String logOfStandby, Consumer<ServerProcess> loss)
    {
        ServerProcess active = cluster.getCoordinators().get(cluster.getCoordinators().size() - 1);
        ServerProcess standby = cluster.addCoordinator();
        standby.launch();
        Conditions.await("the log of the other says " + logOfStandby, TIMEOUT, () -> standby.log().contains(logOfStandby));
        // before that it does not take over early
        sleepUninterruptibly(lease.toSeconds(), SECONDS);
        results.measure(active, standby, loss);
    }

    // its process takes longer to end, but does not answer any more
    private static void stop(ServerProcess coordinator)
    {
        coordinator.pid().orElseThrow().destroy();
        Conditions.await("it has stopped listening", TIMEOUT, () -> !coordinator.isListening());
    }

    private interface Round
    {
        void run(ExternalDiscoveryCluster cluster, Results results);
    }

    private final class Results
    {
        private final Measurements started = new Measurements();
        private final Measurements found = new Measurements();
        private final Measurements answered = new Measurements();
        private final Measurements answeredAfterLoss = new Measurements();
        private final Measurements polling = new Measurements();
        private final Measurements pollingAfterLoss = new Measurements();
        private int failures;
        private int pollingFailures;
        private LoopingClient client;
        private PollingClient pollingClient;
        private CoordinatorLocator locator;

        void measure(ExternalDiscoveryCluster cluster, Round round)
        {
            String url = "jdbc:presto-discovery://%s?environment=test&coordinatorTimeout=2m".formatted(cluster.discoveryAddresses());
            List<URI> servers = cluster.discoveryServers().stream().map(LaunchedProcess::getUri).toList();
            try (LoopingClient looping = new LoopingClient(url, QUERY, Duration.ofMillis(100));
                    PollingClient seed = new PollingClient(servers.get(0), QUERY);
                    CoordinatorLocator looking = CoordinatorLocator.builder(servers).build()) {
                client = looping;
                pollingClient = seed;
                locator = looking;
                for (int i = 1; i <= rounds; i++) {
                    looping.nextAnswer().join();
                    seed.nextAnswer().join();
                    progress("Round %s", i);
                    round.run(cluster, this);
                }
                failures = looping.failures().size();
                pollingFailures = seed.failures();
            }
        }

        void measure(ServerProcess old, ServerProcess other, Consumer<ServerProcess> loss)
        {
            Instant gone = Instant.now();
            loss.accept(old);
            CompletableFuture<Instant> finding = CompletableFuture.supplyAsync(() -> find(old), task -> new Thread(task, "finder").start());
            CompletableFuture<Instant> answer = client.nextAnswer();
            CompletableFuture<Instant> pollingAnswer = pollingClient.nextAnswer();
            other.awaitStarted();
            Conditions.await("its log says that it has started", TIMEOUT, () -> other.log().contains("SERVER STARTED"));
            Instant start = other.lastStarted();
            started.add(Duration.between(gone, start));
            found.add(Duration.between(start, finding.join()));
            for (Sample sample : List.of(new Sample(answer.join(), answered, answeredAfterLoss), new Sample(pollingAnswer.join(), polling, pollingAfterLoss))) {
                sample.sinceStart.add(Duration.between(start, sample.answer));
                sample.sinceLoss.add(Duration.between(gone, sample.answer));
            }
            progress("The other had started after %s s, and the client an answer after %s s; the one that polls after %s s",
                    seconds(Duration.between(gone, start)), seconds(Duration.between(gone, answer.join())), seconds(Duration.between(gone, pollingAnswer.join())));
        }

        // as a client whose connection has failed
        private Instant find(ServerProcess old)
        {
            try {
                locator.reportFailure(old.getUri());
                locator.await(TIMEOUT);
                return Instant.now();
            }
            catch (CoordinatorNotFoundException e) {
                throw new IllegalStateException(e);
            }
            catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private record Sample(Instant answer, Measurements sinceStart, Measurements sinceLoss) {}
}
