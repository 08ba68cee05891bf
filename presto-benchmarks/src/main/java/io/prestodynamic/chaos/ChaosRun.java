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
package io.prestodynamic.chaos;

import com.google.common.collect.ImmutableList;
import io.prestodynamic.chaos.check.HistoryChecker;
import io.prestodynamic.chaos.check.Violation;
import io.prestodynamic.chaos.client.CatalogClient;
import io.prestodynamic.chaos.client.Clients;
import io.prestodynamic.chaos.history.History;
import io.prestodynamic.chaos.history.Recorder;
import io.prestodynamic.chaos.plan.Action;
import io.prestodynamic.chaos.plan.ChaosPlan;
import io.prestodynamic.chaos.plan.Pause;
import io.prestodynamic.chaos.plan.PlannedFault;
import io.prestodynamic.harness.cluster.ProcessCluster;
import io.prestodynamic.testing.Conditions;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

import static io.prestodynamic.benchmarks.report.Progress.progress;
import static io.prestodynamic.chaos.plan.Action.ADD;
import static io.prestodynamic.chaos.plan.Action.DELETE;
import static io.prestodynamic.chaos.plan.Action.GET;
import static io.prestodynamic.chaos.plan.Action.QUERY;
import static io.prestodynamic.chaos.plan.Action.SCAN;
import static io.prestodynamic.chaos.plan.Fault.STOP_COORDINATOR;
import static java.util.Objects.requireNonNull;

/**
 * Run of a plan on a cluster. After the planned time, when the cluster is up again, all nodes must agree. Then clients continue without faults. Then the
 * coordinator is restarted, so that the store is read again. Every catalog is read after each of these.
 */
final class ChaosRun
{
    static final Duration RECONCILE_INTERVAL = Duration.ofSeconds(5);

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration CALM = Duration.ofSeconds(12);
    private static final String WARMUP = "warmup";

    private final ChaosPlan plan;
    private final ClusterHealth health;
    private final Recorder recorder;
    private final CatalogClient judge;
    private final Clients clients;
    private final Nemesis nemesis;
    private final List<Violation> violations = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /**
     * @param cluster cluster that has started
     */
    ChaosRun(ChaosPlan plan, ProcessCluster cluster, Recorder recorder)
    {
        this.plan = requireNonNull(plan, "plan is null");
        this.health = new ClusterHealth(cluster);
        this.recorder = requireNonNull(recorder, "recorder is null");
        this.judge = new CatalogClient("judge", cluster, recorder);
        this.clients = new Clients(plan, cluster, recorder);
        this.nemesis = new Nemesis(cluster, health, recorder);
    }

    ChaosReport run()
    {
        warmUp();
        progress("Faults for %s s", plan.duration().toSeconds());
        Duration start = recorder.now();
        clients.runDuring(() -> nemesis.run(plan.faults(), start, plan.duration()));
        if (isHealed()) {
            recorder.settled();
            readAll();
            progress("No faults for %s s", CALM.toSeconds());
            clients.runDuring(() -> Pause.of(CALM));
            readAll();
            progress("A restart of the coordinator");
            nemesis.inflict(new PlannedFault(recorder.now(), STOP_COORDINATOR, 0, Duration.ZERO));
            if (isHealed()) {
                readAll();
            }
        }
        History history = recorder.history();
        violations.addAll(new HistoryChecker(GRACE).check(history));
        return new ChaosReport(plan, history, violations, notes);
    }

    // the first query of a server takes many seconds
    private void warmUp()
    {
        judge.run(ADD, WARMUP, OptionalInt.of(0));
        judge.run(SCAN, WARMUP, OptionalInt.empty());
        judge.run(DELETE, WARMUP, OptionalInt.empty());
    }

    private boolean isHealed()
    {
        progress("Waiting until the cluster is up again");
        Duration broken = recorder.now();
        try {
            nemesis.awaitHealed();
            Duration up = recorder.now();
            Conditions.await("all nodes agree", RECONCILE_INTERVAL.multipliedBy(2), health::isConverged);
            notes.add("The cluster was up %.1f s after the last fault was over, and all nodes agreed %.1f s later.".formatted(
                    up.minus(broken).toMillis() / 1e3,
                    recorder.now().minus(up).toMillis() / 1e3));
            return true;
        }
        catch (AssertionError e) {
            violations.add(new Violation("%s: %s".formatted(e.getMessage(), health.describe()), ImmutableList.of()));
            return false;
        }
    }

    private void readAll()
    {
        for (String catalog : plan.catalogs()) {
            for (Action read : ImmutableList.of(GET, QUERY, SCAN)) {
                judge.run(read, catalog, OptionalInt.empty());
            }
        }
    }
}
