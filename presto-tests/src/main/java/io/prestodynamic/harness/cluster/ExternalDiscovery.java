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

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.process.DiscoveryServerProcess;
import io.prestodynamic.harness.process.FreePorts;
import io.prestodynamic.harness.process.LaunchedProcess;
import io.prestodynamic.harness.process.NginxProcess;
import io.prestodynamic.harness.process.ServerInstallation;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

/**
 * Two discovery servers apart from Presto, and the configuration of nodes that use them.
 */
public class ExternalDiscovery
        implements AutoCloseable
{
    private static final int SERVERS = 2;

    private final Path directory;
    private final List<DiscoveryServerProcess> servers;
    private NginxProcess nginx;

    /**
     * Prepares the servers without starting them.
     *
     * @param config changes of the shipped configuration
     */
    public ExternalDiscovery(Path directory, Map<String, String> config)
    {
        this.directory = requireNonNull(directory, "directory is null");
        ServerInstallation installation = ServerInstallation.unpackDiscoveryServer();
        List<Integer> ports = FreePorts.find(SERVERS);
        String inventory = DiscoveryServerProcess.inventory(
                IntStream.range(0, SERVERS).boxed().collect(toImmutableMap(ExternalDiscovery::nodeId, i -> "http://127.0.0.1:" + ports.get(i))));
        servers = IntStream.range(0, SERVERS)
                .mapToObj(i -> new DiscoveryServerProcess(installation, directory.resolve(nodeId(i)), ports.get(i), nodeId(i), config, inventory))
                .collect(toImmutableList());
    }

    public List<DiscoveryServerProcess> getServers()
    {
        return servers;
    }

    public void start()
    {
        servers.forEach(LaunchedProcess::launch);
        servers.forEach(LaunchedProcess::awaitStarted);
    }

    /**
     * Returns {@code host:port} of the servers, separated by commas.
     */
    public String addresses()
    {
        return servers.stream().map(server -> server.getUri().getAuthority()).collect(joining(","));
    }

    /**
     * Returns the configuration of a node that finds the servers in this way.
     */
    public Map<String, String> config(DiscoveryWay way)
    {
        return switch (way) {
            case LIST -> ImmutableMap.of("discovery.servers", addresses());
            case INVENTORY -> inventoryConfig("1s");
            case SLOW_INVENTORY -> inventoryConfig("10s");
            case PROXY -> ImmutableMap.of("discovery.uri", proxy().toString());
        };
    }

    private Map<String, String> inventoryConfig(String interval)
    {
        return ImmutableMap.of(
                "service-inventory.uri", directory.resolve(nodeId(0)).resolve("etc/service-inventory.json").toUri().toString(),
                "service-inventory.update-interval", interval);
    }

    private URI proxy()
    {
        if (nginx == null) {
            nginx = new NginxProcess(directory.resolve("nginx"), servers.stream().map(LaunchedProcess::getUri).toList());
        }
        return nginx.getUri();
    }

    @Override
    public void close()
    {
        servers.forEach(LaunchedProcess::close);
        if (nginx != null) {
            nginx.close();
        }
    }

    private static String nodeId(int index)
    {
        return "discovery" + (index + 1);
    }
}
