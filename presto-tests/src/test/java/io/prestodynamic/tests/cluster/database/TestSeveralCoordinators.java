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
package io.prestodynamic.tests.cluster.database;

import com.facebook.presto.server.testing.TestingPrestoServer;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.cluster.InProcessCluster;
import org.testng.annotations.AfterClass;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static io.prestodynamic.testing.Conditions.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Two coordinators with a resource manager and a shared store, which they read once an hour. So they learn of changes from each other.
 */
@Test(singleThreaded = true)
public class TestSeveralCoordinators
{
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Map<String, String> TPCH = ImmutableMap.of();
    private static final Map<String, String> STANDARD_TPCH = ImmutableMap.of("tpch.column-naming", "STANDARD");
    private static final String COUNT = "SELECT count(*) FROM sales.tiny.nation";

    private InProcessCluster cluster;
    private TestingPrestoServer firstServer;
    private TestingPrestoServer secondServer;
    private CatalogApi first;
    private CatalogApi second;

    @BeforeClass
    public void startCluster()
    {
        cluster = InProcessCluster.withCoordinators(2, 2, ImmutableMap.of("dynamic-catalog.reconcile-interval", "1h", "dynamic-catalog.coordinator-lease", "2h"));
        firstServer = cluster.getQueryRunner().getCoordinators().get(0);
        secondServer = cluster.getQueryRunner().getCoordinators().get(1);
        first = new CatalogApi(firstServer.getBaseUrl());
        second = new CatalogApi(secondServer.getBaseUrl());
        first.delete("none").assertRefused(404, "CATALOG_NOT_FOUND");
    }

    @AfterMethod(alwaysRun = true)
    public void deleteCatalog()
    {
        first.delete("sales");
    }

    @AfterClass(alwaysRun = true)
    public void stopCluster()
    {
        cluster.close();
    }

    @Test
    public void testAdd()
    {
        Answer added = first.add("sales", "tpch", TPCH).assertOk();
        assertThat(count(secondServer)).isEqualTo(25);
        assertThat(count(firstServer)).isEqualTo(25);
        assertThat(second.get("sales").assertOk().text("version")).isEqualTo(added.text("version"));
        assertThat(nodeStates(added)).hasSize(4).containsOnlyKeys(allNodes()).allSatisfy((node, state) -> assertThat(state).isEqualTo("LOADED"));
    }

    @Test
    public void testReplace()
    {
        first.add("sales", "tpch", TPCH).assertOk();
        Answer replaced = second.put("sales", "tpch", STANDARD_TPCH).assertOk();
        assertThat(first.get("sales").text("version")).isEqualTo(replaced.text("version"));
        assertThat(query(firstServer, "SELECT max(n_nationkey) FROM sales.tiny.nation")).isEqualTo(24);
        // the second knows what the first has made of it
        first.put("sales", "tpch", TPCH).assertOk();
        assertThat(query(secondServer, "SELECT max(nationkey) FROM sales.tiny.nation")).isEqualTo(24);
    }

    @Test
    public void testDelete()
    {
        first.add("sales", "tpch", TPCH).assertOk();
        second.delete("sales").assertOk();
        assertThatThrownBy(() -> count(firstServer)).hasMessageContaining("Catalog sales does not exist");
        first.delete("sales").assertRefused(404, "CATALOG_NOT_FOUND");
        cluster.awaitDrained();
    }

    @Test
    public void testVersionStaysWhereTheOtherNeedsIt()
            throws SQLException
    {
        String version = "sales@" + first.add("sales", "tpch", TPCH).assertOk().text("version");
        try (Connection connection = cluster.connect(secondServer)) {
            connection.setAutoCommit(false);
            assertThat(count(connection)).isEqualTo(25);

            first.delete("sales").assertOk();
            await("the first has closed it", TIMEOUT, () -> !loadedVersions(firstServer).contains(version));
            assertThat(second.get("sales").text("state")).isEqualTo("DRAINING");
            assertThat(cluster.getWorkers()).allSatisfy(worker -> assertThat(loadedVersions(worker)).contains(version));
            assertThat(count(connection)).isEqualTo(25);
            connection.commit();
        }
        cluster.awaitDrained();
        await("workers have closed it", TIMEOUT, () -> cluster.getWorkers().stream().noneMatch(worker -> loadedVersions(worker).contains(version)));
    }

    private List<String> allNodes()
    {
        return cluster.getQueryRunner().getServers().stream()
                .filter(server -> !server.isResourceManager())
                .map(server -> server.getNodeManager().getCurrentNode().getNodeIdentifier())
                .toList();
    }

    private static Map<String, String> nodeStates(Answer catalog)
    {
        return catalog.json().path("nodes").findParents("nodeId").stream()
                .collect(toImmutableMap(node -> node.path("nodeId").asText(), node -> node.path("state").asText()));
    }

    private Set<String> loadedVersions(TestingPrestoServer server)
    {
        return cluster.getLoadedVersions().get(server.getBaseUrl());
    }

    private long count(TestingPrestoServer coordinator)
    {
        return query(coordinator, COUNT);
    }

    private static long count(Connection connection)
            throws SQLException
    {
        return query(connection, COUNT);
    }

    private long query(TestingPrestoServer coordinator, String sql)
    {
        try (Connection connection = cluster.connect(coordinator)) {
            return query(connection, sql);
        }
        catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    // a result that is closed before its end cancels its query, and that aborts the transaction
    private static long query(Connection connection, String sql)
            throws SQLException
    {
        try (Statement statement = connection.createStatement(); ResultSet results = statement.executeQuery(sql)) {
            assertThat(results.next()).isTrue();
            long value = results.getLong(1);
            assertThat(results.next()).isFalse();
            return value;
        }
    }
}
