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

import com.facebook.presto.spi.ConnectorId;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.DynamicCatalogConfig;
import io.prestodynamic.catalog.LoadStatus;
import io.prestodynamic.catalog.engine.LocalCatalogs;
import io.prestodynamic.catalog.files.FileLimits;
import io.prestodynamic.catalog.sync.Rollout;

import javax.annotation.concurrent.ThreadSafe;
import javax.inject.Inject;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_CONFIGURATION;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.CatalogErrorCode.UNKNOWN_CONNECTOR;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * Transitions of versions: each changes the {@link CatalogRegistry}, the connectors of this coordinator and the workers together. Does not use the store.
 */
@ThreadSafe
public class CatalogLifecycle
{
    private final CatalogRegistry registry;
    private final LocalCatalogs localCatalogs;
    private final CatalogDistribution distribution;
    private final FileLimits fileLimits;
    private final Duration loadTimeout;

    @Inject
    public CatalogLifecycle(CatalogRegistry registry, LocalCatalogs localCatalogs, CatalogDistribution distribution, FileLimits fileLimits, DynamicCatalogConfig config)
    {
        this.registry = requireNonNull(registry, "registry is null");
        this.localCatalogs = requireNonNull(localCatalogs, "localCatalogs is null");
        this.distribution = requireNonNull(distribution, "distribution is null");
        this.fileLimits = requireNonNull(fileLimits, "fileLimits is null");
        this.loadTimeout = config.getLoadTimeout();
    }

    /**
     * Checks whatever can be checked without a connector.
     * @throws CatalogException with {@code INVALID_REQUEST} if no new catalog may have the name or the files, {@code UNKNOWN_CONNECTOR} if no plugin provides the connector, or
     * {@code INVALID_CONFIGURATION} if a property has an invalid name
     */
    public void checkDefinition(CatalogDefinition definition)
    {
        String name = definition.name().value();
        if (CatalogName.RESERVED.contains(name) && registry.getStoredVersion(name).isEmpty()) {
            throw new CatalogException(INVALID_REQUEST, "A catalog cannot be called '%s', because the path /v1/catalog/%s is not that of a catalog".formatted(name, name));
        }
        Set<String> installed = localCatalogs.getConnectorNames();
        if (!installed.contains(definition.connectorName())) {
            throw new CatalogException(UNKNOWN_CONNECTOR, "There is no connector '%s'; installed are: %s".formatted(definition.connectorName(), String.join(", ", installed)));
        }
        definition.properties().keySet().forEach(CatalogLifecycle::checkPropertyName);
        fileLimits.check(definition);
    }

    private static void checkPropertyName(String name)
    {
        if (name.isBlank()) {
            throw new CatalogException(INVALID_CONFIGURATION, "A property has no name");
        }
        if (!name.equals(name.strip())) {
            throw new CatalogException(INVALID_CONFIGURATION, "The name of property '%s' begins or ends with a blank".formatted(name));
        }
        if (name.equals("connector.name")) {
            throw new CatalogException(INVALID_CONFIGURATION, "connector.name is no property; connectorName says which connector the catalog has");
        }
    }

    /**
     * Makes a stored version incoming, and discards the unusable entry that it replaces.
     */
    public synchronized void stage(CatalogVersion version)
    {
        registry.getUnusable(version.name().value())
                .map(UnusableCatalog::connectorId)
                .filter(unusable -> !unusable.equals(version.connectorId()))
                .ifPresent(this::discard);
        registry.stage(version);
    }

    /**
     * Loads an incoming or unusable version on this coordinator. If it has failed, it is loaded again once the time between two attempts has passed.
     * @return completes, never exceptionally, when the version is loaded or has failed. If it is not loaded within the load timeout, it counts as failed until it is.
     * Empty if the version is no longer stored.
     */
    public synchronized Optional<CompletableFuture<LoadStatus>> reload(CatalogVersion version)
    {
        if (!registry.isWanted(version)) {
            return Optional.empty();
        }
        localCatalogs.retryIfDue(version.connectorId());
        return Optional.of(withTimeout(version, localCatalogs.load(version), loadTimeout));
    }

    /**
     * Returns whether an unusable version is due for another attempt, or has been loaded after its load timeout.
     */
    public boolean isRetryDue(CatalogVersion version)
    {
        boolean late = registry.getUnusable(version.name().value()).filter(unusable -> unusable.connectorId().equals(version.connectorId())).isPresent() &&
                localCatalogs.getStatus(version.connectorId()).filter(LoadStatus::isLoaded).isPresent();
        return late || localCatalogs.isRetryDue(version.connectorId());
    }

