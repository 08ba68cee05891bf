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
package io.prestodynamic.catalog.sync;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.sync.wire.DesiredCatalogs;
import io.prestodynamic.catalog.LoadStatus;
import io.prestodynamic.catalog.sync.node.AnnouncedNode;
import io.prestodynamic.catalog.sync.wire.CatalogSyncClient;
import io.prestodynamic.catalog.sync.wire.DesiredDifference;
import io.prestodynamic.catalog.sync.wire.SyncRequests;
import io.prestodynamic.catalog.sync.wire.SyncRequests.Wait;
import io.prestodynamic.catalog.sync.wire.SyncResponse;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import static java.util.Objects.requireNonNull;

/**
 * Requests of one push. A worker that follows the former desired catalogs gets the difference, any other all desired catalogs. Each request is encoded once for all
 * workers that get it. Used by one thread.
 */
class CatalogPush
{
    private final CatalogSyncClient client;
    private final SyncRequests requests;
    private final WorkerSyncStats stats;
    private final DesiredCatalogs desired;
    private final DesiredDifference change;
    private final Wait wait;
    private final Supplier<byte[]> inFull;
    private final Map<Map<String, LoadStatus>, Difference> differences = new HashMap<>();

    CatalogPush(CatalogSyncClient client, SyncRequests requests, WorkerSyncStats stats, DesiredCatalogs desired, DesiredDifference change, Wait wait)
    {
        this.client = requireNonNull(client, "client is null");
        this.requests = requireNonNull(requests, "requests is null");
        this.stats = requireNonNull(stats, "stats is null");
        this.desired = requireNonNull(desired, "desired is null");
        this.change = requireNonNull(change, "change is null");
        this.wait = requireNonNull(wait, "wait is null");
        inFull = Suppliers.memoize(() -> client.encode(requests.tell(desired, wait)));
    }

    /**
     * @param known statuses that the worker has reported
     */
    Sent send(AnnouncedNode worker, Map<String, LoadStatus> known)
    {
        if (change.added().size() >= desired.versions().size()) {
            return new Sent(ImmutableMap.of(), client.send(worker, inFull.get()));
        }
        Difference difference = differences.computeIfAbsent(known, this::difference);
        return new Sent(difference.expected(), client.send(worker, difference.request())
                .thenCompose(answer -> answer.following() ? CompletableFuture.completedFuture(answer) : sendInFull(worker)));
    }

    // a worker that has reached this state need not send its statuses
    private Difference difference(Map<String, LoadStatus> known)
    {
        Map<String, LoadStatus> expected = new HashMap<>(known);
        expected.keySet().removeAll(change.removed());
        change.added().forEach(version -> expected.put(version.id(), LoadStatus.LOADED));
        return new Difference(ImmutableMap.copyOf(expected), client.encode(requests.tell(desired, change, expected, wait)));
    }

    private CompletableFuture<SyncResponse> sendInFull(AnnouncedNode worker)
    {
        stats.recordToldAgain();
        return client.send(worker, inFull.get());
    }

    /**
     * @param expected statuses of the worker, if the answer omits them
     */
    record Sent(Map<String, LoadStatus> expected, CompletableFuture<SyncResponse> answer) {}

    private record Difference(Map<String, LoadStatus> expected, byte[] request) {}
}
