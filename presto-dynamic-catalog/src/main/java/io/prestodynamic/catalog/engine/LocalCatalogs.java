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
package io.prestodynamic.catalog.engine;

import com.facebook.airlift.stats.TimeStat;
import com.facebook.airlift.stats.TimeStat.BlockTimer;
import com.facebook.presto.metadata.Catalog;
import com.facebook.presto.spi.ConnectorId;
import com.google.common.collect.ImmutableSet;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.LoadState;
import io.prestodynamic.catalog.LoadStatus;
import io.prestodynamic.catalog.engine.configuration.InstalledConnectors;
import io.prestodynamic.catalog.engine.errors.ConnectorFailure;
import io.prestodynamic.catalog.engine.errors.ConnectorFailures;
import io.prestodynamic.catalog.files.NodeFiles;
import io.prestodynamic.catalog.limits.CatalogLimits;
import io.prestodynamic.catalog.seam.CatalogNames;
import io.prestodynamic.catalog.seam.ConnectorVersions;
import io.prestodynamic.catalog.secrets.CatalogSecrets;
import io.prestodynamic.catalog.security.SecretMask;
import org.weakref.jmx.Managed;
import org.weakref.jmx.Nested;

import javax.annotation.PreDestroy;
import javax.annotation.concurrent.ThreadSafe;
import javax.inject.Inject;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.prestodynamic.catalog.CatalogErrorCode.TOO_MANY_CHANGES;
import static io.prestodynamic.catalog.engine.ConnectorThreads.connectorThreads;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Versions of dynamic catalogs on this node, loaded or loading, by connector id. Versions are independent: a slow connector delays no other version.
 */
@ThreadSafe
public class LocalCatalogs
{
    private static final int MAX_CONCURRENT_LOADS = 64;
    private static final int MAX_LOAD_THREADS = 256;
    private static final Duration LOAD_PATIENCE = new Duration(5, SECONDS);

    private final ConnectorVersions connectors;
    private final CatalogNames names;
    private final CatalogSecrets secrets;
    private final NodeFiles files;
    private final CatalogLimits limits;
    private final ConnectorFailures failures;
    private final ConcurrentMap<ConnectorId, CatalogLoad> loads = new ConcurrentHashMap<>();
    private final ConcurrentMap<ConnectorId, CompletableFuture<Void>> closings = new ConcurrentHashMap<>();
    private final ConnectorExecutor executor = new ConnectorExecutor("dynamic-catalog-load", MAX_CONCURRENT_LOADS, MAX_LOAD_THREADS, LOAD_PATIENCE);
    // separate from creation, so that connectors that hang there block no close
    private final ExecutorService closeExecutor = connectorThreads("dynamic-catalog-close-%s");

    private final TimeStat closeTime = new TimeStat(MILLISECONDS);

    @Inject
    public LocalCatalogs(
            ConnectorVersions connectors,
            CatalogNames names,
            CatalogSecrets secrets,
            NodeFiles files,
            CatalogLimits limits,
            ConnectorFailures failures)
    {
        this.connectors = requireNonNull(connectors, "connectors is null");
        this.names = requireNonNull(names, "names is null");
        this.secrets = requireNonNull(secrets, "secrets is null");
        this.files = requireNonNull(files, "files is null");
        this.limits = requireNonNull(limits, "limits is null");
        this.failures = requireNonNull(failures, "failures is null");
    }

    @PreDestroy
    public void stop()
    {
        executor.stop();
        closeExecutor.shutdownNow();
    }

    /**
     * Returns the names of connectors that catalogs may have, sorted.
     */
    public Set<String> getConnectorNames()
    {
        return InstalledConnectors.names(connectors);
    }

    /**
     * Loads a version without publishing it. Does nothing if this node already has the version, in any state.
     *
     * @return completes normally when the version is loaded or has failed
     */
    public CompletableFuture<LoadStatus> load(CatalogVersion version)
    {
        // inside computeIfAbsent, because a concurrent close would make the load wait for its own end
        CatalogLoad load = loads.computeIfAbsent(
                version.connectorId(),
                id -> new CatalogLoad(version, closings.getOrDefault(id, completedFuture(null)), secrets, files, limits, failures));
        load.start(connectors, executor);
        return load.done();
    }

    /**
     * Returns whether the version has failed and its retry delay, which doubles with each attempt, has passed.
     */
    public boolean isRetryDue(ConnectorId connectorId)
    {
        CatalogLoad load = loads.get(connectorId);
        return load != null && load.isRetryDue();
    }

    public void retryIfDue(ConnectorId connectorId)
    {
        CatalogLoad failed = loads.get(connectorId);
        if (failed != null && failed.isRetryDue()) {
            CatalogLoad retry = failed.retry();
            if (loads.replace(connectorId, failed, retry)) {
                retry.start(connectors, executor);
            }
        }
    }

    public Optional<LoadStatus> getStatus(ConnectorId connectorId)
    {
        return Optional.ofNullable(loads.get(connectorId)).map(CatalogLoad::status);
    }

    public Optional<Instant> getSince(ConnectorId connectorId)
    {
        return Optional.ofNullable(loads.get(connectorId)).map(CatalogLoad::since);
    }

