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

import com.facebook.airlift.log.Logger;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.DynamicCatalogConfig;
import io.prestodynamic.catalog.engine.OpenTransactions;

import javax.annotation.PostConstruct;
import javax.annotation.PreDestroy;
import javax.inject.Inject;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.Executors.newSingleThreadScheduledExecutor;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * Closes versions that were deleted or replaced, when no open transaction uses them any more or the drain timeout has passed.
 */
public class DrainMonitor
{
    private static final Logger log = Logger.get(DrainMonitor.class);

    private final CatalogRegistry registry;
    private final CatalogLifecycle lifecycle;
    private final OpenTransactions transactions;
    private final Duration drainTimeout;
    private final ScheduledExecutorService executor = newSingleThreadScheduledExecutor(daemonThreadsNamed("dynamic-catalog-drain"));

    // versions that no transaction used in the pass before
    private final Set<CatalogVersion> idle = new HashSet<>();

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
        executor.scheduleWithFixedDelay(this::runPass, 100, 100, MILLISECONDS);
    }

    @PreDestroy
    public void stop()
    {
        executor.shutdownNow();
    }

    private void runPass()
    {
        try {
            closeDrained();
        }
        catch (Throwable failure) {
            log.error(failure, "Error closing drained catalogs");
        }
    }

    /**
     * One pass. A version is closed when it was unused twice in a row: a transaction that resolved the name just before it was hidden shows up as a
     * user only when it first turns to the connector.
     */
    private void closeDrained()
    {
        for (DrainingVersion draining : registry.getDraining()) {
            CatalogVersion version = draining.version();
            int queries = transactions.count(version.connectorId());
            if (queries > 0) {
                idle.remove(version);
            }
            boolean unused = queries == 0 && !idle.add(version);
            boolean expired = draining.age().compareTo(drainTimeout) > 0;
            if (unused || expired) {
                if (queries > 0) {
                    log.warn("Closing catalog %s version %s under %s queries: it has been draining for %s", version.name(), version.version(), queries, draining.age());
                }
                lifecycle.close(draining);
                log.info("Closed catalog %s version %s", version.name(), version.version());
            }
        }
        idle.retainAll(registry.getDraining().stream().map(DrainingVersion::version).toList());
    }
}
