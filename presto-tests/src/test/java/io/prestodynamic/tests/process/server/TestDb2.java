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
import io.prestodynamic.harness.process.ServerInstallation;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static java.lang.System.getProperty;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The connector for Db2 as the tarball has it, and after its user has added IBM's driver.
 */
@Test(singleThreaded = true)
public class TestDb2
{
    private static final String DB2 = """
            {"catalogName":"db2","connectorName":"db2","properties":{"connection-url":"jdbc:db2://127.0.0.1:1/sales","connection-user":"alice","connection-password":"apple tree"}}""";

    private Path directory;
    private Path plugin;
    private ProcessCluster cluster;
    private CatalogApi api;

    @BeforeClass
    public void setUp()
            throws IOException
    {
        directory = Files.createTempDirectory("db2");
        plugin = Files.createDirectories(directory.resolve("plugin/db2"));
        try (Stream<Path> jars = Files.list(ServerInstallation.unpack().getDirectory().resolve("plugin/db2"))) {
            for (Path jar : jars.toList()) {
                Files.createSymbolicLink(plugin.resolve(jar.getFileName()), jar);
            }
        }
        cluster = new ProcessCluster(0, ImmutableMap.of("plugin.dir", plugin.getParent().toString()));
        cluster.getCoordinator().setConfig("node-scheduler.include-coordinator", "true");
        cluster.getCoordinator().start();
        api = cluster.getApi();
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
            throws IOException
    {
        if (cluster != null) {
            cluster.close();
        }
        deleteRecursively(directory, ALLOW_INSECURE);
    }

    @Test
    public void testWithoutDriver()
            throws IOException
    {
        try (Stream<Path> jars = Files.list(plugin)) {
            assertThat(jars.map(jar -> jar.getFileName().toString()).toList()).anyMatch(jar -> jar.startsWith("presto-db2-")).noneMatch(jar -> jar.startsWith("jcc"));
        }
        assertThat(api.post("/v1/catalog/add", DB2).assertRefused(400, "INVALID_CONFIGURATION").text("message"))
                .isEqualTo("Connector db2 refused catalog db2: IBM's JDBC driver is missing. Put the jar com.ibm.db2:jcc of Maven Central into plugin/db2 of every node, and restart the nodes");
        assertThat(cluster.getCoordinator().log()).doesNotContain("apple tree");
    }

    @Test(dependsOnMethods = "testWithoutDriver")
    public void testWithDriver()
            throws IOException
    {
        cluster.getCoordinator().stop();
        Path driver = Path.of(getProperty("db2.jdbc.jar"));
        Files.createSymbolicLink(plugin.resolve(driver.getFileName()), driver);
        cluster.getCoordinator().start();

        // again under the same name
        for (int round = 0; round < 2; round++) {
            Answer added = api.post("/v1/catalog/add", DB2).assertOk();
            assertThat(List.of(added.text("catalogName"), added.text("connectorName"), added.text("state"))).containsExactly("db2", "db2", "ACTIVE");
            assertThat(added.json().path("properties").path("connection-password").asText()).isEqualTo("******");
            // the database is asked by the first query
            assertThatThrownBy(() -> cluster.query("SHOW SCHEMAS FROM db2")).hasMessageContaining("Connection refused");
            api.send(api.request("/v1/catalog/delete?catalogName=db2").DELETE()).assertOk();
        }
        assertThat(cluster.getCoordinator().log()).doesNotContain("apple tree");
    }

    @Test(dependsOnMethods = "testWithDriver")
    public void testForeignUrl()
    {
        assertThat(api.post("/v1/catalog/add", DB2.replace("jdbc:db2:", "jdbc:mysql:")).assertRefused(400, "INVALID_CONFIGURATION").text("message"))
                .isEqualTo("Connector db2 refused catalog db2: Property connection-url is no URL for connector db2, which begins with jdbc:db2:");
    }

    @Test(dependsOnMethods = "testWithDriver")
    public void testWrongProperty()
    {
        assertThat(api.post("/v1/catalog/add", DB2.replace("\"properties\":{", "\"properties\":{\"db2.connection-timeout\":\"soon\",")).assertRefused(400, "INVALID_CONFIGURATION").text("message"))
                .isEqualTo("Connector db2 refused catalog db2: Property db2.connection-timeout must be a duration such as 10s, and is 'soon'");
        assertThat(api.post("/v1/catalog/add", DB2.replace("connection-url", "url")).assertRefused(400, "INVALID_CONFIGURATION").text("message"))
                .isEqualTo("Connector db2 refused catalog db2: Property connection-url is missing");
    }
}
