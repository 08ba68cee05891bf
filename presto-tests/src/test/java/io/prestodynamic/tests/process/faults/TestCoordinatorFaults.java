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
package io.prestodynamic.tests.process.faults;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.client.MissedChanges;
import io.prestodynamic.harness.plugin.WaitingPlugin;
import io.prestodynamic.harness.plugin.WaitingPlugin.Gate;
import io.prestodynamic.harness.process.ServerProcess;
import io.prestodynamic.testing.Conditions;
import io.prestodynamic.testing.TestingMySqlServer;
import org.testng.annotations.AfterClass;
import org.testng.annotations.Test;

import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import static com.google.common.base.Strings.nullToEmpty;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A coordinator that is killed while it changes catalogs. The catalogs are in MySQL.
 */
@Test(singleThreaded = true)
public class TestCoordinatorFaults
        extends AbstractTestFaults
{
    private TestingMySqlServer mysql;

    @Override
    protected Map<String, String> config()
    {
        mysql = new TestingMySqlServer();
        mysql.createDatabase("meta");
        return ImmutableMap.of(
                "dynamic-catalog.jdbc.url", mysql.getJdbcUrl("meta"),
                "dynamic-catalog.jdbc.username", mysql.getUser(),
                "dynamic-catalog.jdbc.password", mysql.getPassword());
    }

    @AfterClass(alwaysRun = true)
    public void stopStore()
    {
        if (mysql != null) {
            mysql.close();
        }
    }

    @Test
    public void testKilledBeforeCommit()
    {
        Answer kept = api.add("kept", "tpcds", MissedChanges.properties(2)).assertOk();
        Gate gate = gate(cluster.getCoordinator());
        CompletableFuture<Answer> adding = inBackground(() -> api.add("slow", WaitingPlugin.CONNECTOR, gate.properties()));
        gate.awaitReached();
        Gate replacingGate = gate(cluster.getCoordinator());
        CompletableFuture<Answer> replacing = inBackground(() -> api.put("kept", WaitingPlugin.CONNECTOR, replacingGate.properties()));
        replacingGate.awaitReached();
        cluster.getCoordinator().kill();
        assertNotAnswered(adding);
        assertNotAnswered(replacing);
        gate.open();
        assertThat(activeRows("slow")).isZero();

        cluster.getCoordinator().start();
        api.get("slow").assertRefused(404, "CATALOG_NOT_FOUND");
        assertHealed(ImmutableMap.of("kept", kept.text("version")));
        assertKeptTheirConnectors("kept", kept.text("version"));

        Answer added = api.add("slow", WaitingPlugin.CONNECTOR, gate.properties()).assertOk();
        assertHealed(ImmutableMap.of("kept", kept.text("version"), "slow", added.text("version")));
    }

    @Test
    public void testKilledBetweenCommitAndPush()
    {
        Answer kept = api.add("kept", "tpcds", MissedChanges.properties(2)).assertOk();
        Answer replaced = api.add("replaced", "tpcds", MissedChanges.properties(2)).assertOk();
        api.add("deleted", "tpcds", ImmutableMap.of()).assertOk();

        cluster.getWorkers().forEach(ServerProcess::freeze);
        try {
            api.delete("deleted").assertOk();
            CompletableFuture<Answer> adding = inBackground(() -> api.add("added", "tpcds", MissedChanges.properties(3)));
            CompletableFuture<Answer> replacing = inBackground(() -> api.put("replaced", "tpcds", MissedChanges.properties(3)));
            Conditions.await("both changes are stored", TIMEOUT, () -> activeRows("added") == 1 && storedProperties("replaced").contains("\"3\""));
            cluster.getCoordinator().kill();
            assertNotAnswered(adding);
            assertNotAnswered(replacing);
        }
        finally {
            cluster.getWorkers().forEach(ServerProcess::thaw);
        }

        cluster.getCoordinator().start();
        held.awaitExactly(ImmutableSet.of("kept", "replaced", "added"), TIMEOUT);
        assertThat(api.get("replaced").text("version")).isNotEqualTo(replaced.text("version"));
        assertThat(api.get("replaced").json().at("/properties/tpcds.splits-per-node").asText()).isEqualTo("3");
        assertHealed(ImmutableMap.of(
                "kept", kept.text("version"),
                "replaced", api.get("replaced").text("version"),
                "added", api.get("added").text("version")));
        assertKeptTheirConnectors("kept", kept.text("version"));
        assertThat(ImmutableSet.of(activeRows("kept"), activeRows("replaced"), activeRows("added"))).containsExactly(1L);
        assertThat(activeRows("deleted")).isZero();
    }

    private static void assertNotAnswered(CompletableFuture<Answer> request)
    {
        assertThatThrownBy(request::join).hasCauseInstanceOf(UncheckedIOException.class);
    }

    // a coordinator that comes back takes nothing from workers that they have to get again
    private void assertKeptTheirConnectors(String name, String version)
    {
        for (ServerProcess worker : cluster.getWorkers()) {
            assertThat(worker.log().lines().filter(line -> line.contains("Loading catalog %s version %s".formatted(name, version)))).hasSize(1);
        }
    }

    private long activeRows(String name)
    {
        return Long.parseLong(storeValue("SELECT count(*) FROM catalog WHERE status = 1 AND catalogName = '%s'".formatted(name)));
    }

    private String storedProperties(String name)
    {
        return storeValue("SELECT max(properties) FROM catalog WHERE status = 1 AND catalogName = '%s'".formatted(name));
    }

    private String storeValue(String sql)
    {
        try (Connection connection = mysql.connect("meta");
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(sql)) {
            results.next();
            return nullToEmpty(results.getString(1));
        }
        catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
