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
package io.prestodynamic.benchmarks.fleet;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.benchmarks.cluster.Connector;
import io.prestodynamic.benchmarks.cluster.Store;
import io.prestodynamic.benchmarks.command.Options;
import io.prestodynamic.benchmarks.fleet.WorkerFleet.Traffic;
import io.prestodynamic.benchmarks.report.MachineDescription;
import io.prestodynamic.benchmarks.report.MarkdownTable;
import io.prestodynamic.benchmarks.report.Measurements;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogSettings;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.coordinator.DynamicCatalogStore;
import io.prestodynamic.catalog.coordinator.change.CatalogRequest;
import io.prestodynamic.catalog.coordinator.change.VersionCondition;
import io.prestodynamic.catalog.coordinator.lifecycle.CatalogRegistry;
import io.prestodynamic.catalog.coordinator.lifecycle.DrainMode;
import io.prestodynamic.catalog.coordinator.listing.CatalogListing;
import io.prestodynamic.catalog.coordinator.reconcile.StoreReconciler;
import io.prestodynamic.catalog.files.FileContents;
import io.prestodynamic.catalog.history.CatalogChange;
import io.prestodynamic.catalog.store.CatalogStore;
import io.prestodynamic.testing.Conditions;
import io.prestodynamic.testing.TestingMySqlServer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static io.prestodynamic.benchmarks.report.Measurements.since;
import static io.prestodynamic.benchmarks.report.Progress.progress;
import static io.prestodynamic.catalog.access.TestingCallers.ANYBODY;
import static io.prestodynamic.catalog.history.ChangeAction.ADDED;
import static io.prestodynamic.catalog.history.ChangeOrigin.FOUND;

/**
 * Benchmark of the cost of reconciliation for a coordinator if nothing has changed, and of the cost of one change, with many catalogs and many workers.
 */
public final class IdleBenchmark
{
    public static final Map<String, String> OPTIONS = ImmutableMap.<String, String>builder()
            .put("catalogs", "1000")
            .put("workers", "100")
            .put("latency-millis", "20")
            .put("intervals", "10")
            .put("changes", "20")
            .put("passes", "50")
            .put("warmup", "50")
            .put("store", "both")
            .build();

    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final String RECONCILE = "dynamic-catalog-reconcile";
    private static final String SYNC = "dynamic-catalog-sync";
    private static final String CLIENT = "http-client-dynamic-catalog";
    private static final String BENCHMARK = "benchmark";

    private final int catalogs;
    private final int workers;
    private final Duration latency;
    private final int intervals;
    private final int changes;
    private final int passes;
    private final int warmup;
    private final List<Store> stores;
    private final MarkdownTable stored = new MarkdownTable("store", "catalogs", "what", "times", "ms", "CPU, ms", "allocated, KB");
    private final MarkdownTable idle = new MarkdownTable(
            "store", "catalogs", "workers", "intervals", "requests", "told, KB", "answered, KB",
            "CPU for the store, ms", "for the workers, ms", "of the HTTP client, ms", "allocated, KB");
    private final MarkdownTable changed = new MarkdownTable(
            "store", "catalogs", "workers", "adds and deletes", "add, ms", "requests for both", "told, KB", "answered, KB", "CPU, ms", "allocated, KB");

    private IdleBenchmark(Options options)
    {
        catalogs = options.number("catalogs");
        workers = options.number("workers");
        latency = Duration.ofMillis(options.number("latency-millis"));
        intervals = options.number("intervals");
        changes = options.number("changes");
        passes = options.number("passes");
        warmup = options.number("warmup");
        stores = options.choices("store", Store.class);
    }

    public static boolean run(Options options)
            throws IOException, InterruptedException
    {
        return new IdleBenchmark(options).run();
    }

    private boolean run()
            throws IOException, InterruptedException
    {
        MachineDescription machine = MachineDescription.ofOneProcess("a coordinator without its HTTP server and the workers' endpoints");
        try (TestingMySqlServer mysql = Connector.startMySql()) {
            for (Store store : stores) {
                Path directory = Files.createTempDirectory("idle");
                try {
                    run(store, ImmutableMap.<String, String>builder()
                            .putAll(store.config(mysql))
                            .put("dynamic-catalog.embedded.path", directory.resolve("catalogs").toString())
                            .put("dynamic-catalog.reconcile-interval", INTERVAL.toSeconds() + "s")
                            .build());
                }
                finally {
                    deleteRecursively(directory, ALLOW_INSECURE);
                }
            }
        }
        System.out.println(machine);
        System.out.println();
        System.out.println(stored);
        System.out.println(idle);
        System.out.println(changed);
        return true;
    }

    private void run(Store store, Map<String, String> config)
            throws InterruptedException
    {
        try (WorkerFleet fleet = new WorkerFleet(workers, latency);
                PushingCoordinator coordinator = new PushingCoordinator(fleet, config, new TestingCatalogsModule())) {
            progress("Storing %s catalogs, with the %s store", catalogs, store);
            CatalogStore catalogStore = coordinator.get(CatalogStore.class);
            for (int catalog = 0; catalog < catalogs; catalog++) {
                CatalogVersion version = catalogStore.prepare(PushedCatalogs.definition(catalog));
                catalogStore.add(version, CatalogSettings.DEFAULT, CatalogChange.stored(ADDED, Optional.empty(), Map.of(), version, FOUND), FileContents.NONE);
            }
            coordinator.get(DynamicCatalogStore.class).loadCatalogs();
            awaitLoaded(coordinator);
            measureStore(store, coordinator);
            measureChanges(store, coordinator, fleet);
            measureIntervals(store, fleet);
        }
    }

