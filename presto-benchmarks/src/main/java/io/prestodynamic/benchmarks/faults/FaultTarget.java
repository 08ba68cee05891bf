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
package io.prestodynamic.benchmarks.faults;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.benchmarks.cluster.Connector;
import io.prestodynamic.harness.cluster.HeldCatalogs;
import io.prestodynamic.harness.cluster.ProcessCluster;
import io.prestodynamic.harness.process.CutOff;
import io.prestodynamic.harness.process.ServerProcess;
import io.prestodynamic.testing.Conditions;
import io.prestodynamic.testing.TestingMySqlServer;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static com.google.common.util.concurrent.Uninterruptibles.sleepUninterruptibly;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * Cluster with faults, with catalogs that are kept and one that is replaced again and again.
 */
final class FaultTarget
{
    private static final Duration TIMEOUT = Duration.ofMinutes(3);
    private static final String REPLACED = "replaced";
    private static final String PROPERTY = "tpch.splits-per-node";

    private final ProcessCluster cluster;
    private final TestingMySqlServer store;
    private final CutOff network;
    private final HeldCatalogs held;
    private final Set<String> names;
    private int generation = 1;

    /**
     * @param cluster cluster that is running
     * @param store server that holds its catalogs in the database {@code meta}
     * @param network connection between the coordinator and the first worker
     */
    FaultTarget(ProcessCluster cluster, TestingMySqlServer store, CutOff network, int catalogs)
    {
        this.cluster = requireNonNull(cluster, "cluster is null");
        this.store = requireNonNull(store, "store is null");
        this.network = requireNonNull(network, "network is null");
        this.held = new HeldCatalogs(cluster);
        this.names = IntStream.range(0, catalogs)
                .mapToObj(i -> i == 0 ? REPLACED : "kept" + i)
                .collect(toImmutableSet());
        names.forEach(name -> cluster.getApi().add(name, Connector.TPCH.toString(), ImmutableMap.of(PROPERTY, String.valueOf(generation))).assertOk());
    }

    ServerProcess worker()
    {
        return cluster.getWorkers().get(0);
    }

    ServerProcess coordinator()
    {
        return cluster.getCoordinator();
    }

    TestingMySqlServer store()
    {
        return store;
    }

    CutOff network()
    {
        return network;
    }

    void replace()
    {
        generation++;
        cluster.getApi().put(REPLACED, Connector.TPCH.toString(), ImmutableMap.of(PROPERTY, String.valueOf(generation))).assertOk();
    }

    void replaceBySql()
    {
        generation++;
        store.execute("meta", "UPDATE catalog SET properties = '{\"%s\":\"%s\"}' WHERE catalogName = '%s' AND status = 1".formatted(PROPERTY, generation, REPLACED));
    }

    /**
     * Waits for a part of the reconcile interval, a different one each time, so that faults end at all points of it.
     */
    void pause()
    {
        sleepUninterruptibly(ThreadLocalRandom.current().nextInt(5000), MILLISECONDS);
    }

    /**
     * Waits until every node has exactly the expected catalogs.
     */
    void awaitWhole()
    {
        Conditions.await("the last definition is on all nodes", TIMEOUT, () -> isReplaced() && held.areExactly(names));
    }

    private boolean isReplaced()
    {
        try {
            return cluster.getApi().get(REPLACED).json().path("properties").path(PROPERTY).asText().equals(String.valueOf(generation));
        }
        // the coordinator may not listen yet
        catch (UncheckedIOException e) {
            return false;
        }
    }
}
