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
package io.prestodynamic.benchmarks.change;

import io.prestodynamic.benchmarks.report.Failures;
import io.prestodynamic.benchmarks.report.Measurements;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.cluster.ProcessCluster;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

import static com.google.common.base.Preconditions.checkState;
import static io.prestodynamic.benchmarks.report.Measurements.since;
import static java.util.Collections.frequency;
import static java.util.Objects.requireNonNull;

/**
 * Rounds, in each of which a catalog is added, queried at once, and deleted.
 */
public final class CatalogRounds
{
    private final CatalogApi api;
    private final Supplier<String> names;
    private final int nodes;
    private final Addition addition;
    private final Consumer<String> query;
    private final Measurements add = new Measurements();
    private final Measurements firstResult = new Measurements();
    private final Measurements delete = new Measurements();
    private final Failures failures;

    /**
     * Request that adds a catalog.
     */
    public interface Addition
    {
        Answer add(CatalogApi api, String catalogName);
    }

    public CatalogRounds(ProcessCluster cluster, Supplier<String> names, String connectorName, Map<String, String> properties, Consumer<String> query)
    {
        this(cluster, names, connectorName, (api, name) -> api.add(name, connectorName, properties), query);
    }

    /**
     * @param names supplies the name of the catalog of each round
     * @param subject what failures are called by
     * @param query receives the name of the catalog
     */
    public CatalogRounds(ProcessCluster cluster, Supplier<String> names, String subject, Addition addition, Consumer<String> query)
    {
        this.api = cluster.getApi();
        this.names = requireNonNull(names, "names is null");
        this.nodes = cluster.getNodes().size();
        this.addition = requireNonNull(addition, "addition is null");
        this.query = requireNonNull(query, "query is null");
        this.failures = new Failures("round of " + subject);
    }

    /**
     * Runs rounds one after the other. A round that fails counts as a failure and not as a measurement.
     */
    public CatalogRounds run(int rounds)
    {
        for (int round = 0; round < rounds; round++) {
            String name = names.get();
            try {
                round(name);
            }
            catch (AssertionError | RuntimeException e) {
                checkState(!Thread.currentThread().isInterrupted(), "Interrupted");
                failures.add(e);
                // the next round may add it again
                api.delete(name);
            }
        }
        return this;
    }

    /**
     * Returns the times from request to answer.
     */
    Measurements add()
    {
        return add;
    }

    /**
     * Returns the times from the request to add a catalog to the result of the first query on it.
     */
    Measurements firstResult()
    {
        return firstResult;
    }

    /**
     * Returns the times from request to answer.
     */
    Measurements delete()
    {
        return delete;
    }

    public Failures failures()
    {
        return failures;
    }

    private void round(String name)
    {
        long start = System.nanoTime();
        Answer added = addition.add(api, name);
        Duration addTime = since(start);
        query.accept(name);
        Duration firstResultTime = since(start);

        long deleteStart = System.nanoTime();
        Answer deleted = api.delete(name);
        Duration deleteTime = since(deleteStart);

        checkState(added.text("state").equals("ACTIVE") && frequency(added.json().findValuesAsText("state"), "LOADED") == nodes, "The answer to add is wrong: %s", added.body());
        checkState(deleted.text("state").matches("DELETED|DRAINING"), "The answer to delete is wrong: %s", deleted.body());
        add.add(addTime);
        firstResult.add(firstResultTime);
        delete.add(deleteTime);
    }
}
