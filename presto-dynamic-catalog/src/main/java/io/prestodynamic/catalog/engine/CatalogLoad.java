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

import com.facebook.airlift.log.Logger;
import com.facebook.presto.metadata.Catalog;
import com.facebook.presto.spi.connector.Connector;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.LoadStatus;
import io.prestodynamic.catalog.engine.cleanup.ConnectorCleanup;
import io.prestodynamic.catalog.engine.errors.ConfigurationErrors;
import io.prestodynamic.catalog.engine.errors.ConnectorFailure;
import io.prestodynamic.catalog.engine.errors.ConnectorFailures;
import io.prestodynamic.catalog.engine.errors.JdbcDrivers;
import io.prestodynamic.catalog.files.FileReferences;
import io.prestodynamic.catalog.files.NodeFiles;
import io.prestodynamic.catalog.limits.CatalogLimits;
import io.prestodynamic.catalog.seam.ConnectorVersions;
import io.prestodynamic.catalog.secrets.CatalogSecrets;
import io.prestodynamic.catalog.secrets.ResolvedDefinition;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

import static io.prestodynamic.catalog.security.LogText.line;
import static io.prestodynamic.catalog.security.LogText.lines;
import static java.lang.Math.min;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Attempt of this node to load a version.
 */
class CatalogLoad
{
    private enum Stage
    {
        NEW,
        WAITING,
        CREATING,
        CANCELLED,
    }

    private static final Logger log = Logger.get(CatalogLoad.class);
    private static final int MAX_RETRY_SECONDS = 300;
    private static final Executor SECRETS_DELAY = CompletableFuture.delayedExecutor(1, SECONDS);

