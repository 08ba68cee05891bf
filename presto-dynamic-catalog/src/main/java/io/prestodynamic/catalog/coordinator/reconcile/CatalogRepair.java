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
package io.prestodynamic.catalog.coordinator.reconcile;

import io.airlift.units.Duration;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * Repair of a catalog, which makes it what is stored.
 * @param stored the stored version; empty if the catalog is no longer stored
 * @param done completes, never exceptionally, when the version is rolled out or has failed
 */
record CatalogRepair(Optional<String> stored, long start, CompletableFuture<Void> done)
{
    CatalogRepair
    {
        requireNonNull(stored, "stored is null");
        requireNonNull(done, "done is null");
    }

    /**
     * @return completes when the repair is done, or when it has taken this long since its start
     */
    CompletableFuture<Void> doneWithin(Duration patience)
    {
        long left = patience.toMillis() - Duration.nanosSince(start).toMillis();
        return left > 0 ? done.copy().completeOnTimeout(null, left, MILLISECONDS) : completedFuture(null);
    }
}
