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

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.cluster.ProcessCluster;
import io.prestodynamic.harness.plugin.CatalogEventPlugin;
import io.prestodynamic.harness.plugin.PluginDirectory;
import io.prestodynamic.testing.Conditions;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * An event listener of a plugin that is told about attempts to change catalogs.
 */
@Test(singleThreaded = true)
public class TestCatalogEvents
{
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private Path directory;
    private ProcessCluster cluster;
    private CatalogApi api;

    @BeforeClass
    public void setUp()
            throws IOException
    {
        directory = Files.createTempDirectory("catalog-events");
        cluster = new ProcessCluster(0, ImmutableMap.of(
                "plugin.dir", new PluginDirectory(directory, CatalogEventPlugin.class).withPlugin("tpch").getPath().toString(),
                // only the listener is told
                "dynamic-catalog.audit.enabled", "false"));
        cluster.getCoordinator().setConfig("node-scheduler.include-coordinator", "true");
        cluster.getCoordinator().addConfiguration("event-listener.properties", ImmutableMap.of(
                "event-listener.name", CatalogEventPlugin.NAME,
                "catalog-events.file", events().toString()));
        Files.createFile(events());
        cluster.getCoordinator().start();
        api = cluster.getApi();
        Conditions.await("the listener is loaded", TIMEOUT, () -> cluster.getCoordinator().log().contains("-- Loaded event listener " + CatalogEventPlugin.NAME));
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
    public void testEvents()
    {
        put("sales", "").assertStatus(201);
        put("failing", CatalogEventPlugin.FAIL).assertStatus(201);
        api.add("sales", "tpch", ImmutableMap.of()).assertRefused(409, "CATALOG_EXISTS");
        api.delete("sales").assertOk();
        Conditions.await("the listener knows three attempts", TIMEOUT, () -> lines().size() == 3);
        assertThat(lines()).containsExactly("alice PUT sales ADDED", "- ADD sales CATALOG_EXISTS", "- DELETE sales REMOVED");
        assertThat(count("Told")).isEqualTo(3);
        assertThat(count("Lost")).isEqualTo(1);
        assertThat(cluster.getCoordinator().log()).contains("Event listener " + CatalogEventPlugin.class.getName());
    }

    @Test(dependsOnMethods = "testEvents")
    public void testListenerThatHangs()
    {
        put("hanging", CatalogEventPlugin.HANG).assertStatus(201);
        put("later", "").assertStatus(201);
        api.delete("later").assertOk();
        assertThat(lines()).hasSize(3);
    }

    private Answer put(String name, String comment)
    {
        return api.send(api.request("/v1/catalog/" + name)
                .header("Content-Type", "application/json")
                .header("X-Presto-User", "alice")
                .header("X-Presto-Catalog-Comment", comment)
                .PUT(BodyPublishers.ofString("{\"connectorName\": \"tpch\", \"properties\": {}}")));
    }

    private int count(String attribute)
    {
        Answer bean = api.send(api.request("/v1/jmx/mbean/io.prestodynamic.catalog.audit:name=EventListenerAuditLog").header("Accept", "application/json")).assertOk();
        for (JsonNode value : bean.json().path("attributes")) {
            if (value.path("name").asText().equals(attribute + ".TotalCount")) {
                return value.path("value").asInt();
            }
        }
        throw new AssertionError(bean.body());
    }

    private List<String> lines()
    {
        try {
            return Files.readAllLines(events());
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path events()
    {
        return directory.resolve("events");
    }
}
