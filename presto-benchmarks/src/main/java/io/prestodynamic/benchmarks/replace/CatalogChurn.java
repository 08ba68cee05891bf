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
package io.prestodynamic.benchmarks.replace;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.benchmarks.cluster.Connector;
import io.prestodynamic.benchmarks.report.Outcomes;
import io.prestodynamic.harness.cluster.ProcessCluster;

import java.sql.Connection;

import static java.util.Objects.requireNonNull;

/**
 * Churn of catalogs: adds a tpch catalog, queries it once, and deletes it.
 */
final class CatalogChurn
{
    private final ProcessCluster cluster;
    private final Outcomes add = new Outcomes("add");
    private final Outcomes query = new Outcomes("query of an added catalog");
    private final Outcomes delete = new Outcomes("delete");
    private int round;

    CatalogChurn(ProcessCluster cluster)
    {
        this.cluster = requireNonNull(cluster, "cluster is null");
    }

    /**
     * Runs one round, with a name that was not used before.
     */
    void round()
    {
        round++;
        String name = "extra" + round;
        add.measure(() -> cluster.getApi().add(name, Connector.TPCH.toString(), ImmutableMap.of()).assertOk());
        query.measure(() -> {
            try (Connection connection = cluster.connect()) {
                Connector.TPCH.query(connection, name);
            }
        });
        delete.measure(() -> cluster.getApi().delete(name).assertOk());
    }

    Outcomes add()
    {
        return add;
    }

    Outcomes query()
    {
        return query;
    }

    Outcomes delete()
    {
        return delete;
    }
}