    private void awaitLoaded(PushingCoordinator coordinator)
    {
        CatalogRegistry registry = coordinator.get(CatalogRegistry.class);
        Conditions.await("all catalogs are usable here", TIMEOUT, () -> registry.getCurrent().size() == catalogs);
        List<CatalogVersion> versions = registry.getCurrent();
        Conditions.await("all workers have acknowledged all of them", TIMEOUT, () -> versions.stream().allMatch(version -> coordinator.countLoaded(version) == workers));
    }

    private void measureStore(Store store, PushingCoordinator coordinator)
    {
        progress("Reading the store and comparing with it");
        CatalogStore catalogStore = coordinator.get(CatalogStore.class);
        StoreReconciler reconciler = coordinator.get(StoreReconciler.class);
        measure(store, "read all", BENCHMARK, catalogStore::list);
        measure(store, "read all and compare", RECONCILE, () -> reconciler.reconcile().join());
        measure(store, "list all", BENCHMARK, coordinator.get(CatalogListing.class)::list);
    }

    private void measure(Store store, String what, String thread, Runnable pass)
    {
        repeat(warmup, pass);
        ThreadUse before = ThreadUse.of(thread);
        Measurements times = repeat(passes, pass);
        ThreadUse use = ThreadUse.of(thread).since(before).dividedBy(passes);
        stored.add(store, catalogs, what, passes, times.milliseconds(), use.cpuMillis(), use.allocatedKilobytes());
    }

    private void measureChanges(Store store, PushingCoordinator coordinator, WorkerFleet fleet)
    {
        progress("Adding a catalog and deleting it");
        Change change = new Change(coordinator.get(DynamicCatalogStore.class), fleet, PushedCatalogs.definition(catalogs));
        repeat(changes, change::addAndDelete);
        ThreadUse before = ThreadUse.of(PushingCoordinator.THREADS);
        Traffic trafficBefore = fleet.getTraffic();
        Measurements adds = new Measurements();
        for (int i = 0; i < changes; i++) {
            adds.add(change.addAndDelete());
        }
        Traffic traffic = fleet.getTraffic().since(trafficBefore).dividedBy(changes);
        ThreadUse use = ThreadUse.of(PushingCoordinator.THREADS).since(before).dividedBy(changes);
        changed.add(
                store, catalogs, workers, changes, adds.milliseconds(),
                traffic.answers(), traffic.toldKilobytes(), traffic.answeredKilobytes(), use.cpuMillis(), use.allocatedKilobytes());
    }

    private void measureIntervals(Store store, WorkerFleet fleet)
            throws InterruptedException
    {
        progress("Changing nothing for %s s", INTERVAL.multipliedBy(2L * intervals).toSeconds());
        Thread.sleep(INTERVAL.multipliedBy(intervals).toMillis());
        ThreadUse reconcileBefore = ThreadUse.of(RECONCILE);
        ThreadUse syncBefore = ThreadUse.of(SYNC);
        ThreadUse clientBefore = ThreadUse.of(CLIENT);
        ThreadUse allBefore = ThreadUse.of(PushingCoordinator.THREADS);
        Traffic trafficBefore = fleet.getTraffic();
        Thread.sleep(INTERVAL.multipliedBy(intervals).toMillis());
        Traffic traffic = fleet.getTraffic().since(trafficBefore).dividedBy(intervals);
        idle.add(
                store,
                catalogs,
                workers,
                intervals,
                traffic.answers(),
                traffic.toldKilobytes(),
                traffic.answeredKilobytes(),
                ThreadUse.of(RECONCILE).since(reconcileBefore).dividedBy(intervals).cpuMillis(),
                ThreadUse.of(SYNC).since(syncBefore).dividedBy(intervals).cpuMillis(),
                ThreadUse.of(CLIENT).since(clientBefore).dividedBy(intervals).cpuMillis(),
                ThreadUse.of(PushingCoordinator.THREADS).since(allBefore).dividedBy(intervals).allocatedKilobytes());
    }

    private static Measurements repeat(int times, Runnable pass)
    {
        Measurements measurements = new Measurements();
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            pass.run();
            measurements.add(since(start));
        }
        return measurements;
    }

    private record Change(DynamicCatalogStore catalogs, WorkerFleet fleet, CatalogDefinition definition)
    {
        /**
         * Adds the catalog, and deletes it.
         *
         * @return time until the catalog was added, on this coordinator and all workers
         */
        Duration addAndDelete()
        {
            long start = System.nanoTime();
            catalogs.add(ANYBODY, CatalogRequest.of(definition));
            Duration time = since(start);
            long answers = fleet.getTraffic().answers();
            catalogs.remove(ANYBODY, VersionCondition.NONE, definition.name().value(), DrainMode.FINISH_QUERIES);
            Conditions.await("all workers have heard of it", TIMEOUT, () -> fleet.getTraffic().answers() >= answers + fleet.getNodeIds().size());
            return time;
        }
    }
}
