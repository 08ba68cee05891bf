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
package io.prestodynamic.catalog.coordinator.lifecycle;

import com.facebook.airlift.log.Logger;
import com.facebook.presto.spi.ConnectorId;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.DynamicCatalogConfig;
import io.prestodynamic.catalog.concurrent.PeriodicTask;
import io.prestodynamic.catalog.engine.queries.OpenTransactions;

import javax.annotation.PostConstruct;
import javax.annotation.PreDestroy;
import javax.inject.Inject;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.prestodynamic.catalog.coordinator.lifecycle.DrainMode.FAIL_QUERIES;
import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Monitor of draining versions. Closes each when no transaction uses it any more. Fails the queries that still use it at the drain timeout, or at once on request.
 */
public class DrainMonitor
{
    private static final Logger log = Logger.get(DrainMonitor.class);

    private static final Duration INTERVAL = new Duration(100, MILLISECONDS);
    // tasks of a failed or cancelled query end on workers a moment after its transaction
    private static final Duration TASKS_END = new Duration(1, SECONDS);
    // limits the wait for a connector that hangs during rollback
    private static final Duration QUERIES_FAIL = new Duration(10, SECONDS);

    private final CatalogRegistry registry;
    private final CatalogLifecycle lifecycle;
    private final OpenTransactions transactions;
    private final Duration drainTimeout;
    private final PeriodicTask task = new PeriodicTask("dynamic-catalog-drain", "closing drained catalogs", this::closeDrained);
    private final Map<String, Long> unusedSince = new HashMap<>();
    private final Map<String, Long> failingSince = new HashMap<>();

    @Inject
    public DrainMonitor(CatalogRegistry registry, CatalogLifecycle lifecycle, OpenTransactions transactions, DynamicCatalogConfig config)
    {
        this.registry = requireNonNull(registry, "registry is null");
        this.lifecycle = requireNonNull(lifecycle, "lifecycle is null");
        this.transactions = requireNonNull(transactions, "transactions is null");
        this.drainTimeout = config.getDrainTimeout();
    }

    @PostConstruct
    public void start()
    {
        task.start(INTERVAL);
    }

    @PreDestroy
    public void stop()
    {
        task.stop();
    }

    /**
     * Fails the queries that use draining versions of a name. Waits until they have failed, but for at most ten seconds.
     * @return the latest of the versions that were in use
     */
    public Optional<CatalogVersion> failQueries(String name)
    {
        List<DrainingVersion> versions = registry.failQueries(name).stream()
                .filter(draining -> transactions.count(draining.version().connectorId()) > 0)
                .toList();
        CompletableFuture.allOf(versions.stream().map(this::failQueries).toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, QUERIES_FAIL.toMillis(), MILLISECONDS)
                .join();
        return versions.stream().max(comparing(DrainingVersion::since)).map(DrainingVersion::version);
    }

    private void closeDrained()
    {
        List<DrainingVersion> versions = registry.getDraining();
        Set<String> ids = versions.stream().map(draining -> draining.version().id()).collect(toImmutableSet());
        unusedSince.keySet().retainAll(ids);
        failingSince.keySet().retainAll(ids);
        // read after the versions, so that a version without queries gets no new ones
        Map<ConnectorId, Integer> queries = transactions.count();
        List<DrainingVersion> drained = versions.stream()
                .filter(draining -> isDrained(draining, queries.getOrDefault(draining.version().connectorId(), 0)))
                .toList();
        lifecycle.close(drained);
        drained.forEach(draining -> log.info("Closed catalog %s version %s", draining.version().name(), draining.version().version()));
    }

    /**
     * Returns whether the version may be closed. Fails the queries that use it if the drain timeout has passed.
     */
    private boolean isDrained(DrainingVersion draining, int queries)
    {
        CatalogVersion version = draining.version();
        if (queries == 0) {
            return hasPassed(TASKS_END, unusedSince.computeIfAbsent(version.id(), id -> System.nanoTime()));
        }
        if (draining.mode() != FAIL_QUERIES && draining.age().compareTo(drainTimeout) <= 0) {
            return false;
        }
        if (failingSince.putIfAbsent(version.id(), System.nanoTime()) == null) {
            log.warn("Failing %s queries that use catalog %s version %s, which has been draining for %s", queries, version.name(), version.version(), draining.age());
        }
        failQueries(draining);
        boolean hopeless = hasPassed(QUERIES_FAIL, failingSince.get(version.id()));
        if (hopeless) {
            log.warn("Closing catalog %s version %s although %s queries that use it do not end: see what its connector waits for", version.name(), version.version(), queries);
        }
        return hopeless;
    }

    private CompletableFuture<Void> failQueries(DrainingVersion draining)
    {
        String name = draining.version().name().value();
        String change = registry.getDisabled(name).isPresent() ? "disabled" : registry.getCurrent(name).isPresent() ? "replaced" : "removed";
        return transactions.fail(draining.version().connectorId(), "Catalog %s was %s while the query was running".formatted(name, change));
    }

    private static boolean hasPassed(Duration duration, long since)
    {
        return Duration.nanosSince(since).compareTo(duration) >= 0;
    }
}
