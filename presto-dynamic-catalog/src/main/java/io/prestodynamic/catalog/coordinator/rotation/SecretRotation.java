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
package io.prestodynamic.catalog.coordinator.rotation;

import com.facebook.airlift.log.Logger;
import com.google.common.collect.Maps;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.DynamicCatalogConfig;
import io.prestodynamic.catalog.audit.AuditLog;
import io.prestodynamic.catalog.audit.AuditRecord;
import io.prestodynamic.catalog.concurrent.PeriodicTask;
import io.prestodynamic.catalog.coordinator.lifecycle.CatalogLifecycle;
import io.prestodynamic.catalog.coordinator.lifecycle.CatalogRegistry;
import io.prestodynamic.catalog.coordinator.lifecycle.ConnectorTrial;
import io.prestodynamic.catalog.coordinator.lifecycle.NameReservations;
import io.prestodynamic.catalog.coordinator.lifecycle.NameReservations.Reservation;
import io.prestodynamic.catalog.secrets.CatalogSecrets;
import io.prestodynamic.catalog.secrets.ReferenceText;
import org.weakref.jmx.Managed;

import javax.annotation.PostConstruct;
import javax.annotation.PreDestroy;
import javax.annotation.concurrent.ThreadSafe;
import javax.inject.Inject;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.prestodynamic.catalog.audit.AuditAction.ROTATE;
import static io.prestodynamic.catalog.history.ChangeOrigin.FOUND;
import static io.prestodynamic.catalog.security.LogText.line;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.Executors.newFixedThreadPool;

/**
 * Rotation of the secrets that catalogs refer to. When a value has changed, a version with it is tried on this coordinator. If it works, it is rolled out in the place of
 * the former one, as if the catalog had been replaced. If not, the former one stays in use.
 */
@ThreadSafe
public class SecretRotation
{
    private static final Logger log = Logger.get(SecretRotation.class);
    private static final int MAX_CONCURRENT_TRIALS = 8;

    private final RotatingCatalogStore store;
    private final CatalogSecrets secrets;
    private final CatalogRegistry registry;
    private final NameReservations reservations;
    private final CatalogLifecycle lifecycle;
    private final ConnectorTrial trial;
    private final AuditLog auditLog;
    private final Duration interval;
    private final Map<String, FailedRotation> failures = new ConcurrentHashMap<>();
    private final Set<String> inProgress = ConcurrentHashMap.newKeySet();
    private final AtomicLong rotations = new AtomicLong();
    private final PeriodicTask task = new PeriodicTask("dynamic-catalog-secrets", "comparing the secrets of catalogs", this::rotate);
    // a source that does not answer delays the others
    private final ExecutorService executor = newFixedThreadPool(MAX_CONCURRENT_TRIALS, daemonThreadsNamed("dynamic-catalog-secrets-%s"));

    @Inject
    public SecretRotation(
            RotatingCatalogStore store,
            CatalogSecrets secrets,
            CatalogRegistry registry,
            NameReservations reservations,
            CatalogLifecycle lifecycle,
            ConnectorTrial trial,
            AuditLog auditLog,
            DynamicCatalogConfig config)
    {
        this.store = requireNonNull(store, "store is null");
        this.secrets = requireNonNull(secrets, "secrets is null");
        this.registry = requireNonNull(registry, "registry is null");
        this.reservations = requireNonNull(reservations, "reservations is null");
        this.lifecycle = requireNonNull(lifecycle, "lifecycle is null");
        this.trial = requireNonNull(trial, "trial is null");
        this.auditLog = requireNonNull(auditLog, "auditLog is null");
        this.interval = config.getReconcileInterval();
    }

    @PostConstruct
    public void start()
    {
        task.start(interval);
    }

    @PreDestroy
    public void stop()
    {
        task.stop();
        executor.shutdownNow();
    }

    /**
     * Returns why the present values of the secrets of a version are not used.
     */
    public Optional<String> getError(CatalogVersion version)
    {
        return Optional.ofNullable(failures.get(version.id())).map(FailedRotation::error);
    }

    /**
     * Returns how often new values were rolled out.
     */
    @Managed
    public long getRotations()
    {
        return rotations.get();
    }

