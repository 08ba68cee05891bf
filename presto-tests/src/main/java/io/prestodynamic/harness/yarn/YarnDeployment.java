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
package io.prestodynamic.harness.yarn;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.io.Closer;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.client.ClusterStatus;
import io.prestodynamic.harness.client.LoopingClient;
import io.prestodynamic.harness.client.NodeToken;
import io.prestodynamic.harness.cluster.ExternalDiscovery;
import io.prestodynamic.harness.yarn.PrestoOnYarn.Instance;
import io.prestodynamic.locator.Coordinator;
import io.prestodynamic.locator.CoordinatorLocator;
import io.prestodynamic.locator.DiscoveryAddresses;
import io.prestodynamic.testing.Conditions;
import io.prestodynamic.testing.TestingMySqlServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;

/**
 * Presto on a YARN of three node managers, with MySQL and two discovery servers outside of YARN. Only the addresses of the discovery servers are known.
 */
public class YarnDeployment
        implements AutoCloseable
{
    public static final Duration TIMEOUT = Duration.ofMinutes(10);

    // multiples of the smallest container, to which YARN rounds up
    private static final int CONTAINER_MEMORY = 13 * YarnCluster.SMALLEST_CONTAINER;
    private static final Map<String, String> SECRET = ImmutableMap.of(
            "internal-communication.jwt.enabled", "true",
            "internal-communication.shared-secret", "a secret of nodes in YARN");

    private final Closer closer = Closer.create();
    private final String discoveryAddresses;
    private final CoordinatorLocator locator;
    private final YarnCluster yarn;
    private final PrestoOnYarn presto;

    /**
     * Starts everything but Presto.
     */
    public YarnDeployment(int coordinators, int workers, Map<String, String> coordinatorConfig)
    {
        try {
            Path directory = Files.createTempDirectory("yarn");
            closer.register(() -> deleteRecursively(directory, ALLOW_INSECURE));
            TestingMySqlServer mysql = new TestingMySqlServer();
            closer.register(mysql::close);
            mysql.createDatabase("meta");
            ExternalDiscovery discovery = new ExternalDiscovery(directory.resolve("discovery"), SECRET);
            closer.register(discovery::close);
            discovery.start();
            discoveryAddresses = discovery.addresses();
            locator = closer.register(CoordinatorLocator.builder(DiscoveryAddresses.parse(discoveryAddresses)).build());
            // two node managers have room for two coordinators, two workers and the application master
            yarn = new YarnCluster(directory.resolve("yarn"), 3, 2 * CONTAINER_MEMORY + YarnCluster.MASTER_MEMORY);
            closer.register(yarn::close);
            yarn.awaitStarted();

            presto = new PrestoOnYarn(yarn, directory.resolve("presto"));
            presto.setComponent("coordinator", coordinators, CONTAINER_MEMORY);
            presto.setComponent("worker", workers, CONTAINER_MEMORY);
            presto.setSecret("SHARED_SECRET", SECRET.get(NodeToken.SECRET_PROPERTY));
            presto.setSecret("STORE_PASSWORD", mysql.getPassword());
            presto.setProperty("nodes.properties", "node.environment", "test");
            presto.setProperty("nodes.properties", "discovery.servers", discoveryAddresses);
            presto.setProperty("nodes.properties", "shutdown.grace-period", "3s");
            presto.setProperty("coordinator.properties", "dynamic-catalog.jdbc.url", "jdbc:mysql://127.0.0.1:%s/meta?useSSL=false".formatted(mysql.getPort()));
            presto.setProperty("coordinator.properties", "dynamic-catalog.jdbc.username", mysql.getUser());
            coordinatorConfig.forEach((name, value) -> presto.setProperty("coordinator.properties", name, value));
            presto.addJvmOptions(Splitter.on(' ').omitEmptyStrings().splitToList(System.getProperty("presto.server.jvm.options", "")));
        }
        catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        }
        catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    public YarnCluster yarn()
    {
        return yarn;
    }

    public PrestoOnYarn presto()
    {
        return presto;
    }

    /**
     * Starts a client that knows only the discovery servers.
     */
    public LoopingClient startClient(String sql)
    {
        return new LoopingClient("jdbc:presto-discovery://%s?environment=test&coordinatorTimeout=10m".formatted(discoveryAddresses), sql, Duration.ofMillis(100));
    }

    /**
     * Returns the address of the active coordinator, when there is one that answers.
     */
    public URI coordinator()
    {
        AtomicReference<Optional<Coordinator>> found = new AtomicReference<>();
        Conditions.await("a coordinator answers", TIMEOUT, () -> {
            found.set(locator.refresh());
            return found.get().isPresent();
        });
        return found.get().orElseThrow().uri();
    }

    public CatalogApi api()
    {
        return new CatalogApi(coordinator());
    }

    /**
     * Waits until the coordinator can schedule on so many workers.
     */
    public void awaitWorkers(int count)
    {
        new ClusterStatus(api(), NodeToken.of(SECRET)).awaitActiveNodes(count);
    }

    /**
     * Waits until the instances that have a container are in these states.
     *
     * @param expected states, by the names of instances
     */
    public void awaitStates(Map<String, String> expected)
    {
        awaitInstances("the instances are " + expected, instances -> instances.stream()
                .collect(toImmutableMap(Instance::name, Instance::state))
                .equals(expected));
    }

    /**
     * Waits until the instances that have a container are as expected.
     */
    public void awaitInstances(String description, Predicate<List<Instance>> expected)
    {
        // the command needs a JVM, and so CPU that the instances need to start
        Conditions.await(description, TIMEOUT, Duration.ofSeconds(3), () -> expected.test(presto.instances()));
    }

    @Override
    public void close()
    {
        try {
            closer.close();
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
