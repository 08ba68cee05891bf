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
package io.prestodynamic.catalog.manager;

import com.facebook.presto.metadata.InternalNodeManager;
import com.facebook.presto.spi.ConnectorId;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.prestodynamic.catalog.CatalogInfo;
import io.prestodynamic.catalog.CatalogInfo.DrainingInfo;
import io.prestodynamic.catalog.CatalogState;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.LoadStatus;
import io.prestodynamic.catalog.NodeInfo;
import io.prestodynamic.catalog.NodeState;
import io.prestodynamic.catalog.engine.LocalCatalogs;
import io.prestodynamic.catalog.engine.OpenTransactions;
import io.prestodynamic.catalog.security.SecretMask;
import io.prestodynamic.catalog.sync.WorkerAcknowledgements;
import io.prestodynamic.catalog.sync.NodeDirectory;
import io.prestodynamic.catalog.sync.OtherCoordinators;

import javax.inject.Inject;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static io.prestodynamic.catalog.CatalogInfo.Source.DYNAMIC;
import static io.prestodynamic.catalog.CatalogInfo.Source.STATIC;
import static io.prestodynamic.catalog.CatalogState.ACTIVE;
import static io.prestodynamic.catalog.CatalogState.DELETED;
import static io.prestodynamic.catalog.CatalogState.DRAINING;
import static io.prestodynamic.catalog.CatalogState.PENDING;
import static java.util.Objects.requireNonNull;

/**
 * Tells how a catalog stands, on every node.
 */
public class CatalogInspector
{
    private static final String CONNECTOR_NAME = "connector.name";

    private final CatalogRegistry registry;
    private final StaticCatalogs staticCatalogs;
    private final LocalCatalogs localCatalogs;
    private final OpenTransactions transactions;
    private final WorkerAcknowledgements acknowledgements;
    private final NodeDirectory directory;
    private final OtherCoordinators otherCoordinators;
    private final InternalNodeManager nodeManager;

    @Inject
    public CatalogInspector(
            CatalogRegistry registry,
            StaticCatalogs staticCatalogs,
            LocalCatalogs localCatalogs,
            OpenTransactions transactions,
            WorkerAcknowledgements acknowledgements,
            NodeDirectory directory,
            OtherCoordinators otherCoordinators,
            InternalNodeManager nodeManager)
    {
        this.registry = requireNonNull(registry, "registry is null");
        this.staticCatalogs = requireNonNull(staticCatalogs, "staticCatalogs is null");
        this.localCatalogs = requireNonNull(localCatalogs, "localCatalogs is null");
        this.transactions = requireNonNull(transactions, "transactions is null");
        this.acknowledgements = requireNonNull(acknowledgements, "acknowledgements is null");
        this.directory = requireNonNull(directory, "directory is null");
        this.otherCoordinators = requireNonNull(otherCoordinators, "otherCoordinators is null");
        this.nodeManager = requireNonNull(nodeManager, "nodeManager is null");
    }

    /**
     * A version that new queries will resolve.
     */
    public CatalogInfo inspectIncoming(CatalogVersion version)
    {
        return describe(version, PENDING, transactions.count(version.connectorId()));
    }

    /**
     * A version that new queries resolve.
     */
    public CatalogInfo inspect(CatalogVersion version)
    {
        boolean usable = !nodeManager.getActiveConnectorNodes(version.connectorId()).isEmpty();
        return describe(version, usable ? ACTIVE : PENDING, transactions.count(version.connectorId()));
    }

    /**
     * A version that is stored, whether new queries resolve it already or will.
     */
    public CatalogInfo inspectStored(CatalogVersion version)
    {
        boolean current = registry.getCurrent(version.name().value()).filter(version::equals).isPresent();
        return current ? inspect(version) : inspectIncoming(version);
    }

    /**
     * A version that no new query resolves.
     */
    public CatalogInfo inspectRetired(CatalogVersion version)
    {
        int queries = transactions.count(version.connectorId());
        return describe(version, queries > 0 ? DRAINING : DELETED, queries);
    }

    /**
     * An entry of the store that the coordinator cannot use.
     */
    public CatalogInfo inspect(UnusableCatalog catalog)
    {
        return describe(catalog, CatalogState.FAILED, Optional.of(catalog.error()));
    }

    /**
     * An entry that the coordinator could not use, and that is no longer in the store.
     */
    public CatalogInfo inspectDeleted(UnusableCatalog catalog)
    {
        return describe(catalog, DELETED, Optional.empty());
    }

