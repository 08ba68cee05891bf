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
package io.prestodynamic.tests.cluster;

import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.cluster.InProcessCluster;
import io.prestodynamic.harness.plugin.InterceptingPlugin;
import io.prestodynamic.testing.Conditions;
import org.testng.annotations.AfterClass;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeClass;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.Executors.newCachedThreadPool;

/**
 * A coordinator and two workers with an {@link InterceptingPlugin}. Each test must leave no connector behind.
 */
public abstract class AbstractTestInterceptedConnector
{
    protected static final Duration TIMEOUT = Duration.ofMinutes(1);

    protected final ExecutorService executor = newCachedThreadPool(daemonThreadsNamed("test-client-%s"));
    protected InterceptingPlugin plugin;
    protected InProcessCluster cluster;
    protected CatalogApi api;

    private final String catalogName;
    private final Map<String, String> properties;

    /**
     * @param catalogName catalog of the tests, removed after each
     * @param properties additional configuration properties of all nodes
     */
    protected AbstractTestInterceptedConnector(String catalogName, Map<String, String> properties)
    {
        this.catalogName = requireNonNull(catalogName, "catalogName is null");
        this.properties = requireNonNull(properties, "properties is null");
    }

    @BeforeClass
    public void setUp()
    {
        plugin = new InterceptingPlugin();
        cluster = new InProcessCluster(2, properties, plugin);
        api = cluster.getApi();
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
    {
        executor.shutdownNow();
        if (cluster != null) {
            cluster.close();
        }
    }

    @AfterMethod(alwaysRun = true)
    public void awaitNothingIsLeft()
    {
        plugin.clear();
        // a test that failed may have left it
        api.forceDelete(catalogName);
        cluster.awaitDrained();
        Conditions.await("all connectors are shut down", TIMEOUT, () -> plugin.getOpen().isEmpty());
    }
}
