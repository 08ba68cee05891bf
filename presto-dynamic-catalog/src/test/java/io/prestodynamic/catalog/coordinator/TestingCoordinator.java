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
package io.prestodynamic.catalog.coordinator;

import com.facebook.presto.execution.scheduler.NodeSchedulerConfig;
import com.facebook.presto.metadata.SessionPropertyManager;
import com.facebook.presto.metadata.StaticCatalogStoreConfig;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.DynamicCatalogConfig;
import io.prestodynamic.catalog.access.CatalogAccessControl;
import io.prestodynamic.catalog.access.TestingCallers;
import io.prestodynamic.catalog.audit.AuditRecord;
import io.prestodynamic.catalog.coordinator.history.CatalogHistory;
import io.prestodynamic.catalog.coordinator.history.ChangeAuthors;
import io.prestodynamic.catalog.coordinator.history.FoundChanges;
import io.prestodynamic.catalog.coordinator.history.HistoryMaintenance;
import io.prestodynamic.catalog.coordinator.history.RecordedChanges;
import io.prestodynamic.catalog.coordinator.lifecycle.CatalogDistribution;
import io.prestodynamic.catalog.coordinator.lifecycle.CatalogLifecycle;
import io.prestodynamic.catalog.coordinator.lifecycle.CatalogRegistry;
import io.prestodynamic.catalog.coordinator.lifecycle.ConnectorTrial;
import io.prestodynamic.catalog.coordinator.lifecycle.DrainMonitor;
import io.prestodynamic.catalog.coordinator.lifecycle.NameReservations;
import io.prestodynamic.catalog.coordinator.lifecycle.StaticCatalogs;
import io.prestodynamic.catalog.coordinator.listing.CatalogInspector;
import io.prestodynamic.catalog.coordinator.listing.CatalogListing;
import io.prestodynamic.catalog.coordinator.listing.VisibleCatalogs;
import io.prestodynamic.catalog.coordinator.masking.MaskedDefinitions;
import io.prestodynamic.catalog.coordinator.reconcile.ReconciliationStats;
import io.prestodynamic.catalog.coordinator.reconcile.StoreAvailability;
import io.prestodynamic.catalog.coordinator.reconcile.StoreConvergence;
import io.prestodynamic.catalog.coordinator.reconcile.StoreReconciler;
import io.prestodynamic.catalog.coordinator.rotation.RotatingCatalogStore;
import io.prestodynamic.catalog.coordinator.rotation.SecretRotation;
import io.prestodynamic.catalog.engine.ConnectorProbe;
import io.prestodynamic.catalog.engine.LocalCatalogs;
import io.prestodynamic.catalog.engine.TestingCatalogNames;
import io.prestodynamic.catalog.engine.TestingConnectorVersions;
import io.prestodynamic.catalog.engine.queries.TestingOpenTransactions;
import io.prestodynamic.catalog.engine.configuration.CatalogMasks;
import io.prestodynamic.catalog.engine.configuration.PluginConfigurations;
import io.prestodynamic.catalog.engine.errors.ConnectorFailures;
import io.prestodynamic.catalog.files.CatalogFilesConfig;
import io.prestodynamic.catalog.files.FileLimits;
import io.prestodynamic.catalog.files.NodeFiles;
import io.prestodynamic.catalog.files.TestingFiles;
import io.prestodynamic.catalog.files.UploadedFiles;
import io.prestodynamic.catalog.limits.CatalogLimits;
import io.prestodynamic.catalog.limits.PropertyRule;
import io.prestodynamic.catalog.monitor.CatalogGauges;
import io.prestodynamic.catalog.secrets.TestingSecrets;
import io.prestodynamic.catalog.store.CatalogStore;
import io.prestodynamic.catalog.store.CatalogStoreConfig;
import io.prestodynamic.catalog.sync.TestingCluster;

import java.io.Closeable;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * The catalogs of one coordinator, wired as in a server, with fakes of the store, the connectors and the workers.
 */
