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

import io.prestodynamic.tests.CatalogApi;
import io.prestodynamic.tests.CatalogApi.Answer;
import io.prestodynamic.tests.ProcessCluster;

import java.sql.Connection;
import java.time.Duration;
import java.util.Map;

import static com.google.common.base.Preconditions.checkState;
import static io.prestodynamic.benchmarks.Measurements.since;
import static java.util.Collections.frequency;
import static java.util.Objects.requireNonNull;

/**
 * Rounds of one catalog: it is added, queried at once, and deleted. The name is the same each time.
 */
final class CatalogRounds
{
    private static final String NAME = "rounds";

    private final CatalogApi api;
    private final int nodes;
    private final Connection connection;
    private final Connector connector;
    private final Map<String, String> properties;
    private final Measurements add = new Measurements();
    private final Measurements firstResult = new Measurements();
    private final Measurements delete = new Measurements();
    private final Failures failures;

    CatalogRounds(ProcessCluster cluster, Connection connection, Connector connector, Map<String, String> properties)
    {
        this.api = cluster.getApi();
        this.nodes = cluster.getNodes().size();
        this.connection = requireNonNull(connection, "connection is null");
        this.connector = requireNonNull(connector, "connector is null");
        this.properties = requireNonNull(properties, "properties is null");
        this.failures = new Failures("round of " + connector);
    }

    /**
     * Runs some rounds one after the other. A round that fails counts as a failure and not as a measurement.
     */
    CatalogRounds run(int rounds)
    {
        for (int round = 0; round < rounds; round++) {
            try {
                round();
            }
            catch (AssertionError | RuntimeException e) {
                checkState(!Thread.currentThread().isInterrupted(), "Interrupted");
                failures.add(e);
                // so that the next round can add it
                api.delete(NAME);
            }
        }
        return this;
    }

    /**
     * From request to answer.
     */
    Measurements add()
    {
        return add;
    }

    /**
     * From the request to add the catalog to the result of the first query on it.
     */
    Measurements firstResult()
    {
        return firstResult;
    }

    /**
     * From request to answer.
     */
    Measurements delete()
    {
        return delete;
    }

    Failures failures()
    {
        return failures;
    }

    private void round()
    {
        long start = System.nanoTime();
        Answer added = api.add(NAME, connector.toString(), properties);
        Duration addTime = since(start);
        connector.query(connection, NAME);
        Duration firstResultTime = since(start);

        long deleteStart = System.nanoTime();
        Answer deleted = api.delete(NAME);
        Duration deleteTime = since(deleteStart);

        checkState(added.text("state").equals("ACTIVE") && frequency(added.json().findValuesAsText("state"), "LOADED") == nodes, "The answer to add is wrong: %s", added.body());
        checkState(deleted.text("state").equals("DELETED"), "The answer to delete is wrong: %s", deleted.body());
        add.add(addTime);
        firstResult.add(firstResultTime);
        delete.add(deleteTime);
    }
}
