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
package io.prestodynamic.catalog.coordinator.listing;

import com.facebook.presto.metadata.InternalNodeManager;
import com.facebook.presto.spi.ConnectorId;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.prestodynamic.catalog.CatalogFiles;
import io.prestodynamic.catalog.CatalogInfo;
import io.prestodynamic.catalog.CatalogSettings;
import io.prestodynamic.catalog.CatalogState;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.NodeInfo;
import io.prestodynamic.catalog.NodeState;
import io.prestodynamic.catalog.coordinator.history.ChangeAuthors;
import io.prestodynamic.catalog.coordinator.lifecycle.CatalogRegistry;
import io.prestodynamic.catalog.coordinator.lifecycle.KnownVersions;
import io.prestodynamic.catalog.coordinator.lifecycle.StaticCatalogs;
import io.prestodynamic.catalog.coordinator.lifecycle.UnusableCatalog;
import io.prestodynamic.catalog.coordinator.rotation.SecretRotation;
import io.prestodynamic.catalog.engine.LocalCatalogs;
import io.prestodynamic.catalog.engine.queries.OpenTransactions;
import io.prestodynamic.catalog.engine.configuration.CatalogMasks;
import io.prestodynamic.catalog.sync.OtherCoordinators;
import io.prestodynamic.catalog.sync.WorkerAcknowledgements;
import io.prestodynamic.catalog.sync.node.NodeDirectory;

import javax.inject.Inject;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static io.prestodynamic.catalog.CatalogInfo.Source.DYNAMIC;
import static io.prestodynamic.catalog.CatalogInfo.Source.STATIC;
import static io.prestodynamic.catalog.CatalogState.ACTIVE;
import static io.prestodynamic.catalog.CatalogState.DELETED;
import static io.prestodynamic.catalog.CatalogState.DISABLED;
import static io.prestodynamic.catalog.CatalogState.DRAINING;
import static io.prestodynamic.catalog.CatalogState.PENDING;
import static io.prestodynamic.catalog.coordinator.lifecycle.StaticCatalogs.CONNECTOR_NAME;
import static java.util.Objects.requireNonNull;

/**
 * Inspector of the state of a catalog on all nodes.
 */
public class CatalogInspector
{
    private final CatalogRegistry registry;
    private final StaticCatalogs staticCatalogs;
    private final LocalCatalogs localCatalogs;
    private final OpenTransactions transactions;
    private final WorkerAcknowledgements acknowledgements;
    private final NodeDirectory directory;
    private final OtherCoordinators otherCoordinators;
    private final InternalNodeManager nodeManager;
    private final CatalogMasks masks;
    private final ChangeAuthors authors;
    private final SecretRotation rotation;

    @Inject
    public CatalogInspector(
            CatalogRegistry registry,
            StaticCatalogs staticCatalogs,
            LocalCatalogs localCatalogs,
            OpenTransactions transactions,
            WorkerAcknowledgements acknowledgements,
            NodeDirectory directory,
            OtherCoordinators otherCoordinators,
            InternalNodeManager nodeManager,
            CatalogMasks masks,
            ChangeAuthors authors,
            SecretRotation rotation)
    {
        this.registry = requireNonNull(registry, "registry is null");
        this.staticCatalogs = requireNonNull(staticCatalogs, "staticCatalogs is null");
        this.localCatalogs = requireNonNull(localCatalogs, "localCatalogs is null");
        this.transactions = requireNonNull(transactions, "transactions is null");
        this.acknowledgements = requireNonNull(acknowledgements, "acknowledgements is null");
        this.directory = requireNonNull(directory, "directory is null");
        this.otherCoordinators = requireNonNull(otherCoordinators, "otherCoordinators is null");
        this.nodeManager = requireNonNull(nodeManager, "nodeManager is null");
        this.masks = requireNonNull(masks, "masks is null");
        this.authors = requireNonNull(authors, "authors is null");
        this.rotation = requireNonNull(rotation, "rotation is null");
    }

    /**
     * Returns a snapshot for the inspection of one catalog.
     */
    ClusterSnapshot now()
    {
        return snapshot(transactions::count);
    }

    /**
     * Returns a snapshot for the inspection of many catalogs, which must have been read before.
     */
    ClusterSnapshot snapshot()
    {
        Map<ConnectorId, Integer> counts = transactions.count();
        return snapshot(connectorId -> counts.getOrDefault(connectorId, 0));
    }

    private ClusterSnapshot snapshot(ToIntFunction<ConnectorId> counts)
    {
        return new ClusterSnapshot(
                counts,
                directory.getWorkerIds().stream().collect(toImmutableMap(nodeId -> nodeId, acknowledgements::get)),
                directory.getActiveNodeIds().stream().map(acknowledgements::get).toList());
    }

    /**
     * Describes a version that is about to be current.
     */
    CatalogInfo inspectIncoming(CatalogVersion version, ClusterSnapshot cluster)
    {
        return describe(version, PENDING, cluster.queries(version), cluster);
    }

    /**
     * Describes a current version.
     */
    CatalogInfo inspect(CatalogVersion version, ClusterSnapshot cluster)
    {
        return describe(version, cluster.isRunnable(version) ? ACTIVE : PENDING, cluster.queries(version), cluster);
    }

    /**
     * Describes a stored version, which is current or about to be.
     */
    public CatalogInfo inspectStored(CatalogVersion version)
    {
        boolean current = registry.getCurrent(version.name().value()).filter(version::equals).isPresent();
        return current ? inspect(version, now()) : inspectIncoming(version, now());
    }

