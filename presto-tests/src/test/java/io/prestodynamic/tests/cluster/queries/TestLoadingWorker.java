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
package io.prestodynamic.tests.cluster.queries;

import com.facebook.airlift.discovery.client.DiscoveryClientConfig;
import com.facebook.airlift.node.NodeInfo;
import com.facebook.presto.Session;
import com.facebook.presto.server.testing.TestingPrestoServer;
import com.facebook.presto.spi.Plugin;
import com.facebook.presto.spi.connector.ConnectorFactory;
import com.facebook.presto.sql.parser.SqlParserOptions;
import com.facebook.presto.tpch.TpchPlugin;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import com.google.common.reflect.Reflection;
import com.google.inject.Key;
import io.prestodynamic.catalog.DynamicCatalogStartup;
import io.prestodynamic.harness.cluster.InProcessCluster;
import io.prestodynamic.harness.cluster.QueryStages;
import io.prestodynamic.harness.plugin.WaitingPlugin;
import io.prestodynamic.testing.Conditions;
import org.testng.annotations.Test;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import static com.facebook.presto.testing.TestingSession.testSessionBuilder;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A worker that joins while queries run, and loads the catalogs slowly.
 */
public class TestLoadingWorker
{
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final Session PARTITIONED = testSessionBuilder()
            .setSystemProperty("join_distribution_type", "PARTITIONED")
            .build();

    @Test(timeOut = 600_000)
    public void testJoinMeanwhile()
            throws Exception
    {
        CountDownLatch gate = new CountDownLatch(1);
        try (InProcessCluster cluster = new InProcessCluster(1, ImmutableMap.of("dynamic-catalog.push-timeout", "1s", "dynamic-catalog.reconcile-interval", "500ms"), new WaitingPlugin())) {
            cluster.getApi().add("a", "tpch", ImmutableMap.of()).assertOk();
            cluster.getApi().add("b", WaitingPlugin.CONNECTOR, ImmutableMap.of("wait-on-node", "none", "wait-for-file", "none")).assertOk();
            String first = QueryStages.nodeId(cluster.getWorkers().get(0));

            try (TestingPrestoServer late = newWorker(cluster)) {
                late.installPlugin(new WaitingPlugin());
                late.installPlugin(new HeldTpchPlugin(gate));
                late.getInstance(Key.get(DynamicCatalogStartup.class)).loadCatalogs();
                String second = QueryStages.nodeId(late);

                int rounds = 0;
                while (rounds < 20) {
                    QueryStages query = runJoin(cluster);
                    assertThat(query.nodes("scan a")).containsExactly(first);
                    // once it is active
                    rounds += query.nodes("scan b").contains(second) ? 1 : 0;
                }

                gate.countDown();
                Conditions.await("both workers run it", TIMEOUT, () -> runJoin(cluster).nodes("scan a").equals(ImmutableSet.of(first, second)));
            }
            finally {
                gate.countDown();
            }
        }
    }

    private static QueryStages runJoin(InProcessCluster cluster)
    {
        QueryStages query = QueryStages.run(cluster, PARTITIONED, "SELECT count(*) FROM b.tiny.customer c LEFT JOIN a.tiny.orders o ON c.c_customer_sk = o.orderkey");
        assertThat(query.result().getOnlyValue()).isEqualTo(1000L);
        return query;
    }

    private static TestingPrestoServer newWorker(InProcessCluster cluster)
            throws Exception
    {
        TestingPrestoServer worker = cluster.getWorkers().get(0);
        return new TestingPrestoServer(
                false,
                ImmutableMap.of("datasources", "system", "internal-communication.jwt.enabled", "true"),
                worker.getInstance(Key.get(NodeInfo.class)).getEnvironment(),
                worker.getInstance(Key.get(DiscoveryClientConfig.class)).getDiscoveryServiceURI(),
                new SqlParserOptions(),
                ImmutableList.of());
    }

    /**
     * The tpch connector, whose creation waits for a latch.
     */
    private record HeldTpchPlugin(CountDownLatch gate)
            implements Plugin
    {
        @Override
        public Iterable<ConnectorFactory> getConnectorFactories()
        {
            ConnectorFactory tpch = Iterables.getOnlyElement(new TpchPlugin().getConnectorFactories());
            return ImmutableList.of(Reflection.newProxy(ConnectorFactory.class, (proxy, method, arguments) -> {
                if (method.getName().equals("create")) {
                    gate.await();
                }
                return method.invoke(tpch, arguments);
            }));
        }
    }
}