    private final ConnectorCleanup cleanup = new ConnectorCleanup(TrackingMBeanServerBuilder.platformMBeans());
    private final CatalogVersion version;
    private final CatalogSecrets secrets;
    private final NodeFiles files;
    private final CatalogLimits limits;
    private final ConnectorFailures failures;
    private final int previousAttempts;
    private final CompletableFuture<Void> closing;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.NEW);
    private final CompletableFuture<Catalog> created = new CompletableFuture<>();
    private final CompletableFuture<LoadStatus> done = created.handle(this::toStatus);
    private volatile ResolvedDefinition resolved;
    private volatile ConnectorProperties properties = new ConnectorProperties(Map.of());
    private volatile LoadStatus loading = LoadStatus.LOADING;
    private volatile Duration creationTime;
    private volatile long failedAt;
    private volatile Instant since = Instant.now();

    /**
     * @param closing completes when the previous connector with this connector id is closed; creation waits for it
     */
    CatalogLoad(CatalogVersion version, CompletableFuture<Void> closing, CatalogSecrets secrets, NodeFiles files, CatalogLimits limits, ConnectorFailures failures)
    {
        this(version, closing, secrets, files, limits, failures, 0);
    }

    private CatalogLoad(
            CatalogVersion version,
            CompletableFuture<Void> closing,
            CatalogSecrets secrets,
            NodeFiles files,
            CatalogLimits limits,
            ConnectorFailures failures,
            int previousAttempts)
    {
        this.version = requireNonNull(version, "version is null");
        this.secrets = requireNonNull(secrets, "secrets is null");
        this.resolved = ResolvedDefinition.unresolved(version.definition());
        this.files = requireNonNull(files, "files is null");
        this.limits = requireNonNull(limits, "limits is null");
        this.failures = requireNonNull(failures, "failures is null");
        this.closing = requireNonNull(closing, "closing is null");
        this.previousAttempts = previousAttempts;
    }

    void start(ConnectorVersions connectors, ConnectorExecutor executor)
    {
        if (stage.compareAndSet(Stage.NEW, Stage.WAITING)) {
            closing.thenRun(() -> submit(connectors, executor));
        }
    }

    private void submit(ConnectorVersions connectors, ConnectorExecutor executor)
    {
        executor.execute(() -> create(connectors, executor), () -> created.completeExceptionally(LocalCatalogs.creationsExhausted()));
    }

    /**
     * Ends the load if the creation of the connector has not begun.
     */
    void cancel()
    {
        if (stage.compareAndSet(Stage.NEW, Stage.CANCELLED) || stage.compareAndSet(Stage.WAITING, Stage.CANCELLED)) {
            created.cancel(false);
        }
    }

    /**
     * Closes the connector and removes everything that it has registered.
     */
    void close(ConnectorVersions connectors)
    {
        try {
            cleanup.runAs(() -> {
                connectors.close(version.connectorId());
                return null;
            });
        }
        catch (Throwable e) {
            log.error("Error closing catalog %s version %s: %s", version.name(), version.version(), lines(describe(e).trace()));
        }
        finally {
            cleanup.remove();
            files.remove(version);
        }
    }

    CompletableFuture<Catalog> created()
    {
        return created;
    }

    /**
     * Returns a future that never completes exceptionally.
     */
    CompletableFuture<LoadStatus> done()
    {
        return done;
    }

    LoadStatus status()
    {
        return done.getNow(loading);
    }

    Instant since()
    {
        return since;
    }

    String catalogName()
    {
        return version.name().value();
    }

    /**
     * Returns how long the connector took to be created, if it was.
     */
    Optional<Duration> creationTime()
    {
        return catalog().map(catalog -> creationTime);
    }

    Optional<Catalog> catalog()
    {
        return created.isCompletedExceptionally() ? Optional.empty() : Optional.ofNullable(created.getNow(null));
    }

    /**
     * Returns an error in the definition with which the connector was created nevertheless: an ignored property, or a URL that its driver cannot use.
     */
    Optional<String> definitionError()
    {
        return catalog().flatMap(catalog -> describeIgnored().or(() -> findForeignUrl(catalog)))
                .map(error -> "Connector %s refused catalog %s: %s".formatted(version.definition().connectorName(), version.name(), error));
    }

    private Optional<String> describeIgnored()
    {
        String known = properties.getRequested().isEmpty() ? "the connector has no properties" : "known are " + String.join(", ", properties.getRequested());
        return ConfigurationErrors.join(properties.getIgnored().stream().map("Property '%s' is unknown"::formatted).toList())
                .map(unknown -> unknown + "; " + known);
    }

    private Optional<String> findForeignUrl(Catalog catalog)
    {
        Connector connector = catalog.getConnector(catalog.getConnectorId());
        return JdbcDrivers.findForeignUrl(resolved.definition(), connector.getClass().getClassLoader());
    }

    /**
     * Masks the secrets of the definition in a message of the connector.
     */
    String redact(String message)
    {
        return failures.redact(resolved, message);
    }

    /**
     * Describes a failure of the connector.
     */
    ConnectorFailure describe(Throwable failure)
    {
        return failures.describe(resolved, failure);
    }

    boolean isRetryDue()
    {
        Duration delay = new Duration(min(MAX_RETRY_SECONDS, 5L << min(previousAttempts, 10)), SECONDS);
        return status().isFailed() && Duration.nanosSince(failedAt).compareTo(delay) > 0;
    }

    CatalogLoad retry()
    {
        return new CatalogLoad(version, closing, secrets, files, limits, failures, previousAttempts + 1);
    }

    private void create(ConnectorVersions connectors, ConnectorExecutor executor)
    {
        try {
            ResolvedDefinition present = secrets.resolve(FileReferences.resolve(version.definition(), name -> files.path(version, name)));
            if (isMadeFor(present)) {
                create(connectors, present);
            }
            else if (stage.get() == Stage.WAITING) {
                loading = LoadStatus.waiting("waits for the new value of " + secrets.describeChangeable(version.definition()));
                SECRETS_DELAY.execute(() -> submit(connectors, executor));
            }
        }
        // connectors throw errors such as NoClassDefFoundError too; the attempt reports them
        catch (Throwable failure) {
            cleanup.remove();
            files.remove(version);
            created.completeExceptionally(failure);
        }
    }

    private boolean isMadeFor(ResolvedDefinition present)
    {
        return version.fingerprint().isEmpty() || version.fingerprint().equals(secrets.fingerprint(present));
    }

    private void create(ConnectorVersions connectors, ResolvedDefinition present)
    {
        if (!stage.compareAndSet(Stage.WAITING, Stage.CREATING)) {
            return;
        }
        resolved = present;
        properties = new ConnectorProperties(present.definition().properties());
        limits.check(present.definition());
        files.write(version);
        long start = System.nanoTime();
        Catalog catalog = cleanup.runAs(
                () -> ConfigurationLog.withoutConfiguration(() -> connectors.create(version.connectorId(), version.definition().connectorName(), properties)));
        creationTime = Duration.nanosSince(start);
        created.complete(catalog);
    }

    private LoadStatus toStatus(Catalog catalog, Throwable failure)
    {
        since = Instant.now();
        if (failure == null) {
            return LoadStatus.LOADED;
        }
        failedAt = System.nanoTime();
        if (failure instanceof CancellationException) {
            return LoadStatus.failed("The version was closed before it was loaded");
        }
        if (failure instanceof CatalogException refusal) {
            // the creation was not started
            if (previousAttempts == 0) {
                log.warn("Cannot load catalog %s version %s: %s", version.name(), version.version(), line(refusal.getMessage()));
            }
            return LoadStatus.failed(refusal.getMessage());
        }
        ConnectorFailure connectorFailure = describe(failure);
        if (previousAttempts == 0) {
            log.warn("Cannot load catalog %s version %s: %s", version.name(), version.version(), lines(connectorFailure.trace()));
        }
        return LoadStatus.failed(connectorFailure.sentence());
    }
}
