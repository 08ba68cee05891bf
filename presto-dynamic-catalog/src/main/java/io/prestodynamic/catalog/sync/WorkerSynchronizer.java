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
import com.facebook.airlift.node.NodeInfo;
import com.google.common.base.Throwables;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.DesiredCatalogs;
import io.prestodynamic.catalog.DesiredChange;
import io.prestodynamic.catalog.DynamicCatalogConfig;
import io.prestodynamic.catalog.LoadStatus;
import io.prestodynamic.catalog.sync.CatalogPush.Sent;
import io.prestodynamic.catalog.sync.CatalogSyncClient.NodeStartingException;

import javax.annotation.PreDestroy;
import javax.annotation.concurrent.ThreadSafe;
import javax.inject.Inject;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.prestodynamic.catalog.security.LogText.line;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.Executors.newSingleThreadScheduledExecutor;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Makes workers have what this coordinator desires: at once on a change, when a worker appears, and on a timer. What workers answer goes to the
 * {@link WorkerAcknowledgements}.
 */
@ThreadSafe
public class WorkerSynchronizer
{
    private static final Logger log = Logger.get(WorkerSynchronizer.class);
    private static final long MIN_CHECK_MILLIS = 1000;
    private static final Duration PASS_INTERVAL = new Duration(1, SECONDS);

    private final NodeDirectory directory;
    private final CatalogSyncClient client;
    private final WorkerAcknowledgements acknowledgements;
    private final WorkerSyncStats stats;
    private final SyncRequests requests;
    private final String nodeId;
    private final Duration pushTimeout;
    private final Duration reconcileInterval;
    private final ScheduledExecutorService executor = newSingleThreadScheduledExecutor(daemonThreadsNamed("dynamic-catalog-sync"));
    private final AtomicReference<DesiredCatalogs> desired = new AtomicReference<>(DesiredCatalogs.NONE);
    private final Set<String> settled = ConcurrentHashMap.newKeySet();
    private final Set<String> beingChecked = ConcurrentHashMap.newKeySet();
    private long lastFullPass = System.nanoTime();

    @Inject
    public WorkerSynchronizer(
            NodeDirectory directory,
            CatalogSyncClient client,
            WorkerAcknowledgements acknowledgements,
            WorkerSyncStats stats,
            NodeInfo nodeInfo,
            DynamicCatalogConfig config)
    {
        this.directory = requireNonNull(directory, "directory is null");
        this.client = requireNonNull(client, "client is null");
        this.acknowledgements = requireNonNull(acknowledgements, "acknowledgements is null");
        this.stats = requireNonNull(stats, "stats is null");
        this.nodeId = nodeInfo.getNodeId();
        this.requests = new SyncRequests(
                nodeId,
                config.getPushTimeout(),
                // a pass may just have been made when it is time to
                new Duration(config.getReconcileInterval().toMillis() + PASS_INTERVAL.toMillis(), MILLISECONDS));
        this.pushTimeout = config.getPushTimeout();
        this.reconcileInterval = config.getReconcileInterval();
    }

    /**
     * Begins to look after workers on a timer. Not before it is known what is desired: workers would close what they have kept while this coordinator was
     * away.
     */
    public void start()
    {
        executor.scheduleWithFixedDelay(this::runPass, PASS_INTERVAL.toMillis(), PASS_INTERVAL.toMillis(), MILLISECONDS);
    }

    @PreDestroy
    public void stop()
    {
        executor.shutdownNow();
    }

    /**
     * Tells all workers what is desired now, and waits for none of them.
     */
    public void update(DesiredCatalogs newDesired)
    {
        push(newDesired, ImmutableSet.of());
    }

    /**
     * Tells all workers what is desired now, and reports how they get on with one version of it.
     */
    public Rollout rollOut(DesiredCatalogs newDesired, CatalogVersion version)
    {
        return push(newDesired, ImmutableSet.of(version.id()));
    }

