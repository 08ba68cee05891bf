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
package io.prestodynamic.tests.process.server;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.cluster.ProcessCluster;
import io.prestodynamic.testing.Conditions;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Catalogs in JMX, in the log, and in system tables for users who may not see all of them.
 */
@Test(singleThreaded = true)
public class TestWatching
{
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String SECRET = "hunter2";

    private Path rules;
    private ProcessCluster cluster;
    private CatalogApi api;

    @BeforeClass
    public void setUp()
            throws IOException
    {
        rules = Files.createTempFile("rules", ".json");
        Files.writeString(rules, "{\"catalogs\": [{\"user\": \"guest\", \"catalog\": \"hidden\", \"allow\": \"none\"}, {\"allow\": \"all\"}]}");
        // what a busy machine takes for the first connector
        cluster = new ProcessCluster(1, ImmutableMap.of("dynamic-catalog.push-timeout", "2m"));
        cluster.getCoordinator().addConfiguration("access-control.properties", ImmutableMap.of("access-control.name", "file", "security.config-file", rules.toString()));
        cluster.start();
        api = cluster.getApi();
        api.add("beans", "jmx", ImmutableMap.of()).assertOk();
        api.add("hidden", "mysql", mysql("127.0.0.1:1")).assertOk();
        api.put("hidden", "mysql", mysql("127.0.0.1:2")).assertOk();
        api.put("hidden", "mysql", mysql("127.0.0.1:2")).assertOk();
        api.add("hidden", "mysql", mysql("127.0.0.1:3")).assertRefused(409, "CATALOG_EXISTS");
        api.add("refused", "mysql", ImmutableMap.of("connection-url", "nonsense", "connection-password", SECRET)).assertRefused(400, "INVALID_CONFIGURATION");
        api.add("removed", "tpch", ImmutableMap.of()).assertOk();
        api.delete("removed").assertOk();
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
            throws IOException
    {
        if (cluster != null) {
            cluster.close();
        }
        Files.deleteIfExists(rules);
    }

    @Test
    public void testChanges()
    {
        assertThat(cluster.query("SELECT \"added.totalcount\", \"replaced.totalcount\", \"unchanged.totalcount\", \"removed.totalcount\", "
                + "\"refused.total\", \"refused.catalogexists\", \"refused.invalidconfiguration\", \"failed.totalcount\" "
                + "FROM " + bean("manager", "catalogchangestats")))
                .containsExactly(List.of(3L, 1L, 1L, 1L, 2L, 1L, 1L, 0L));
        assertThat(cluster.value("SELECT \"addtime.alltime.max\" > 0 FROM " + bean("manager", "catalogchangestats"))).isEqualTo(true);
    }

    @Test
    public void testGauges()
    {
        Conditions.await("the versions that were in the way are closed", TIMEOUT, () ->
                cluster.query("SELECT catalogs, drainingversions, unusableentries, workers, workersbehind, workersunreachable FROM " + bean("manager", "cataloggauges"))
                        .equals(List.of(List.of(2L, 0L, 0L, 1L, 0L, 0L))));
        Conditions.await("every node has both catalogs", TIMEOUT, () ->
                cluster.query("SELECT node, loadedversions, failedversions, \"closetime.alltime.count\" >= 2.0 FROM " + bean("engine", "localcatalogs") + " ORDER BY node")
                        .equals(List.of(List.of("coordinator", 2L, 0L, true), List.of("worker1", 2L, 0L, true))));
    }

    @Test
    public void testCoordinatorsOfAWorker()
    {
        CatalogApi worker = new CatalogApi(cluster.getWorkers().get(0).getUri());
        Answer bean = worker.send(worker.request("/v1/jmx/mbean/io.prestodynamic.catalog.manager:name=WorkerCatalogs")).assertOk();
        assertThat(bean.json().path("attributes")).anySatisfy(attribute -> {
            assertThat(attribute.path("name").asText()).isEqualTo("CoordinatorsFollowed");
            assertThat(attribute.path("value").asInt()).isEqualTo(1);
        });
    }

    @Test
    public void testReconciliation()
    {
        assertThat(cluster.query("SELECT \"passes.totalcount\" > 0, \"failedpasses.totalcount\", \"driftfound.totalcount\" FROM " + bean("manager", "reconciliationstats")))
                .containsExactly(List.of(true, 0L, 0L));
        assertThat(cluster.query("SELECT \"toldagain.totalcount\" >= 0 FROM " + bean("sync", "workersyncstats"))).containsExactly(List.of(true));
    }

    @Test
    public void testLines()
    {
        List<String> lines = cluster.getCoordinator().log().lines().filter(line -> line.contains("CatalogChanges")).toList();
        assertThat(lines).hasSize(8).allMatch(line -> line.contains("INFO"));
        assertThat(lines.get(1)).contains("Added catalog hidden version ").contains("ACTIVE; LOADED on coordinator, worker1");
        assertThat(lines.get(2)).contains("Replaced catalog hidden version ");
        assertThat(lines.get(3)).contains("Left unchanged catalog hidden version ");
        assertThat(lines.get(4)).contains("Refused to add catalog hidden in ").endsWith(": CATALOG_EXISTS: There is a catalog hidden already");
        assertThat(lines.get(5)).contains("Refused to add catalog refused in ").contains(": INVALID_CONFIGURATION: Connector mysql refused catalog refused: ");
        assertThat(lines.get(7)).contains("Deleted catalog removed version ").endsWith(": DELETED");
    }

    @Test
    public void testHiddenCatalog()
    {
        assertThat(cluster.query("SELECT catalog_name FROM system.metadata.dynamic_catalogs ORDER BY 1")).containsExactly(List.of("beans"), List.of("hidden"));
        assertThat(cluster.query("guest", "SELECT catalog_name FROM system.metadata.dynamic_catalogs")).containsExactly(List.of("beans"));
        assertThat(cluster.query("SELECT DISTINCT catalog_name FROM system.runtime.catalog_nodes ORDER BY 1")).containsExactly(List.of("beans"), List.of("hidden"));
        assertThat(cluster.query("guest", "SELECT DISTINCT catalog_name FROM system.runtime.catalog_nodes")).containsExactly(List.of("beans"));
    }

    @Test
    public void testNoSecret()
    {
        List<List<Object>> beans = cluster.query("SELECT table_name FROM beans.information_schema.tables WHERE table_schema = 'current' AND table_name LIKE 'io.prestodynamic%'");
        assertThat(beans).hasSizeGreaterThanOrEqualTo(5);
        beans.forEach(bean -> assertThat(cluster.query("SELECT * FROM beans.current.\"%s\"".formatted(bean.get(0)))).isNotEmpty().asString().doesNotContain(SECRET));
        assertThat(cluster.query("SELECT * FROM system.metadata.dynamic_catalogs").toString()).contains("hidden").doesNotContain(SECRET);
        assertThat(cluster.query("SELECT * FROM system.runtime.catalog_nodes").toString()).contains("hidden").doesNotContain(SECRET);
        cluster.getNodes().forEach(node -> assertThat(node.log()).isNotEmpty().doesNotContain(SECRET));
    }

    private static ImmutableMap<String, String> mysql(String address)
    {
        return ImmutableMap.of("connection-url", "jdbc:mysql://" + address, "connection-user", "u", "connection-password", SECRET);
    }

    private static String bean(String packageName, String name)
    {
        return "beans.current.\"io.prestodynamic.catalog.%s:name=%s\"".formatted(packageName, name);
    }
}