    /**
     * A catalog from a file or of Presto itself.
     */
    public CatalogInfo inspectStatic(String name)
    {
        Map<String, String> properties = staticCatalogs.getProperties(name);
        ImmutableMap.Builder<String, NodeInfo> nodes = ImmutableMap.<String, NodeInfo>builder()
                .put(coordinatorId(), new NodeInfo(coordinatorId(), true, NodeState.LOADED, Optional.empty(), Optional.empty()));
        nodeManager.getActiveConnectorNodes(new ConnectorId(name)).stream()
                .map(node -> new NodeInfo(node.getNodeIdentifier(), node.isCoordinator(), NodeState.LOADED, Optional.empty(), Optional.empty()))
                .filter(node -> !node.nodeId().equals(coordinatorId()))
                .forEach(node -> nodes.put(node.nodeId(), node));
        return new CatalogInfo(
                name,
                Optional.ofNullable(properties.get(CONNECTOR_NAME)),
                SecretMask.mask(Maps.filterKeys(properties, property -> !property.equals(CONNECTOR_NAME))),
                STATIC,
                Optional.empty(),
                ACTIVE,
                Optional.empty(),
                0,
                List.of(),
                Optional.empty(),
                nodes.build().values().asList());
    }

    private CatalogInfo describe(UnusableCatalog catalog, CatalogState state, Optional<String> error)
    {
        return new CatalogInfo(
                catalog.name(),
                Optional.of(catalog.connectorName()),
                SecretMask.mask(catalog.properties()),
                DYNAMIC,
                Optional.of(catalog.version()),
                state,
                Optional.of(catalog.createdAt()),
                0,
                draining(catalog.name(), catalog.version()),
                error,
                error.map(message -> new NodeInfo(coordinatorId(), true, NodeState.FAILED, localCatalogs.getSince(catalog.connectorId()), error)).map(List::of).orElse(List.of()));
    }

    private CatalogInfo describe(CatalogVersion version, CatalogState state, int queries)
    {
        return new CatalogInfo(
                version.name().value(),
                Optional.of(version.definition().connectorName()),
                SecretMask.mask(version.definition().properties()),
                DYNAMIC,
                Optional.of(version.version()),
                state,
                Optional.of(version.createdAt()),
                queries,
                draining(version.name().value(), version.version()),
                error(version),
                nodes(version));
    }

    private Optional<String> error(CatalogVersion version)
    {
        String name = version.name().value();
        return registry.getUnusable(name).map(UnusableCatalog::error)
                .or(() -> registry.getIncoming(name)
                        .filter(next -> registry.getCurrent(name).equals(Optional.of(version)))
                        .map(next -> "Version %s is stored in its place, and no node can run it yet".formatted(next.version())));
    }

    private List<DrainingInfo> draining(String name, String except)
    {
        return registry.getDraining(name).stream()
                .map(DrainingVersion::version)
                .filter(version -> !version.version().equals(except))
                .map(version -> new DrainingInfo(version.version(), transactions.count(version.connectorId())))
                .filter(version -> version.queries() > 0)
                .toList();
    }

    private List<NodeInfo> nodes(CatalogVersion version)
    {
        ImmutableList.Builder<NodeInfo> nodes = ImmutableList.builder();
        nodes.add(node(coordinatorId(), true, localCatalogs.getStatus(version.connectorId()), localCatalogs.getSince(version.connectorId()), Optional.empty()));
        nodes.addAll(otherCoordinators.getStates(version.id()));
        directory.getWorkerIds().forEach(nodeId ->
                nodes.add(node(
                        nodeId,
                        false,
                        acknowledgements.getStatus(nodeId, version.id()),
                        acknowledgements.getSince(nodeId, version.id()),
                        acknowledgements.getError(nodeId))));
        return nodes.build();
    }

    private static NodeInfo node(String nodeId, boolean coordinator, Optional<LoadStatus> status, Optional<Instant> since, Optional<String> unreachable)
    {
        if (unreachable.isPresent()) {
            return new NodeInfo(nodeId, coordinator, NodeState.UNREACHABLE, since, unreachable);
        }
        LoadStatus known = status.orElse(LoadStatus.LOADING);
        return new NodeInfo(nodeId, coordinator, NodeState.valueOf(known.state().name()), since, known.error());
    }

    private String coordinatorId()
    {
        return nodeManager.getCurrentNode().getNodeIdentifier();
    }
}