    /**
     * Returns the time that it took to create the connector of a loaded version.
     */
    public Optional<Duration> getLoadTime(ConnectorId connectorId)
    {
        return Optional.ofNullable(loads.get(connectorId)).flatMap(CatalogLoad::creationTime);
    }

    /**
     * Returns an error in the definition of a loaded version: an ignored property, or a URL that the driver of the connector cannot use.
     */
    public Optional<String> getDefinitionError(ConnectorId connectorId)
    {
        return Optional.ofNullable(loads.get(connectorId)).flatMap(CatalogLoad::definitionError);
    }

    /**
     * Masks the secrets of a version in a message of its connector. Of a connector that is not dynamic, only URLs are known.
     */
    public String redact(ConnectorId connectorId, String message)
    {
        CatalogLoad load = loads.get(connectorId);
        return load == null ? SecretMask.redactUrls(message) : load.redact(message);
    }

    /**
     * Describes a failure of the connector of a version that this node has.
     */
    ConnectorFailure describe(ConnectorId connectorId, Throwable failure)
    {
        return Optional.ofNullable(loads.get(connectorId)).orElseThrow(() -> notLoaded(connectorId)).describe(failure);
    }

    public Set<ConnectorId> getConnectorIds()
    {
        return ImmutableSet.copyOf(loads.keySet());
    }

    /**
     * Returns the name of the catalog of a version that this node has.
     */
    public Optional<String> getCatalogName(ConnectorId connectorId)
    {
        return Optional.ofNullable(loads.get(connectorId)).map(CatalogLoad::catalogName);
    }

    /**
     * Returns the names of the catalogs of which this node has a version.
     */
    public Set<String> getCatalogNames()
    {
        return loads.values().stream().map(CatalogLoad::catalogName).collect(toImmutableSet());
    }

    /**
     * Returns a future that completes normally when the version is loaded or has failed, at once if this node does not have it.
     */
    public CompletableFuture<?> whenSettled(ConnectorId connectorId)
    {
        CatalogLoad load = loads.get(connectorId);
        return load == null ? completedFuture(null) : load.done();
    }

    /**
     * Returns a future that completes normally when a version that is being closed is gone, at once if it is not being closed.
     */
    public CompletableFuture<?> whenClosed(ConnectorId connectorId)
    {
        return closings.getOrDefault(connectorId, completedFuture(null));
    }

    /**
     * @throws CatalogException {@code TOO_MANY_CHANGES} if all threads are blocked by connectors that hang
     */
    public void checkCapacity()
    {
        if (executor.isExhausted()) {
            throw creationsExhausted();
        }
    }

    static CatalogException creationsExhausted()
    {
        return new CatalogException(
                TOO_MANY_CHANGES,
                "This node creates no more connectors, because %s hang while they are created: find out what they wait for, or restart the node".formatted(MAX_LOAD_THREADS));
    }

    Catalog getLoaded(ConnectorId connectorId)
    {
        return loaded(connectorId).orElseThrow(() -> notLoaded(connectorId));
    }

    private static IllegalStateException notLoaded(ConnectorId connectorId)
    {
        return new IllegalStateException("Catalog is not loaded: " + connectorId);
    }

    /**
     * Makes new queries resolve the catalog name to this version, which must be loaded.
     */
    public void publish(ConnectorId connectorId)
    {
        names.publish(getLoaded(connectorId));
    }

    /**
     * Makes new queries no longer resolve the catalog name to this version.
     */
    public void hide(ConnectorId connectorId)
    {
        loaded(connectorId).ifPresent(names::hide);
    }

    /**
     * Hides a version and closes its connector in the background, after its creation if that has begun. Does nothing if this node does not have the
     * version.
     */
    public void close(ConnectorId connectorId)
    {
        loads.computeIfPresent(connectorId, (id, load) -> {
            load.cancel();
            CompletableFuture<Void> closing = load.created().handleAsync((catalog, failure) -> {
                if (failure == null) {
                    names.hide(catalog);
                    try (BlockTimer ignored = closeTime.time()) {
                        load.close(connectors);
                    }
                }
                return null;
            }, closeExecutor);
            closings.put(id, closing);
            closing.whenComplete((ignored, failure) -> closings.remove(id, closing));
            return null;
        });
    }

    @Managed
    public long getLoadedVersions()
    {
        return count(LoadState.LOADED);
    }

    @Managed
    public long getLoadingVersions()
    {
        return count(LoadState.LOADING);
    }

    @Managed
    public long getFailedVersions()
    {
        return count(LoadState.FAILED);
    }

    @Managed
    public int getClosingVersions()
    {
        return closings.size();
    }

    @Managed
    @Nested
    public TimeStat getCloseTime()
    {
        return closeTime;
    }

    private long count(LoadState state)
    {
        return loads.values().stream().filter(load -> load.status().state() == state).count();
    }

    private Optional<Catalog> loaded(ConnectorId connectorId)
    {
        return Optional.ofNullable(loads.get(connectorId)).flatMap(CatalogLoad::catalog);
    }
}
