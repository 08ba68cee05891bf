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
import io.prestodynamic.harness.cluster.InProcessCluster;
import org.testng.annotations.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;

import static io.prestodynamic.testing.Conditions.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Versions of a coordinator that dies with a query. Workers keep them until the end of its lease.
 */
public class TestCoordinatorLease
{
    @Test
    public void testCoordinatorThatDies()
            throws Exception
    {
        try (InProcessCluster cluster = InProcessCluster.withCoordinators(2, 1, ImmutableMap.of(
                "dynamic-catalog.reconcile-interval", "500ms",
                "dynamic-catalog.coordinator-lease", "5s"))) {
            TestingPrestoServer second = cluster.getQueryRunner().getCoordinators().get(1);
            TestingPrestoServer worker = cluster.getWorkers().get(0);
            String version = "sales@" + cluster.getApi().add("sales", "tpch", ImmutableMap.of()).assertOk().text("version");

            // never closed, because that would contact the coordinator
            Connection connection = cluster.connect(second);
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement(); ResultSet results = statement.executeQuery("SELECT count(*) FROM sales.tiny.nation")) {
                assertThat(results.next()).isTrue();
                assertThat(results.getLong(1)).isEqualTo(25);
                assertThat(results.next()).isFalse();
            }
            cluster.getApi().delete("sales").assertOk();
            await("the first has closed it", Duration.ofSeconds(30), () -> !cluster.getLoadedVersions().get(cluster.getQueryRunner().getCoordinators().get(0).getBaseUrl()).contains(version));
            assertThat(cluster.getLoadedVersions().get(worker.getBaseUrl())).contains(version);

            second.close();
            await("nobody holds it any more", Duration.ofSeconds(60), () -> !cluster.getLoadedVersions().get(worker.getBaseUrl()).contains(version));
        }
    }
}
