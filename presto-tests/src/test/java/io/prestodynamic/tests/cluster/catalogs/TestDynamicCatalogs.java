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
import io.prestodynamic.testing.Conditions;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import static com.facebook.presto.execution.QueryState.RUNNING;
import static java.util.concurrent.CompletableFuture.supplyAsync;
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
    {
        api.add("busy", "tpch", ImmutableMap.of()).assertOk();
        CompletableFuture<Object> query = supplyAsync(() -> cluster.execute("SELECT count(*) FROM busy.sf1.lineitem").getOnlyValue());
        Conditions.await("the query is running", Duration.ofMinutes(1), () -> cluster.getQueryRunner().getQueries().stream()
                .anyMatch(info -> info.getQuery().contains("busy.sf1") && info.getState() == RUNNING));

        CatalogApi.Answer deleted = api.delete("busy").assertOk();
        assertThat(deleted.text("state")).isEqualTo("DRAINING");
        assertThat(deleted.json().path("queries").asInt()).isEqualTo(1);
        assertThatThrownBy(() -> cluster.execute("SELECT count(*) FROM busy.tiny.nation")).hasMessageContaining("Catalog busy does not exist");

        assertThat(query).succeedsWithin(Duration.ofMinutes(2)).isEqualTo(6_001_215L);
        cluster.awaitDrained();
        api.get("busy").assertRefused(404, "CATALOG_NOT_FOUND");
    }
}