public class TestingCoordinator
        implements Closeable
{
    public final RotatingCatalogStore store;
    public final TestingSecrets secrets = new TestingSecrets();
    public final TestingConnectorVersions connectors = new TestingConnectorVersions();
    public final TestingCatalogNames names = new TestingCatalogNames();
    public final TestingOpenTransactions transactions = new TestingOpenTransactions();
    public final TestingCluster cluster;
    public final CatalogMasks masks = new CatalogMasks(connectors, new PluginConfigurations());
    public final List<PropertyRule> propertyRules = new CopyOnWriteArrayList<>();
    public final UploadedFiles uploads = new UploadedFiles();
    public final Path filesDirectory = TestingFiles.temporaryDirectory();
    public final NodeFiles files;
    public final LocalCatalogs localCatalogs;
    public final CatalogRegistry registry = new CatalogRegistry();
    public final NameReservations reservations = new NameReservations();
    public final CatalogDistribution distribution;
    public final CatalogLifecycle lifecycle;
    public final TestingCatalogs catalogs;
    public final CatalogListing listing;
    public final VisibleCatalogs visible;
    public final ChangeRights rights;
    public final BulkChanges bulkChanges = new BulkChanges();
    public final CatalogTransfer transfer;
    public final CatalogChangeStats changeStats = new CatalogChangeStats();
    public final CatalogChanges changes;
    public final CatalogGauges gauges;
    public final List<AuditRecord> audit = new CopyOnWriteArrayList<>();
    public final ChangeAuthors authors = new ChangeAuthors();
    public final CatalogHistory history;
    public final HistoryMaintenance historyMaintenance;
    public final ReconciliationStats reconciliationStats = new ReconciliationStats();
    public final StoreReconciler reconciler;
    public final DrainMonitor drainMonitor;
    public final ConnectorTrial trial;
    public final SecretRotation rotation;

    public TestingCoordinator(CatalogStore store)
    {
        this(store, config(), true);
    }

    public TestingCoordinator(CatalogStore store, DynamicCatalogConfig config, boolean schedulesOnCoordinator)
    {
        this(store, config, schedulesOnCoordinator, TestingCallers.open());
    }

    public TestingCoordinator(CatalogStore stored, DynamicCatalogConfig config, boolean schedulesOnCoordinator, CatalogAccessControl accessControl)
    {
        store = new RotatingCatalogStore(stored, secrets.secrets());
        files = TestingFiles.in(filesDirectory, new StoredFiles(uploads, store));
        localCatalogs = new LocalCatalogs(
                connectors,
                names,
                secrets.secrets(),
                files,
                new CatalogLimits(Set.of(), () -> propertyRules),
                new ConnectorFailures(new PluginConfigurations(), masks));
        cluster = new TestingCluster(config);
        StaticCatalogs staticCatalogs = new StaticCatalogs(names, new StaticCatalogStoreConfig().setCatalogConfigurationDir(new File("no-such-directory")));
        distribution = new CatalogDistribution(
                registry,
                localCatalogs,
                cluster.getAcknowledgements(),
                cluster.getSynchronizer(),
                cluster.getNodeManager(),
                cluster.getNodeInfo(),
                new NodeSchedulerConfig().setIncludeCoordinator(schedulesOnCoordinator));
        lifecycle = new CatalogLifecycle(registry, localCatalogs, distribution, new FileLimits(new CatalogFilesConfig()), config);
        trial = new ConnectorTrial(lifecycle, new ConnectorProbe(localCatalogs, new SessionPropertyManager(), masks), config);
        rotation = new SecretRotation(store, secrets.secrets(), registry, reservations, lifecycle, trial, audit::add, config);
        CatalogInspector inspector = new CatalogInspector(
                registry,
                staticCatalogs,
                localCatalogs,
                transactions,
                cluster.getAcknowledgements(),
                cluster.getDirectory(),
                cluster.getOtherCoordinators(),
                cluster.getNodeManager(),
                masks,
                authors,
                rotation);
        StoreAvailability availability = new StoreAvailability(store, new CatalogStoreConfig(), config);
        historyMaintenance = new HistoryMaintenance(new FoundChanges(store, authors), store.history(), config);
        history = new CatalogHistory(store.history(), accessControl, masks);
        StoreConvergence convergence = new StoreConvergence(store, registry, lifecycle, staticCatalogs, reservations, reconciliationStats, historyMaintenance, config);
        reconciler = new StoreReconciler(store, availability, registry, convergence, lifecycle, reconciliationStats, historyMaintenance, config);
        drainMonitor = new DrainMonitor(registry, lifecycle, transactions, config);
        rights = new ChangeRights(accessControl, registry, staticCatalogs);
        catalogs = new TestingCatalogs(new DynamicCatalogStore(
                history,
                registry,
                new MaskedDefinitions(registry, masks),
                new CatalogDeployment(
                        store,
                        new RecordedChanges(store, authors),
                        registry,
                        lifecycle,
                        staticCatalogs,
                        reconciler,
                        cluster.getOtherCoordinators(),
                        inspector,
                        uploads),
                reconciler,
                cluster.getOtherCoordinators(),
                staticCatalogs,
                rights,
                inspector,
                reservations,
                drainMonitor));
        changes = new CatalogChanges(catalogs.store(), accessControl, changeStats, audit::add);
        listing = new CatalogListing(registry, staticCatalogs, inspector, availability);
        visible = new VisibleCatalogs(listing, accessControl);
        gauges = new CatalogGauges(registry, cluster.getDirectory(), cluster.getAcknowledgements());
        ImportPlanner planner = new ImportPlanner(rights, registry, staticCatalogs, new MaskedDefinitions(registry, masks), lifecycle);
        transfer = new CatalogTransfer(store, changes, bulkChanges, planner, registry, catalogs.store(), accessControl, masks, files, audit::add, config);
    }

    /**
     * Returns a configuration with short intervals.
     */
    public static DynamicCatalogConfig config()
    {
        return new DynamicCatalogConfig()
                .setReconcileInterval(new Duration(50, MILLISECONDS))
                .setPushTimeout(new Duration(10, SECONDS))
                .setLoadTimeout(new Duration(10, SECONDS));
    }

    /**
     * Starts everything except the drain monitor.
     */
    public TestingCoordinator start()
    {
        catalogs.loadCatalogs();
        rotation.start();
        return this;
    }

    public TestingCoordinator startDraining()
    {
        drainMonitor.start();
        return this;
    }

    @Override
    public void close()
    {
        connectors.release();
        bulkChanges.stop();
        rotation.stop();
        trial.stop();
        historyMaintenance.stop();
        drainMonitor.stop();
        reconciler.stop();
        distribution.stop();
        localCatalogs.stop();
        cluster.close();
        TestingFiles.delete(filesDirectory);
    }
}
