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

import com.facebook.airlift.log.Logger;
import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.LoadStatus;
import io.prestodynamic.catalog.sync.node.AnnouncedNode;
import io.prestodynamic.catalog.sync.node.AnsweringNodes;
import io.prestodynamic.catalog.sync.node.WatchedNodes;
import io.prestodynamic.catalog.sync.wire.CatalogSyncClient.NodeStartingException;
import io.prestodynamic.catalog.sync.wire.SyncResponse;

import javax.annotation.concurrent.ThreadSafe;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.prestodynamic.catalog.security.LogText.line;
import static java.util.Objects.requireNonNull;

/**
 * Recorder of the answers of workers in {@link WorkerAcknowledgements}. Knows which workers must be asked again, and which do not answer.
 */
@ThreadSafe
class WorkerAnswers
{
    private static final Logger log = Logger.get(WorkerAnswers.class);

    private final WorkerAcknowledgements acknowledgements;
    private final WorkerSyncStats stats;
    private final String nodeId;
    private final WatchedNodes watchedNodes;
    private final long warmupMillis;
    private final Set<String> settled = ConcurrentHashMap.newKeySet();
    private final Set<String> warm = ConcurrentHashMap.newKeySet();
    private final AnsweringNodes answering = new AnsweringNodes();

    /**
     * @param nodeId id of this coordinator
     * @param warmup for how long a new node counts as failed
     */
    WorkerAnswers(WorkerAcknowledgements acknowledgements, WorkerSyncStats stats, String nodeId, WatchedNodes watchedNodes, Duration warmup)
    {
        this.acknowledgements = requireNonNull(acknowledgements, "acknowledgements is null");
        this.stats = requireNonNull(stats, "stats is null");
        this.nodeId = requireNonNull(nodeId, "nodeId is null");
        this.watchedNodes = requireNonNull(watchedNodes, "watchedNodes is null");
        this.warmupMillis = warmup.toMillis();
    }

    AnsweringNodes answering()
    {
        return answering;
    }

    /**
     * Returns whether the worker answered the last request, and is not loading anything.
     */
    boolean isSettled(AnnouncedNode worker)
    {
        return settled.contains(worker.announcementId());
    }

    /**
     * Returns all statuses that the worker has reported.
     */
    Map<String, LoadStatus> getStatuses(AnnouncedNode worker)
    {
        return acknowledgements.getStatuses(worker.nodeId());
    }

    /**
     * Forgets all other workers.
     */
    void retain(Collection<AnnouncedNode> workers)
    {
        acknowledgements.retain(ImmutableSet.<String>builder().add(nodeId).addAll(workers.stream().map(AnnouncedNode::nodeId).iterator()).build());
        Set<String> announcements = workers.stream().map(AnnouncedNode::announcementId).collect(toImmutableSet());
        settled.retainAll(announcements);
        warm.retainAll(announcements);
        answering.retain(workers);
    }

    /**
     * @param known statuses of the worker, if the answer omits them
     * @return the statuses of the worker, empty if it did not answer correctly; never fails
     */
    CompletableFuture<Map<String, LoadStatus>> recorded(AnnouncedNode worker, Map<String, LoadStatus> known, CompletableFuture<SyncResponse> answer)
    {
        return answer.thenApply(response -> {
            Map<String, LoadStatus> statuses = response.statuses().orElse(known);
            answering.recordAnswer(worker);
            acknowledgements.record(worker.nodeId(), response.instance(), response.sequence(), statuses);
            settle(worker, statuses);
            endWarmup(worker, response);
            return statuses;
        }).exceptionally(failure -> {
            recordFailure(worker, failure);
            return ImmutableMap.of();
        });
    }

    // only once: if the worker fails later, Presto warms it up again
    private void endWarmup(AnnouncedNode worker, SyncResponse response)
    {
        if (response.servingMillis() >= warmupMillis && warm.add(worker.announcementId())) {
            watchedNodes.endWarmup(UUID.fromString(worker.announcementId()));
        }
    }

    // a worker that is loading or did not answer is asked again in the next pass
    private void settle(AnnouncedNode worker, Map<String, LoadStatus> statuses)
    {
        if (statuses.values().stream().anyMatch(LoadStatus::isLoading)) {
            settled.remove(worker.announcementId());
        }
        else {
            settled.add(worker.announcementId());
        }
    }

    private void recordFailure(AnnouncedNode worker, Throwable failure)
    {
        stats.recordFailure();
        Throwable cause = Throwables.getRootCause(failure);
        String error = "Worker %s at %s: %s".formatted(worker.nodeId(), worker.uri(), describe(cause));
        if (!acknowledgements.getError(worker.nodeId()).equals(Optional.of(error))) {
            log.warn("Cannot tell a worker about catalogs: %s", line(error));
        }
        if (cause instanceof NodeStartingException) {
            answering.recordAnswer(worker);
            acknowledgements.forget(worker.nodeId());
        }
        else {
            answering.recordFailure(worker);
        }
        acknowledgements.recordError(worker.nodeId(), error);
        settled.remove(worker.announcementId());
    }

    private static String describe(Throwable cause)
    {
        if (cause instanceof TimeoutException) {
            return "No answer in time";
        }
        return Optional.ofNullable(cause.getMessage()).orElseGet(() -> cause.getClass().getSimpleName());
    }
}
