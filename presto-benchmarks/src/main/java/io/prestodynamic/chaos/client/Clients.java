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
package io.prestodynamic.chaos.client;

import com.google.common.util.concurrent.Uninterruptibles;
import io.prestodynamic.chaos.history.Recorder;
import io.prestodynamic.chaos.plan.ChaosPlan;
import io.prestodynamic.chaos.plan.Pause;
import io.prestodynamic.chaos.plan.Step;
import io.prestodynamic.harness.cluster.ProcessCluster;

import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

import static com.google.common.collect.ImmutableList.toImmutableList;

/**
 * Clients of a plan, each of which runs its own steps one after the other.
 */
public final class Clients
{
    private final ProcessCluster cluster;
    private final Recorder recorder;
    private final List<Iterator<Step>> steps;

    public Clients(ChaosPlan plan, ProcessCluster cluster, Recorder recorder)
    {
        this.cluster = cluster;
        this.recorder = recorder;
        this.steps = IntStream.range(0, plan.clients()).mapToObj(client -> plan.steps(client).iterator()).collect(toImmutableList());
    }

    /**
     * Runs all clients, each from where it last stopped, while a task runs. Returns after the last client has its answer.
     */
    public void runDuring(Runnable other)
    {
        Running running = new Running();
        List<Thread> threads = IntStream.range(0, steps.size())
                .mapToObj(client -> new Thread(() -> run(client, running), "chaos-client-" + (client + 1)))
                .collect(toImmutableList());
        threads.forEach(Thread::start);
        try {
            other.run();
        }
        finally {
            running.ended = true;
            threads.forEach(Uninterruptibles::joinUninterruptibly);
        }
    }

    private void run(int client, Running running)
    {
        CatalogClient catalogs = new CatalogClient("client" + (client + 1), cluster, recorder);
        while (!running.ended) {
            Step step = steps.get(client).next();
            Pause.of(step.pause());
            catalogs.run(step.action(), step.catalog(), step.generation());
        }
    }

    private static class Running
    {
        private volatile boolean ended;
    }
}
