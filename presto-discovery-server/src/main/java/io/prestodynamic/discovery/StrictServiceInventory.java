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
package io.prestodynamic.discovery;

import io.airlift.discovery.client.ForDiscoveryClient;
import io.airlift.discovery.client.ServiceDescriptor;
import io.airlift.discovery.client.ServiceDescriptorsRepresentation;
import io.airlift.discovery.client.ServiceInventory;
import io.airlift.discovery.client.ServiceInventoryConfig;
import io.airlift.http.client.HttpClient;
import io.airlift.json.JsonCodec;
import io.airlift.log.Logger;
import io.airlift.node.NodeInfo;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.airlift.concurrent.Threads.daemonThreadsNamed;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.Executors.newSingleThreadScheduledExecutor;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * Service inventory that must be valid at the start. A server with an empty one would be alone without noticing it. If the inventory becomes invalid later,
 * the last valid one is kept.
 */
class StrictServiceInventory
        extends ServiceInventory
{
    private static final Logger log = Logger.get(StrictServiceInventory.class);

    private final ServiceInventoryReader reader;
    private final long intervalMillis;
    private final ScheduledExecutorService executor = newSingleThreadScheduledExecutor(daemonThreadsNamed("strict-service-inventory"));
    private volatile List<ServiceDescriptor> servers;
    private Optional<String> failure = Optional.empty();

    /**
     * @throws InvalidInventoryException if there is no valid inventory
     */
    @Inject
    StrictServiceInventory(
            ServiceInventoryReader reader,
            ServiceInventoryConfig config,
            NodeInfo node,
            JsonCodec<ServiceDescriptorsRepresentation> codec,
            @ForDiscoveryClient HttpClient httpClient)
    {
        // without a location, the superclass reads nothing
        super(new ServiceInventoryConfig(), node, codec, httpClient);
        this.reader = requireNonNull(reader, "reader is null");
        intervalMillis = config.getUpdateInterval().toMillis();
        servers = reader.readDiscoveryServers();
        if (servers.stream().noneMatch(server -> server.getNodeId().equals(node.getNodeId()))) {
            log.warn("The service inventory does not list this server, whose node.id is %s", node.getNodeId());
        }
    }

    @Override
    @PostConstruct
    public synchronized void start()
    {
        executor.scheduleWithFixedDelay(this::update, intervalMillis, intervalMillis, MILLISECONDS);
    }

    @Override
    @PreDestroy
    public synchronized void stop()
    {
        executor.shutdownNow();
    }

    @Override
    public Iterable<ServiceDescriptor> getServiceDescriptors()
    {
        return servers;
    }

    @Override
    public Iterable<ServiceDescriptor> getServiceDescriptors(String type)
    {
        List<ServiceDescriptor> matching = new ArrayList<>(servers.stream().filter(server -> server.getType().equals(type)).toList());
        // this server announces itself to the first one, which may be down
        Collections.shuffle(matching);
        return matching;
    }

    @Override
    public Iterable<ServiceDescriptor> getServiceDescriptors(String type, String pool)
    {
        return servers.stream()
                .filter(server -> server.getType().equals(type) && pool.equals(server.getPool()))
                .collect(toImmutableList());
    }

    private void update()
    {
        try {
            servers = reader.readDiscoveryServers();
            failure.ifPresent(ignored -> log.info("The service inventory can be used again"));
            failure = Optional.empty();
        }
        catch (InvalidInventoryException e) {
            if (!failure.equals(Optional.of(e.getMessage()))) {
                log.error("%s. The last one is kept", e.getMessage());
            }
            failure = Optional.of(e.getMessage());
        }
        catch (Throwable e) {
            log.error(e, "Error reading the service inventory");
        }
    }
}