    private Rollout push(DesiredCatalogs newDesired, Set<String> awaited)
    {
        DesiredCatalogs before = desired.getAndAccumulate(newDesired, WorkerSynchronizer::later);
        DesiredCatalogs latest = later(before, newDesired);
        CatalogPush push = new CatalogPush(client, requests, stats, latest, DesiredChange.between(before, latest), awaited);
        Set<String> active = directory.getActiveNodeIds();

        CompletableFuture<Boolean> runnable = new CompletableFuture<>();
        List<CompletableFuture<Void>> answers = directory.getWorkers().stream()
                .map(worker -> {
                    Sent sent = push.send(worker, acknowledgements.getStatuses(worker.nodeId()));
                    CompletableFuture<Void> answer = recorded(worker, sent.expected(), sent.answer()).thenAccept(statuses -> {
                        if (active.contains(worker.nodeId()) && awaited.stream().map(statuses::get).anyMatch(status -> status != null && status.isLoaded())) {
                            runnable.complete(true);
                        }
                    });
                    return active.contains(worker.nodeId()) ? answer : CompletableFuture.<Void>completedFuture(null);
                })
                .toList();
        CompletableFuture<Void> finished = CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, pushTimeout.toMillis(), MILLISECONDS);
        finished.thenRun(() -> runnable.complete(false));
        return new Rollout(runnable, finished);
    }

    private static DesiredCatalogs later(DesiredCatalogs first, DesiredCatalogs second)
    {
        return first.revision() > second.revision() ? first : second;
    }

    private void runPass()
    {
        try {
            synchronize();
        }
        catch (Throwable failure) {
            log.error(failure, "Error synchronizing workers");
        }
    }

    /**
     * One pass: asks workers that are new or still loading, and all of them when it is time to, whether they have what is desired, and tells those that do not.
     */
    private void synchronize()
    {
        List<AnnouncedNode> workers = directory.getWorkers();
        acknowledgements.retain(ImmutableSet.<String>builder().add(nodeId).addAll(workers.stream().map(AnnouncedNode::nodeId).iterator()).build());
        settled.retainAll(workers.stream().map(AnnouncedNode::announcementId).collect(toImmutableSet()));

        boolean all = Duration.nanosSince(lastFullPass).compareTo(reconcileInterval) >= 0;
        if (all) {
            lastFullPass = System.nanoTime();
        }
        workers.stream()
                .filter(worker -> all || !settled.contains(worker.announcementId()))
                .filter(worker -> beingChecked.add(worker.announcementId()))
                .forEach(worker -> check(worker).whenComplete((ignored, failure) -> beingChecked.remove(worker.announcementId())));
    }

    // half an interval at most: where a network drops packets, two connections may have gone silent, and the third question is to be in time
    private CompletableFuture<?> check(AnnouncedNode worker)
    {
        Map<String, LoadStatus> known = acknowledgements.getStatuses(worker.nodeId());
        return recorded(worker, known, client.send(worker, client.encode(requests.ask(desired.get(), known)))
                .thenCompose(answer -> answer.following() ? CompletableFuture.completedFuture(answer) : tellAgain(worker))
                .orTimeout(Math.max(reconcileInterval.toMillis() / 2, MIN_CHECK_MILLIS), MILLISECONDS));
    }

    private CompletableFuture<SyncResponse> tellAgain(AnnouncedNode worker)
    {
        stats.recordToldAgain();
        return client.send(worker, client.encode(requests.tell(desired.get(), ImmutableSet.of())));
    }

    /**
     * @param known what the worker leaves out where it is as before
     * @return what the worker has, nothing where it gave no answer that makes sense; never fails
     */
    private CompletableFuture<Map<String, LoadStatus>> recorded(AnnouncedNode worker, Map<String, LoadStatus> known, CompletableFuture<SyncResponse> answer)
    {
        return answer.thenApply(response -> {
            Map<String, LoadStatus> statuses = response.statuses().orElse(known);
            acknowledgements.record(worker.nodeId(), response.instance(), response.sequence(), statuses);
            settle(worker, statuses);
            return statuses;
        }).exceptionally(failure -> {
            recordFailure(worker, failure);
            return ImmutableMap.of();
        });
    }

    // a worker that is still loading, or did not answer, is asked again soon
    private void settle(AnnouncedNode worker, Map<String, LoadStatus> statuses)
    {
        if (statuses.containsValue(LoadStatus.LOADING)) {
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
            acknowledgements.forget(worker.nodeId());
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