    /**
     * Describes what is stored of a name.
     *
     * @throws java.util.NoSuchElementException if nothing is stored
     */
    public CatalogInfo inspectStored(String name)
    {
        KnownVersions known = registry.getAll(name);
        return Stream.of(
                known.unusable().stream().map(this::inspect),
                known.disabled().stream().map(this::inspectDisabled),
                Stream.concat(known.incoming().stream(), known.current().stream()).map(this::inspectStored))
                .flatMap(catalogs -> catalogs)
                .findFirst()
                .orElseThrow();
    }

    /**
     * Describes a stored version that no node loads. Its nodes are those that have not closed it yet.
     */
    public CatalogInfo inspectDisabled(CatalogVersion version)
    {
        return inspectDisabled(version, now());
    }

    CatalogInfo inspectDisabled(CatalogVersion version, ClusterSnapshot cluster)
    {
        return describe(version, DISABLED, cluster.queries(version), cluster);
    }

    /**
     * Describes a version that new queries do not resolve.
     */
    public CatalogInfo inspectRetired(CatalogVersion version)
    {
        return inspectRetired(version, now());
    }

    CatalogInfo inspectRetired(CatalogVersion version, ClusterSnapshot cluster)
    {
        int queries = cluster.queries(version);
        return describe(version, queries > 0 ? DRAINING : DELETED, queries, cluster);
    }

    /**
     * Describes a stored entry that this coordinator cannot use.
     */
    public CatalogInfo inspect(UnusableCatalog catalog)
    {
        return inspect(catalog, now());
    }

    CatalogInfo inspect(UnusableCatalog catalog, ClusterSnapshot cluster)
    {
        return describe(catalog, CatalogState.FAILED, Optional.of(catalog.error()), cluster);
    }

    /**
     * Describes an unusable entry that was removed from the store.
     */
    public CatalogInfo inspectDeleted(UnusableCatalog catalog)
    {
        return describe(catalog, DELETED, Optional.empty(), now());
    }

    /**
     * Describes a catalog from a file, or of Presto itself.
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
                masks.of(properties.getOrDefault(CONNECTOR_NAME, ""), Maps.filterKeys(properties, property -> !property.equals(CONNECTOR_NAME))).masked(),
                CatalogFiles.NONE,
                STATIC,
                Optional.empty(),
                ACTIVE,
                Optional.empty(),
                Optional.empty(),
                CatalogSettings.DEFAULT,
                0,
                List.of(),
                Optional.empty(),
                nodes.build().values().asList());
    }

    private CatalogInfo describe(UnusableCatalog catalog, CatalogState state, Optional<String> error, ClusterSnapshot cluster)
    {
        return new CatalogInfo(
                catalog.name(),
                Optional.of(catalog.connectorName()),
                masks.of(catalog.connectorName(), catalog.properties()).masked(),
                catalog.files(),
                DYNAMIC,
                Optional.of(catalog.version()),
                state,
                Optional.of(catalog.createdAt()),
                authors.get(catalog.name(), catalog.version()),
                registry.getSettings(catalog.name()),
                0,
                cluster.draining(registry.getDraining(catalog.name()), catalog.version()),
                error,
                error.map(message -> new NodeInfo(coordinatorId(), true, NodeState.FAILED, localCatalogs.getSince(catalog.connectorId()), error)).map(List::of).orElse(List.of()));
    }

    private CatalogInfo describe(CatalogVersion version, CatalogState state, int queries, ClusterSnapshot cluster)
    {
        return new CatalogInfo(
                version.name().value(),
                Optional.of(version.definition().connectorName()),
                masks.of(version.definition()).masked(),
                version.definition().files(),
                DYNAMIC,
                Optional.of(version.version()),
                state,
                Optional.of(version.createdAt()),
                authors.get(version.name().value(), version.version()),
                registry.getSettings(version.name().value()),
                queries,
                cluster.draining(registry.getDraining(version.name().value()), version.version()),
                error(version, cluster),
                state == DISABLED ? nodes(version, cluster).stream().filter(node -> node.state() == NodeState.LOADED).toList() : nodes(version, cluster));
    }

    private Optional<String> error(CatalogVersion version, ClusterSnapshot cluster)
    {
        String name = version.name().value();
        return registry.getUnusable(name).map(UnusableCatalog::error)
                .or(() -> registry.getIncoming(name)
                        .filter(next -> registry.getCurrent(name).equals(Optional.of(version)))
                        .map(next -> describeIncoming(next, cluster)))
                .or(() -> rotation.getError(version));
    }

    private static String describeIncoming(CatalogVersion version, ClusterSnapshot cluster)
    {
        Optional<NodeInfo> worker = cluster.workers(version).stream().filter(node -> node.error().isPresent()).findFirst();
        return "Version %s is stored in its place, and no node can run it yet%s".formatted(
                version.version(),
                worker.map(node -> "; worker %s: %s".formatted(node.nodeId(), node.error().orElseThrow())).orElse(""));
    }

    private List<NodeInfo> nodes(CatalogVersion version, ClusterSnapshot cluster)
    {
        ImmutableList.Builder<NodeInfo> nodes = ImmutableList.builder();
        nodes.add(ClusterSnapshot.node(coordinatorId(), true, localCatalogs.getStatus(version.connectorId()), localCatalogs.getSince(version.connectorId()), Optional.empty()));
        nodes.addAll(otherCoordinators.getStates(version.id()));
        nodes.addAll(cluster.workers(version));
        return nodes.build();
    }

    private String coordinatorId()
    {
        return nodeManager.getCurrentNode().getNodeIdentifier();
    }
}
