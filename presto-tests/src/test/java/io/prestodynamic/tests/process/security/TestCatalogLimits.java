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
package io.prestodynamic.tests.process.security;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.cluster.ProcessCluster;
import io.prestodynamic.harness.process.ServerInstallation;
import io.prestodynamic.harness.process.ServerProcess;
import io.prestodynamic.testing.Conditions;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Attempts of somebody who may add catalogs to read the files of nodes, without limits and with those of the shipped file of rules. The worker allows fewer connectors
 * than the coordinator.
 */
@Test(singleThreaded = true)
public class TestCatalogLimits
{
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final String CONTENT = "a line that nobody else may read";
    private static final String NOT_ALLOWED = "is not allowed to have this value: ";

    private Path secretFile;
    private Path rules;
    private ProcessCluster cluster;
    private CatalogApi api;
    private RogueMySqlServer mysql;

    @BeforeClass
    public void setUp()
            throws IOException
    {
        secretFile = Files.createTempFile("secret", ".txt");
        Files.writeString(secretFile, CONTENT);
        rules = Files.createTempFile("rules", ".json");
        Files.writeString(rules, "{\"rules\": []}");
        mysql = new RogueMySqlServer(secretFile);
        cluster = new ProcessCluster(1, ImmutableMap.of("dynamic-catalog.property-rules.file", rules.toString()));
        cluster.start();
        api = cluster.getApi();
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
            throws IOException
    {
        cluster.close();
        mysql.close();
        Files.deleteIfExists(rules);
        Files.deleteIfExists(secretFile);
    }

    @Test
    public void testMySqlServerGetsNoFile()
    {
        // the driver sends nothing before it knows the limit
        String url = "jdbc:mysql://127.0.0.1:%s/?useSSL=false&maxAllowedPacket=655360".formatted(mysql.getPort());
        validate(url).assertOk();
        assertThat(mysql.getRequests()).isPositive();
        assertThat(mysql.getReceived()).doesNotContain(CONTENT);
        // the same server gets it if the URL allows it
        validate(url + "&allowLoadLocalInfile=true").assertOk();
        assertThat(mysql.getReceived()).contains(CONTENT);
    }

    @Test(dependsOnMethods = "testMySqlServerGetsNoFile")
    public void testRulesOfRunningNodes()
            throws IOException
    {
        Map<String, String> files = ImmutableMap.of("hive.metastore", "file", "hive.metastore.catalog.dir", "file://" + Files.createTempDirectory("metastore"));
        api.add("files", "hive-hadoop2", files);
        cluster.awaitLoaded("files");
        api.add("facts", "tpch", ImmutableMap.of()).assertOk();

        Files.copy(ServerInstallation.unpack().getDirectory().resolve("etc/property-rules.json"), rules, REPLACE_EXISTING);
        assertThat(api.add("more_files", "hive-hadoop2", files).assertRefused(400, "INVALID_CONFIGURATION").text("message"))
                .isEqualTo("Property hive.metastore of connector hive-hadoop2 " + NOT_ALLOWED +
                        "a metastore in files gives access to every file of the server (a rule of dynamic-catalog.property-rules.file)");
        api.put("facts", "hive-hadoop2", files).assertRefused(400, "INVALID_CONFIGURATION");
        api.validate("more_files", "hive-hadoop2", files).assertRefused(400, "INVALID_CONFIGURATION");
        Answer imported = api.importAll("", "{\"catalogs\": [{\"catalogName\": \"more_files\", \"connectorName\": \"hive-hadoop2\", \"properties\": {\"hive.metastore\": \"file\"}}]}");
        assertThat(imported.body()).contains("INVALID_CONFIGURATION", NOT_ALLOWED);
        assertThat(api.get("facts").text("connectorName")).isEqualTo("tpch");
        api.get("more_files").assertStatus(404);

        int connections = mysql.getConnections();
        for (String url : List.of(
                "jdbc:mysql://127.0.0.1:%s/?allowLoadLocalInfile=true",
                "jdbc:mysql://127.0.0.1:%s/?allowLoadLocalInfile=%%74rue",
                "jdbc:mysql://address=(protocol=tcp)(host=127.0.0.1)(port=%s)(allowLoadLocalInfile=true)/",
                "jdbc:mysql://address=(protocol=tcp)(host=127.0.0.1)(port=%s)(autoDeserialize=\"true\")/")) {
            assertThat(validate(url.formatted(mysql.getPort())).assertRefused(400, "INVALID_CONFIGURATION").text("message")).contains("connection-url", NOT_ALLOWED);
        }
        assertThat(mysql.getConnections()).isEqualTo(connections);
    }

    @Test(dependsOnMethods = "testRulesOfRunningNodes")
    public void testLimitsOfStoredCatalogs()
    {
        ServerProcess worker = cluster.getWorkers().get(0);
        cluster.stop();
        worker.setConfig("dynamic-catalog.allowed-connectors", "memory");
        cluster.start();

        Answer stored = api.get("files").assertOk();
        assertThat(stored.text("state")).isEqualTo("FAILED");
        assertThat(stored.text("error")).contains("hive.metastore", NOT_ALLOWED);
        assertThat(stored.body()).doesNotContain("LOADED", "LOADING");

        String refusal = "Connector tpch is not allowed: dynamic-catalog.allowed-connectors has only memory";
        Conditions.await("the worker refuses the catalog that the coordinator has loaded", TIMEOUT, () -> api.get("facts").body().contains(refusal));
        assertThat(worker.log()).contains("Cannot load catalog facts version").contains(refusal);
        Answer added = api.add("more_facts", "tpch", ImmutableMap.of()).assertStatus(202);
        assertThat(added.text("state")).isEqualTo("PENDING");
        assertThat(added.body()).contains(refusal);
        api.add("tables", "memory", ImmutableMap.of()).assertOk();
    }

    private Answer validate(String url)
    {
        return api.validate("shop", "mysql", ImmutableMap.of("connection-url", url, "connection-user", "u", "connection-password", "p"));
    }
}