    /**
     * Returns the number of catalogs whose present values do not work.
     */
    @Managed
    public int getFailedRotations()
    {
        return failures.size();
    }

    /**
     * Compares the secrets of all catalogs, and begins to try those that have changed.
     */
    void rotate()
    {
        List<CatalogVersion> versions = store.getVersionsWithSecrets().stream()
                .filter(version -> registry.getStoredVersion(version.name().value()).equals(Optional.of(version.version())))
                .toList();
        failures.keySet().retainAll(versions.stream().map(CatalogVersion::id).collect(toImmutableSet()));
        versions.forEach(this::compare);
    }

    private void compare(CatalogVersion version)
    {
        CatalogVersion present;
        try {
            present = version.withFingerprint(secrets.fingerprint(secrets.resolve(version.definition())));
        }
        catch (CatalogException e) {
            if (registry.getDisabled(version.name().value()).isEmpty()) {
                recordFailure(version, version, e.getMessage());
            }
            return;
        }
        if (present.equals(version)) {
            failures.remove(version.id());
        }
        else if (registry.getUnusable(version.name().value()).isPresent() || registry.getDisabled(version.name().value()).isPresent()) {
            // nothing is in use that could be kept; the next comparison with the store takes it
            store.adopt(present);
        }
        else if (isDue(version, present) && inProgress.add(version.id())) {
            executor.execute(() -> attempt(version, present));
        }
    }

    private boolean isDue(CatalogVersion version, CatalogVersion next)
    {
        return Optional.ofNullable(failures.get(version.id())).map(failure -> failure.isDue(next)).orElse(true);
    }

    private void attempt(CatalogVersion version, CatalogVersion next)
    {
        boolean used = false;
        try {
            Optional<String> error = trial.run(next, new CompletableFuture<>()).error();
            used = error.isEmpty() && replace(version, next);
            error.ifPresent(reason -> recordFailure(version, next, reason));
        }
        catch (CatalogException e) {
            recordFailure(version, next, e.getMessage());
        }
        catch (RuntimeException e) {
            log.error(e, "Error trying new secrets of catalog %s", version.name());
        }
        finally {
            if (!used) {
                lifecycle.discard(next.connectorId());
            }
            inProgress.remove(version.id());
        }
    }

    /**
     * Rolls out a version that is loaded here, unless the catalog was or is being changed.
     *
     * @return whether it is rolled out; the rollout ends later
     */
    private boolean replace(CatalogVersion version, CatalogVersion next)
    {
        String name = version.name().value();
        try (Reservation reservation = reservations.reserveToCompare(name).orElse(null)) {
            if (reservation == null || !registry.getStoredVersion(name).equals(Optional.of(version.version()))) {
                return false;
            }
            store.adopt(next);
            lifecycle.rollOut(next).exceptionally(failure -> {
                log.error(failure, "Error rolling out catalog %s version %s", name, next.version());
                return null;
            });
        }
        rotations.incrementAndGet();
        audit(next, "REPLACED", Optional.empty());
        log.info("Catalog %s version %s replaces version %s, because its secrets have changed", version.name(), next.version(), version.version());
        return true;
    }

    private void recordFailure(CatalogVersion version, CatalogVersion next, String reason)
    {
        String error = "The former secrets stay in use, because the present ones cannot be used: " + reason;
        FailedRotation before = failures.get(version.id());
        failures.put(version.id(), new FailedRotation(next, before == null ? 1 : before.attemptsWith(next), error, System.nanoTime()));
        if (before == null || !before.error().equals(error)) {
            audit(next, "INVALID", Optional.of(reason));
            log.warn("Cannot use the present secrets of catalog %s version %s: %s", version.name(), version.version(), line(reason));
        }
    }

    private void audit(CatalogVersion version, String outcome, Optional<String> message)
    {
        Set<String> properties = Maps.filterValues(version.definition().properties(), value -> !new ReferenceText(value).references().isEmpty()).keySet();
        auditLog.record(new AuditRecord(ROTATE, Optional.of(version.name().value()), Optional.of(version.version()), properties, FOUND, outcome, message));
    }
}
