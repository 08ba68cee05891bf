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
package io.prestodynamic.tests.process.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.client.CatalogsCommand;
import io.prestodynamic.harness.cluster.InProcessCluster;
import io.prestodynamic.harness.plugin.TolerantPlugin;
import io.prestodynamic.harness.process.Commands.Result;
import org.testng.annotations.AfterClass;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.BeforeMethod;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static com.google.common.collect.Streams.stream;
import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;

/**
 * Cluster in one process with a static catalog, {@code fixed}, and the command {@code catalogs}.
 */
public abstract class AbstractTestCatalogsCommand
{
    protected InProcessCluster cluster;
    protected CatalogApi api;
    protected Path directory;

    @BeforeClass
    public void setUp()
    {
        cluster = new InProcessCluster(1, ImmutableMap.of("dynamic-catalog.export-secrets", "true"), new TolerantPlugin());
        cluster.getQueryRunner().createCatalog("fixed", "tpch");
        api = cluster.getApi();
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
    {
        if (cluster != null) {
            cluster.close();
        }
    }

    @BeforeMethod
    public void createDirectory()
            throws IOException
    {
        directory = Files.createTempDirectory("catalogs");
    }

    @AfterMethod(alwaysRun = true)
    public void deleteAll()
            throws IOException
    {
        deleteRecursively(directory, ALLOW_INSECURE);
        exported("?secrets=false").forEach((name, catalog) -> api.delete(name));
        cluster.awaitDrained();
    }

    /**
     * Returns what the API exports, by the names of catalogs.
     *
     * @param parameters of the request
     */
    protected final Map<String, JsonNode> exported(String parameters)
    {
        return stream(api.exportAll(parameters).assertOk().json().path("catalogs")).collect(toImmutableMap(catalog -> catalog.path("catalogName").asText(), catalog -> catalog));
    }

    protected final URI coordinator()
    {
        return cluster.getQueryRunner().getCoordinator().getBaseUrl();
    }

    protected final Result run(String... arguments)
    {
        return runWithInput("", arguments);
    }

    protected final Result runWithInput(String input, String... arguments)
    {
        return runAt(coordinator(), input, arguments);
    }

    protected static Result runAt(URI server, String input, String... arguments)
    {
        Map<String, String> environment = ImmutableMap.of("PRESTO_CATALOGS_SERVER", server.toString(), "PRESTO_PASSWORD", "hunter2");
        return CatalogsCommand.run(environment, input, ImmutableList.copyOf(arguments));
    }
}
