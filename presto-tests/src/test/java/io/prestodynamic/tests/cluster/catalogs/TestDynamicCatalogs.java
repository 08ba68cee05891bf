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
package io.prestodynamic.tests.cluster.catalogs;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.cluster.InProcessCluster;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Test(singleThreaded = true)
public class TestDynamicCatalogs
{
    private InProcessCluster cluster;
    private CatalogApi api;

    @BeforeClass
    public void setUp()
    {
        cluster = new InProcessCluster();
        api = cluster.getApi();
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
    {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    public void testAddQueryDelete()
    {
        for (int round = 0; round < 20; round++) {
            CatalogApi.Answer added = api.add("rounds", "tpch", ImmutableMap.of()).assertOk();
            assertThat(added.text("state")).isEqualTo("ACTIVE");
            assertThat(added.json().path("nodes")).hasSize(3).allSatisfy(node -> assertThat(node.path("state").asText()).isEqualTo("LOADED"));
            assertThat(cluster.execute("SELECT count(*) FROM rounds.tiny.nation").getOnlyValue()).isEqualTo(25L);
            api.delete("rounds").assertOk();
            assertThatThrownBy(() -> cluster.execute("SELECT count(*) FROM rounds.tiny.nation")).hasMessageContaining("Catalog rounds does not exist");
        }
    }

    @Test
    public void testDeleteUnderARunningQuery()
            throws SQLException
    {
        api.add("busy", "tpch", ImmutableMap.of()).assertOk();
        // a query runs until its client has read all rows
        try (Connection connection = cluster.connect();
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery("SELECT orderkey FROM busy.sf1.orders")) {
            assertThat(results.next()).isTrue();

            CatalogApi.Answer deleted = api.delete("busy").assertOk();
            assertThat(deleted.text("state")).isEqualTo("DRAINING");
            assertThat(deleted.json().path("queries").asInt()).isEqualTo(1);
            assertThatThrownBy(() -> cluster.execute("SELECT count(*) FROM busy.tiny.nation")).hasMessageContaining("Catalog busy does not exist");

            int rows = 1;
            while (results.next()) {
                rows++;
            }
            assertThat(rows).isEqualTo(1_500_000);
        }
        cluster.awaitDrained();
        api.get("busy").assertRefused(404, "CATALOG_NOT_FOUND");
    }
}
