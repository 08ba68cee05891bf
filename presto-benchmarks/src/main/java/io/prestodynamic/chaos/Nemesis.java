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

import io.prestodynamic.chaos.history.FaultWindow;
import io.prestodynamic.chaos.history.Recorder;
import io.prestodynamic.chaos.plan.Pause;
import io.prestodynamic.chaos.plan.PlannedFault;
import io.prestodynamic.harness.cluster.ProcessCluster;
import io.prestodynamic.harness.process.ServerProcess;
import io.prestodynamic.testing.Conditions;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static io.prestodynamic.benchmarks.report.Progress.progress;
import static java.util.Objects.requireNonNull;

/**
 * Execution of planned faults. Ends each after its time, and records how long the cluster needed to recover. A fault may occur before the cluster has recovered
 * from the one before.
 */
final class Nemesis
{
    private static final Duration HEALING_TIMEOUT = Duration.ofMinutes(4);
    private static final Duration POLL = Duration.ofMillis(250);

    private final ProcessCluster cluster;
    private final ClusterHealth health;
    private final Recorder recorder;
    private final List<String> suffered = new ArrayList<>();
    private Duration brokenSince;
    private int replacements;

    Nemesis(ProcessCluster cluster, ClusterHealth health, Recorder recorder)
    {
        this.cluster = requireNonNull(cluster, "cluster is null");
        this.health = requireNonNull(health, "health is null");
        this.recorder = requireNonNull(recorder, "recorder is null");
    }

    /**
     * Runs the faults. Returns after the duration, when no fault lasts any longer. The cluster may still be starting.
     *
     * @param start start of the plan, on the clock of the history
     */
    void run(List<PlannedFault> faults, Duration start, Duration duration)
    {
        for (PlannedFault fault : faults) {
            watchUntil(start.plus(fault.at()));
            inflict(fault);
        }
        watchUntil(start.plus(duration));
    }

    /**
     * Waits until the cluster is up again.
     */
    void awaitHealed()
    {
        Conditions.await("the cluster is up again", HEALING_TIMEOUT, this::noteHealth);
    }

    void inflict(PlannedFault fault)
    {
        progress("%s", fault);
        if (suffered.isEmpty()) {
            brokenSince = recorder.now();
        }
        suffered.add("%s %s".formatted(fault.fault(), fault.target()));
        ServerProcess target = fault.fault().isOfCoordinator() ? cluster.getCoordinator() : cluster.getWorkers().get(fault.worker());
        switch (fault.fault()) {
            case FREEZE_WORKER, FREEZE_COORDINATOR -> target.freeze();
            case KILL_WORKER, REPLACE_WORKER, KILL_COORDINATOR -> target.kill();
            case STOP_WORKER, STOP_COORDINATOR -> target.stop();
        }
        try {
            Pause.of(fault.length());
        }
        finally {
            repair(fault, target);
        }
    }

    private void repair(PlannedFault fault, ServerProcess target)
    {
        switch (fault.fault()) {
            case FREEZE_WORKER, FREEZE_COORDINATOR -> target.thaw();
            case REPLACE_WORKER -> {
                replacements++;
                target.setNodeProperty("node.id", "%s-replacement%s".formatted(fault.target(), replacements));
                target.launch();
            }
            case KILL_WORKER, KILL_COORDINATOR, STOP_WORKER, STOP_COORDINATOR -> target.launch();
        }
    }

    private void watchUntil(Duration time)
    {
        while (recorder.now().compareTo(time) < 0) {
            if (!suffered.isEmpty()) {
                noteHealth();
            }
            Pause.of(POLL);
        }
    }

    private boolean noteHealth()
    {
        if (!health.isUp()) {
            return false;
        }
        if (!suffered.isEmpty()) {
            recorder.add(new FaultWindow(String.join(", ", suffered), brokenSince, recorder.now()));
            suffered.clear();
        }
        return true;
    }
}
