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

import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.engine.CatalogValidation;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.DynamicCatalogConfig;
import io.prestodynamic.catalog.engine.ConnectorProbe;

import javax.annotation.PreDestroy;
import javax.inject.Inject;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static java.lang.Math.max;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.Executors.newSingleThreadScheduledExecutor;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

/**
 * Trial of a version on this coordinator, which takes no longer than the validation timeout unless its connector hangs and cannot be interrupted.
 */
public class ConnectorTrial
{
    private final CatalogLifecycle lifecycle;
    private final ConnectorProbe probe;
    private final Duration timeout;
    private final ScheduledExecutorService timer = newSingleThreadScheduledExecutor(daemonThreadsNamed("dynamic-catalog-validation-timeout"));

    @Inject
    public ConnectorTrial(CatalogLifecycle lifecycle, ConnectorProbe probe, DynamicCatalogConfig config)
    {
        this.lifecycle = requireNonNull(lifecycle, "lifecycle is null");
        this.probe = requireNonNull(probe, "probe is null");
        this.timeout = config.getValidationTimeout();
    }

    @PreDestroy
    public void stop()
    {
        timer.shutdownNow();
    }

    /**
     * Creates the connector of a version and lists its schemas. The version stays loaded, unless this method throws or the connector does not answer in time.
     *
     * @param answer completed when this method ends, and at the timeout even if the connector still hangs
     * @throws CatalogException if the connector cannot be created
     */
    public CatalogValidation run(CatalogVersion version, CompletableFuture<CatalogValidation> answer)
    {
        long start = System.nanoTime();
        try {
            lifecycle.loadNow(version, timeout);
            Thread thread = Thread.currentThread();
            Future<?> timeUp = timer.schedule(
                    () -> giveUp(version, thread, answer),
                    max(0, timeout.toMillis() - NANOSECONDS.toMillis(System.nanoTime() - start)),
                    MILLISECONDS);
            CatalogValidation validation = probe.listSchemas(version);
            timeUp.cancel(false);
            answer.complete(validation);
            return validation;
        }
        catch (RuntimeException e) {
            answer.completeExceptionally(e);
            throw e;
        }
    }

    // most connectors that hang end when they are interrupted or shut down
    private void giveUp(CatalogVersion version, Thread thread, CompletableFuture<CatalogValidation> answer)
    {
        if (answer.complete(probe.withoutAnswer(version, timeout))) {
            thread.interrupt();
            lifecycle.discard(version.connectorId());
        }
    }
}
