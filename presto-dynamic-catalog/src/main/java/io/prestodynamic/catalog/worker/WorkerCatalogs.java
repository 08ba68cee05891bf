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
package io.prestodynamic.catalog.worker;

import com.facebook.airlift.log.Logger;
import com.facebook.presto.spi.ConnectorId;
import com.google.common.base.Stopwatch;
import com.google.common.collect.ImmutableMap;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.sync.wire.DesiredCatalogs;
import io.prestodynamic.catalog.DynamicCatalogConfig;
import io.prestodynamic.catalog.DynamicCatalogStartup;
import io.prestodynamic.catalog.LoadStatus;
import io.prestodynamic.catalog.engine.LocalCatalogs;
import io.prestodynamic.catalog.sync.wire.DesiredDifference;
import org.weakref.jmx.Managed;

import javax.annotation.concurrent.GuardedBy;
import javax.annotation.concurrent.ThreadSafe;
import javax.inject.Inject;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static io.prestodynamic.catalog.CatalogErrorCode.STARTING;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * Dynamic catalogs of a worker: exactly the versions that any coordinator wants.
 */
@ThreadSafe
public class WorkerCatalogs
        implements DynamicCatalogStartup
{
    private static final Logger log = Logger.get(WorkerCatalogs.class);

    private final LocalCatalogs localCatalogs;
    private final Duration coordinatorLease;

    @GuardedBy("this")
    private final Map<String, FollowedCoordinator> coordinators = new HashMap<>();
    @GuardedBy("this")
    private Map<String, CatalogVersion> wanted = ImmutableMap.of();
    private volatile Optional<Stopwatch> serving = Optional.empty();

    @Inject
    public WorkerCatalogs(LocalCatalogs localCatalogs, DynamicCatalogConfig config)
    {
        this.localCatalogs = requireNonNull(localCatalogs, "localCatalogs is null");
        this.coordinatorLease = config.getCoordinatorLease();
    }

    @Override
    public void loadCatalogs()
    {
        serving = Optional.of(Stopwatch.createStarted());
    }

    /**
     * Returns how long this worker has taken requests of coordinators.
     */
    long servingMillis()
    {
        return serving.map(stopwatch -> stopwatch.elapsed(MILLISECONDS)).orElse(0L);
    }

    /**
     * Returns whether this worker follows these desired catalogs of the coordinator. If it does, the coordinator is known to be alive.
     *
     * @throws CatalogException with {@code STARTING} while this worker cannot create connectors yet
     */
    public synchronized boolean isFollowing(String coordinatorId, String coordinatorInstance, String digest)
    {
        if (serving.isEmpty()) {
            throw starting();
        }
        FollowedCoordinator followed = coordinators.get(coordinatorId);
        if (followed == null || !followed.is(coordinatorInstance, digest)) {
            return false;
        }
        followed.recordContact();
        forgetSilent();
        wanted.values().forEach(version -> localCatalogs.retryIfDue(version.connectorId()));
        return true;
    }

    /**
     * Begins to load what is new, and closes what no coordinator wants any more. A revision older than the latest one of the coordinator is ignored.
     *
     * @throws CatalogException with {@code STARTING} while this worker cannot create connectors yet
     */
    public synchronized void follow(String coordinatorId, String coordinatorInstance, DesiredCatalogs desired)
    {
        if (serving.isEmpty()) {
            throw starting();
        }
        FollowedCoordinator followed = coordinators.get(coordinatorId);
        if (followed != null && followed.instance.equals(coordinatorInstance) && followed.desired.revision() > desired.revision()) {
            return;
        }
        followLatest(coordinatorId, new FollowedCoordinator(coordinatorInstance, desired));
    }

    /**
     * Applies a change to the desired catalogs of the coordinator. Nothing happens if this worker has other ones than the change is based on.
     *
     * @throws CatalogException with {@code STARTING} while this worker cannot create connectors yet
     */
    public synchronized void follow(String coordinatorId, String coordinatorInstance, DesiredDifference change)
    {
        if (serving.isEmpty()) {
            throw starting();
        }
        FollowedCoordinator followed = coordinators.get(coordinatorId);
        if (followed != null && followed.is(coordinatorInstance, change.base())) {
            follow(coordinatorId, coordinatorInstance, change.applyTo(followed.desired));
        }
    }

    /**
     * Completes when each of these versions is loaded or has failed. Versions that this worker does not have count as settled.
     */
    public CompletableFuture<Void> settled(Set<String> ids)
    {
        return CompletableFuture.allOf(ids.stream()
                .map(id -> localCatalogs.whenSettled(new ConnectorId(id)))
                .toArray(CompletableFuture[]::new));
    }

    /**
     * Returns the status of each version that this worker has, by its id.
     */
    public Map<String, LoadStatus> getStatuses()
    {
        return wantedVersions().entrySet().stream()
                .collect(toImmutableMap(Map.Entry::getKey, entry -> localCatalogs.getStatus(entry.getValue().connectorId()).orElse(LoadStatus.LOADING)));
    }

    /**
     * Returns the number of coordinators that this worker follows.
     */
    @Managed
    public synchronized int getCoordinatorsFollowed()
    {
        return coordinators.size();
    }

    @GuardedBy("this")
    private void followLatest(String coordinatorId, FollowedCoordinator followed)
    {
        coordinators.put(coordinatorId, followed);
        coordinators.values().removeIf(coordinator -> coordinator.isSilentFor(coordinatorLease));
        loadWanted();
    }

    @GuardedBy("this")
    private void forgetSilent()
    {
        if (coordinators.values().removeIf(coordinator -> coordinator.isSilentFor(coordinatorLease))) {
            loadWanted();
        }
    }

    /**
     * Begins to load what coordinators want now, and closes what none does any more.
     */
    @GuardedBy("this")
    private void loadWanted()
    {
        Map<String, CatalogVersion> nowWanted = coordinators.values().stream()
                .flatMap(coordinator -> coordinator.desired.versions().stream())
                .collect(toImmutableMap(CatalogVersion::id, version -> version, (first, second) -> first));
        nowWanted.forEach((id, version) -> {
            if (!wanted.containsKey(id)) {
                log.info("Loading catalog %s version %s", version.name(), version.version());
                localCatalogs.load(version);
            }
        });
        wanted.forEach((id, version) -> {
            if (!nowWanted.containsKey(id)) {
                log.info("Closing catalog %s version %s", version.name(), version.version());
                localCatalogs.close(version.connectorId());
            }
        });
        wanted = nowWanted;
    }

    private synchronized Map<String, CatalogVersion> wantedVersions()
    {
        return wanted;
    }

    private static CatalogException starting()
    {
        return new CatalogException(STARTING, "The worker is starting");
    }

    private static class FollowedCoordinator
    {
        private final String instance;
        private final DesiredCatalogs desired;
        private long lastContact = System.nanoTime();

        FollowedCoordinator(String instance, DesiredCatalogs desired)
        {
            this.instance = requireNonNull(instance, "instance is null");
            this.desired = requireNonNull(desired, "desired is null");
        }

        boolean is(String coordinatorInstance, String digest)
        {
            return instance.equals(coordinatorInstance) && desired.digest().equals(digest);
        }

        void recordContact()
        {
            lastContact = System.nanoTime();
        }

        boolean isSilentFor(Duration age)
        {
            return Duration.nanosSince(lastContact).compareTo(age) > 0;
        }
    }
}
