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

import com.facebook.presto.connector.system.GlobalSystemConnector;
import com.facebook.presto.spi.ConnectorId;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.DynamicCatalogConfig;
import io.prestodynamic.catalog.LoadStatus;
import io.prestodynamic.catalog.engine.LocalCatalogs;
import io.prestodynamic.catalog.sync.Rollout;

import javax.annotation.concurrent.ThreadSafe;
import javax.inject.Inject;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import static com.google.common.collect.ImmutableSortedSet.toImmutableSortedSet;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_CONFIGURATION;
import static io.prestodynamic.catalog.CatalogErrorCode.UNKNOWN_CONNECTOR;
import static java.util.Comparator.naturalOrder;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * The life of a version in the cluster: loaded on this coordinator, rolled out to the workers, current, draining, closed. Knows nothing of the store.
 */
@ThreadSafe
public class CatalogLifecycle
{
    private final CatalogRegistry registry;
    private final LocalCatalogs localCatalogs;
    private final CatalogDistribution distribution;
    private final Duration loadTimeout;

    @Inject
    public CatalogLifecycle(CatalogRegistry registry, LocalCatalogs localCatalogs, CatalogDistribution distribution, DynamicCatalogConfig config)
    {
        this.registry = requireNonNull(registry, "registry is null");
        this.localCatalogs = requireNonNull(localCatalogs, "localCatalogs is null");
        this.distribution = requireNonNull(distribution, "distribution is null");
        this.loadTimeout = config.getLoadTimeout();
    }

    /**
     * Refuses what no connector is needed to refuse.
     *
     * @throws CatalogException with {@code UNKNOWN_CONNECTOR} where no plugin has brought the connector, or {@code INVALID_CONFIGURATION} where a property cannot
     * be one of any connector
     */
    public void checkDefinition(CatalogDefinition definition)
    {
        Set<String> installed = installedConnectors();
        if (!installed.contains(definition.connectorName())) {
            throw new CatalogException(UNKNOWN_CONNECTOR, "There is no connector '%s'; installed are: %s".formatted(definition.connectorName(), String.join(", ", installed)));
        }
        definition.properties().keySet().forEach(CatalogLifecycle::checkPropertyName);
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
     * Desires a version that is stored, in place of one that was about to be current or could not be used.
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
     * Loads a stored version on this coordinator, where no query resolves it yet. One that has failed before is tried again when its time has come.
     *
     * @return completes, never exceptionally, when the version is loaded or has failed; one that does not come up within the load timeout has failed for
     * the moment. Empty if the version is no longer wanted.
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
     * Whether a stored version that could not be used is to be looked at again: it has failed and it is time to try once more, or it has come up late.
     */
    public boolean isRetryDue(CatalogVersion version)
    {
        boolean late = registry.getUnusable(version.name().value()).filter(unusable -> unusable.connectorId().equals(version.connectorId())).isPresent() &&
                localCatalogs.getStatus(version.connectorId()).filter(LoadStatus::isLoaded).isPresent();
        return late || localCatalogs.isRetryDue(version.connectorId());
    }

    /**
     * Loads a version on this coordinator, where nobody else sees it, and waits until it is loaded.
     *
     * @throws CatalogException with {@code INVALID_CONFIGURATION} where the connector refuses it, or with {@code TOO_MANY_CHANGES} where too many connectors hang;
     * then nothing is left of it
     */
    public void loadNow(CatalogVersion version)
    {
        loadNow(version, loadTimeout);
    }

    /**
     * @param timeout how long the connector may take to come up
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
     * Closes a version that no worker has, or forgets one that has failed.
     */
    public void discard(ConnectorId connectorId)
    {
        localCatalogs.close(connectorId);
    }

    /**
     * Rolls out a version that is stored and loaded here. New queries resolve it as soon as a node can run it, and the version before until then. Where
     * there is none before, they resolve it at the latest when the answers are in.
     *
     * @return completes when every active worker has answered, or the push timeout has passed
     */
    public CompletableFuture<Void> rollOut(CatalogVersion version)
    {
        stage(version);
        return distribute(version);
    }

    /**
     * Rolls out a version that was found in the store, once it is loaded here. Does nothing if somebody has changed the catalog meanwhile.
     *
     * @return as {@link #rollOut}
     */
    public CompletableFuture<Void> rollOutIfWanted(CatalogVersion version)
    {
        return registry.restage(version) ? distribute(version) : completedFuture(null);
    }

    private CompletableFuture<Void> distribute(CatalogVersion version)
    {
        Rollout rollout = distribution.rollOut(version);
        CompletableFuture<Void> activated = rollout.runnable().thenAccept(runnable -> {
            if (runnable || registry.getCurrent(version.name().value()).isEmpty()) {
                activate(version);
            }
        });
        return CompletableFuture.allOf(activated, rollout.finished());
    }

    /**
     * Whether a version that no node could run when it was rolled out can be run now.
     */
    public boolean isRolloutDue(String name)
    {
        return registry.getIncoming(name)
                .filter(version -> localCatalogs.getStatus(version.connectorId()).filter(LoadStatus::isLoaded).isPresent())
                .filter(distribution::isRunnable)
                .isPresent();
    }

    /**
     * Makes a version current that is staged and loaded here, unless it was retired meanwhile.
     */
    public synchronized void activate(CatalogVersion version)
    {
        if (registry.getIncoming(version.name().value()).filter(incoming -> incoming.id().equals(version.id())).isPresent()) {
            localCatalogs.publish(version.connectorId());
            registry.activate(version);
        }
    }

    /**
     * Desires these versions before they are loaded here, and begins to look after the workers: those that have them keep them, others load them meanwhile.
     */
    public void start(Collection<CatalogVersion> versions)
    {
        versions.forEach(registry::stage);
        distribution.start();
    }

    /**
     * Tells all workers what is desired now, and waits for none of them.
     */
    public void spread()
    {
        distribution.spread();
    }

    /**
     * From now on no new query resolves the name, and the version that it had begins to drain.
     *
     * @return the version that begins to drain
     */
    public synchronized Optional<CatalogVersion> retire(String name)
    {
        registry.getUnusable(name).ifPresent(unusable -> discard(unusable.connectorId()));
        registry.getCurrent(name).ifPresent(version -> localCatalogs.hide(version.connectorId()));
        return registry.retire(name);
    }

    /**
     * Closes versions on all nodes, which are told once for all of them, unless they have come back meanwhile.
     */
    public void close(Collection<DrainingVersion> drained)
    {
        if (drained.stream().filter(this::closeHere).count() > 0) {
            distribution.spread();
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

    private Set<String> installedConnectors()
    {
        return localCatalogs.getConnectorNames().stream()
                // Presto's own, of which there is one catalog
                .filter(name -> !name.equals(GlobalSystemConnector.NAME))
                .collect(toImmutableSortedSet(naturalOrder()));
    }
}