    /**
     * Loads a version that is not stored yet on this coordinator, and waits until it is loaded.
     * @throws CatalogException with {@code INVALID_CONFIGURATION} if the connector refuses it, or with {@code TOO_MANY_CHANGES} if too many connectors hang;
     * then the version is discarded
     */
    public void loadNow(CatalogVersion version)
    {
        loadNow(version, loadTimeout);
    }

    /**
     * @param timeout how long the connector may take to start
     * @see #loadNow(CatalogVersion)
     */
    public void loadNow(CatalogVersion version, Duration timeout)
    {
        localCatalogs.checkCapacity();
        LoadStatus status = withTimeout(version, localCatalogs.load(version), timeout).join();
        status.error().or(() -> localCatalogs.getDefinitionError(version.connectorId())).ifPresent(error -> {
            discard(version.connectorId());
            throw new CatalogException(INVALID_CONFIGURATION, error);
        });
    }

    /**
     * Closes a version that is not desired, or forgets one that has failed.
     */
    public void discard(ConnectorId connectorId)
    {
        localCatalogs.close(connectorId);
    }

    /**
     * Rolls out a version that is stored and loaded here. It becomes current as soon as a node has loaded it. If the name has no current version, it becomes current
     * at the latest when the future completes.
     * @return completes when every active worker has answered, or the push timeout has passed
     */
    public CompletableFuture<Void> rollOut(CatalogVersion version)
    {
        stage(version);
        return distribute(version);
    }

    /**
     * Rolls out a version that was found in the store and is loaded here. Does nothing if it is no longer stored.
     * @return as {@link #rollOut}
     */
    public CompletableFuture<Void> rollOutIfWanted(CatalogVersion version)
    {
        return registry.restage(version) ? distribute(version) : completedFuture(null);
    }

    private CompletableFuture<Void> distribute(CatalogVersion version)
    {
        Rollout rollout = distribution.rollOut(version);
        CompletableFuture<Void> activated = rollout.anyLoaded().thenAccept(anyLoaded -> {
            if (anyLoaded || registry.getCurrent(version.name().value()).isEmpty()) {
                activate(version);
            }
        });
        return CompletableFuture.allOf(activated, rollout.finished());
    }

    /**
     * Returns whether the incoming version of the name is loaded here and on an active node, so that it can become current.
     */
    public boolean isRolloutDue(String name)
    {
        return registry.getIncoming(name)
                .filter(version -> localCatalogs.getStatus(version.connectorId()).filter(LoadStatus::isLoaded).isPresent())
                .filter(distribution::isRunnable)
                .isPresent();
    }

    /**
     * Makes a version current if it is still incoming. It must be loaded here.
     */
    public synchronized void activate(CatalogVersion version)
    {
        if (registry.getIncoming(version.name().value()).filter(incoming -> incoming.id().equals(version.id())).isPresent()) {
            localCatalogs.publish(version.connectorId());
            registry.activate(version);
        }
    }

    /**
     * Makes versions incoming before they are loaded here, and begins to synchronize workers. So workers keep those that they have, and load the others meanwhile.
     */
    public void start(Collection<CatalogVersion> versions)
    {
        versions.forEach(registry::stage);
        distribution.start();
    }

    public void pushDesired()
    {
        distribution.pushDesired();
    }

    /**
     * Hides the name from new queries, and lets its versions drain.
     * @return the version that was current, or else the one that was incoming
     */
    public synchronized Optional<CatalogVersion> retire(String name)
    {
        hide(name);
        return registry.retire(name);
    }

    private void hide(String name)
    {
        registry.getUnusable(name).ifPresent(unusable -> discard(unusable.connectorId()));
        registry.getCurrent(name).ifPresent(version -> localCatalogs.hide(version.connectorId()));
    }

    /**
     * Hides the name of a stored version from new queries, and lets its versions drain. It is loaded nowhere until it is {@linkplain #stage staged}.
     */
    public synchronized void disable(CatalogVersion version)
    {
        hide(version.name().value());
        registry.disable(version);
    }

    /**
     * Closes drained versions here, and sends workers one request for all of them. Versions that are desired again meanwhile are kept.
     */
    public void close(Collection<DrainingVersion> drained)
    {
        if (drained.stream().filter(this::closeHere).count() > 0) {
            distribution.pushDesired();
        }
    }

    private CompletableFuture<LoadStatus> withTimeout(CatalogVersion version, CompletableFuture<LoadStatus> load, Duration timeout)
    {
        LoadStatus late = LoadStatus.failed("Connector %s did not come up within %s".formatted(version.definition().connectorName(), timeout));
        return load.copy().completeOnTimeout(late, timeout.toMillis(), MILLISECONDS);
    }

    private synchronized boolean closeHere(DrainingVersion drained)
    {
        boolean removed = registry.remove(drained);
        if (removed) {
            localCatalogs.close(drained.version().connectorId());
        }
        return removed;
    }
}
