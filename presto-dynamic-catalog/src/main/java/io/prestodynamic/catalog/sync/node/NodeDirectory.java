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
package io.prestodynamic.catalog.sync.node;

import com.facebook.airlift.discovery.client.ServiceDescriptor;
import com.facebook.airlift.discovery.client.ServiceSelector;
import com.facebook.airlift.discovery.client.ServiceType;
import com.facebook.presto.client.NodeVersion;
import com.facebook.presto.metadata.InternalNode;
import com.facebook.presto.metadata.InternalNodeManager;
import com.facebook.presto.server.InternalCommunicationConfig;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;

import javax.inject.Inject;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;

import static com.facebook.presto.spi.NodeState.ACTIVE;
import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static com.google.common.collect.ImmutableSortedSet.toImmutableSortedSet;
import static java.util.Comparator.naturalOrder;
import static java.util.Objects.requireNonNull;

/**
 * Workers and coordinators of the cluster, as known to this coordinator. A worker is announced some seconds before it is active, because of the warm-up of the failure
 * detector. It loads its catalogs meanwhile.
 */
public class NodeDirectory
{
    private static final String COORDINATOR = "coordinator";
    private static final Set<String> ROLES = ImmutableSet.of(COORDINATOR, "resource_manager", "catalog_server");

    private final ServiceSelector selector;
    private final InternalNodeManager nodeManager;
    private final String version;
    private final String uriProperty;
    private volatile Announced announced = Announced.NOTHING;

    @Inject
    public NodeDirectory(@ServiceType("presto") ServiceSelector selector, InternalNodeManager nodeManager, NodeVersion version, InternalCommunicationConfig config)
    {
        this.selector = requireNonNull(selector, "selector is null");
        this.nodeManager = requireNonNull(nodeManager, "nodeManager is null");
        this.version = version.toString();
        this.uriProperty = config.isHttpsRequired() ? "https" : "http";
    }

    /**
     * Returns all announced workers of this server's version.
     */
    public List<AnnouncedNode> getWorkers()
    {
        return announced().workers();
    }

    /**
     * Returns all announced coordinators of this server's version except this one.
     */
    public List<AnnouncedNode> getOtherCoordinators()
    {
        return announced().otherCoordinators();
    }

    /**
     * Returns the node ids of all announced workers of this server's version, in order.
     */
    public Set<String> getWorkerIds()
    {
        return announced().workerIds();
    }

    /**
     * Returns the ids of the nodes that the scheduler may use.
     */
    public Set<String> getActiveNodeIds()
    {
        return nodeManager.getNodes(ACTIVE).stream()
                .map(InternalNode::getNodeIdentifier)
                .collect(toImmutableSet());
    }

    // computed only if discovery has returned other announcements
    private Announced announced()
    {
        List<ServiceDescriptor> services = selector.selectAllServices();
        List<Announcement> announcements = services.stream().map(Announcement::of).toList();
        Announced known = announced;
        if (!announcements.equals(known.announcements())) {
            known = read(services, announcements);
            announced = known;
        }
        return known;
    }

    private Announced read(List<ServiceDescriptor> services, List<Announcement> announcements)
    {
        String self = nodeManager.getCurrentNode().getNodeIdentifier();
        List<AnnouncedNode> workers = read(services, service -> ROLES.stream().noneMatch(role -> hasRole(service, role)));
        return new Announced(
                announcements,
                workers,
                workers.stream().map(AnnouncedNode::nodeId).collect(toImmutableSortedSet(naturalOrder())),
                read(services, service -> hasRole(service, COORDINATOR) && !self.equals(service.getNodeId())));
    }

    private List<AnnouncedNode> read(List<ServiceDescriptor> services, Predicate<ServiceDescriptor> filter)
    {
        return services.stream()
                .filter(service -> version.equals(service.getProperties().get("node_version")))
                .filter(service -> service.getProperties().containsKey(uriProperty))
                .filter(filter)
                .flatMap(service -> parse(service.getProperties().get(uriProperty))
                        .map(uri -> new AnnouncedNode(service.getNodeId(), service.getId().toString(), uri)).stream())
                .collect(toImmutableList());
    }

    private static boolean hasRole(ServiceDescriptor service, String role)
    {
        return Boolean.parseBoolean(service.getProperties().get(role));
    }

    // announcements are not trusted to be valid
    private static Optional<URI> parse(String uri)
    {
        try {
            return Optional.of(new URI(uri));
        }
        catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    // descriptors with the same id are equal, even if they have other addresses
    private record Announcement(UUID id, String nodeId, Map<String, String> properties)
    {
        static Announcement of(ServiceDescriptor service)
        {
            return new Announcement(service.getId(), service.getNodeId(), service.getProperties());
        }
    }

    private record Announced(List<Announcement> announcements, List<AnnouncedNode> workers, Set<String> workerIds, List<AnnouncedNode> otherCoordinators)
    {
        static final Announced NOTHING = new Announced(ImmutableList.of(), ImmutableList.of(), ImmutableSet.of(), ImmutableList.of());
    }
}
