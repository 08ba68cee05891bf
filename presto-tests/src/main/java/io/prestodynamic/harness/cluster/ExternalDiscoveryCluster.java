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
package io.prestodynamic.harness.cluster;

import com.google.common.collect.ImmutableList;
import com.google.common.io.Closer;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.client.ClusterStatus;
import io.prestodynamic.harness.client.NodeToken;
import io.prestodynamic.harness.process.DiscoveryServerProcess;
import io.prestodynamic.harness.process.FreePorts;
import io.prestodynamic.harness.process.LaunchedProcess;
import io.prestodynamic.harness.process.NodeFactory;
import io.prestodynamic.harness.process.ServerProcess;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;

/**
 * Nodes and discovery servers as separate processes, so that coordinators may come and go.
 */
public class ExternalDiscoveryCluster
        implements AutoCloseable
{
    private final Path directory;
    private final ExternalDiscovery discovery;
    private final NodeFactory factory;
    private final Optional<NodeToken> token;
    private final List<ServerProcess> coordinators = new ArrayList<>();
    private final List<ServerProcess> workers = new ArrayList<>();

    /**
     * Prepares the discovery servers without starting them.
     *
     * @param config {@code config.properties} of every node
     * @param discoveryConfig changes of the shipped configuration of discovery servers
     */
    public ExternalDiscoveryCluster(Map<String, String> config, Map<String, String> discoveryConfig)
    {
        this(config, discoveryConfig, ImmutableList.of());
    }

    /**
     * @param jvmOptions more options for {@code jvm.config} of every node
     */
    public ExternalDiscoveryCluster(Map<String, String> config, Map<String, String> discoveryConfig, List<String> jvmOptions)
    {
        try {
            directory = Files.createTempDirectory("cluster");
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        discovery = new ExternalDiscovery(directory, discoveryConfig);
        factory = new NodeFactory(directory, config, jvmOptions);
        token = NodeToken.of(config);
    }

    /**
     * Returns {@code host:port} of the discovery servers, separated by commas.
     */
    public String discoveryAddresses()
    {
        return discovery.addresses();
    }

    public List<DiscoveryServerProcess> discoveryServers()
    {
        return discovery.getServers();
    }

    public List<ServerProcess> getCoordinators()
    {
        return coordinators;
    }

    public List<ServerProcess> getWorkers()
    {
        return workers;
    }

    public List<ServerProcess> getNodes()
    {
        return Stream.concat(coordinators.stream(), workers.stream()).toList();
    }

    /**
     * Prepares a coordinator that has the list of the discovery servers, with its own port and an empty data directory.
     */
    public ServerProcess addCoordinator()
    {
        return addCoordinator(DiscoveryWay.LIST);
    }

    public ServerProcess addCoordinator(DiscoveryWay way)
    {
        ServerProcess coordinator = factory.coordinator("coordinator" + (coordinators.size() + 1), FreePorts.find(1).get(0), discovery.config(way));
        coordinators.add(coordinator);
        return coordinator;
    }

    /**
     * Prepares a worker that has the list of the discovery servers.
     */
    public ServerProcess addWorker()
    {
        return addWorker(DiscoveryWay.LIST);
    }

    public ServerProcess addWorker(DiscoveryWay way)
    {
        ServerProcess worker = factory.worker("worker" + (workers.size() + 1), FreePorts.find(1).get(0), discovery.config(way));
        workers.add(worker);
        return worker;
    }

    /**
     * Starts the discovery servers and then all nodes, and waits until every coordinator can use all other nodes.
     */
    public void start()
    {
        discovery.start();
        getNodes().forEach(LaunchedProcess::launch);
        getNodes().forEach(LaunchedProcess::awaitStarted);
        coordinators.forEach(coordinator -> awaitActiveNodes(coordinator, getNodes().size() - 1));
    }

    /**
     * Waits until the coordinator can use this number of other nodes.
     */
    public void awaitActiveNodes(ServerProcess coordinator, int others)
    {
        new ClusterStatus(new CatalogApi(coordinator.getUri()), token).awaitActiveNodes(others);
    }

    @Override
    public void close()
    {
        try (Closer closer = Closer.create()) {
            closer.register(() -> deleteRecursively(directory, ALLOW_INSECURE));
            closer.register(discovery::close);
            getNodes().forEach(node -> closer.register(node::close));
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
