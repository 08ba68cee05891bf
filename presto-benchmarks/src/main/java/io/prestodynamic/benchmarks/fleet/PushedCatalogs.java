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
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.sync.wire.DesiredCatalogs;
import io.prestodynamic.catalog.sync.WorkerSynchronizer;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import static io.prestodynamic.benchmarks.report.Measurements.since;
import static java.util.Objects.requireNonNull;

/**
 * Catalogs that are replaced one after the other.
 */
final class PushedCatalogs
{
    private final PushingCoordinator coordinator;
    private final List<CatalogVersion> desired;
    private int revision;
    private int acknowledgements;

    PushedCatalogs(PushingCoordinator coordinator, int catalogs)
    {
        this.coordinator = requireNonNull(coordinator, "coordinator is null");
        desired = new ArrayList<>(IntStream.range(0, catalogs).mapToObj(catalog -> version(catalog, 0)).toList());
    }

    /**
     * Replaces the next catalog.
     *
     * @return time until all workers have answered
     */
    Duration replaceOne()
    {
        revision++;
        int changed = revision % desired.size();
        CatalogVersion version = version(changed, revision);
        desired.set(changed, version);
        DesiredCatalogs next = new DesiredCatalogs(revision, desired);
        long start = System.nanoTime();
        coordinator.get(WorkerSynchronizer.class).rollOut(next, version).finished().join();
        Duration time = since(start);
        acknowledgements += coordinator.countLoaded(version);
        return time;
    }

    int getAcknowledgements()
    {
        return acknowledgements;
    }

    /**
     * Returns a definition of a common size.
     */
    static CatalogDefinition definition(int catalog)
    {
        return new CatalogDefinition(new CatalogName("catalog_" + catalog), "mysql", ImmutableMap.of(
                "connection-url", "jdbc:mysql://database-%s.example.com:3306".formatted(catalog),
                "connection-user", "presto",
                "connection-password", "secret-%s".formatted(catalog)));
    }

    private static CatalogVersion version(int catalog, int revision)
    {
        return new CatalogVersion(definition(catalog), "%s-%06x".formatted(revision, catalog), Instant.EPOCH);
    }
}
