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

import com.facebook.airlift.node.NodeInfo;
import com.facebook.presto.failureDetector.FailureDetectorConfig;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.sync.wire.DesiredCatalogs;
import io.prestodynamic.catalog.DynamicCatalogConfig;
import io.prestodynamic.catalog.LoadStatus;
import io.prestodynamic.catalog.concurrent.PeriodicTask;
import io.prestodynamic.catalog.sync.BatchedCalls.Call;
import io.prestodynamic.catalog.sync.CatalogPush.Sent;
import io.prestodynamic.catalog.sync.node.AnnouncedNode;
import io.prestodynamic.catalog.sync.node.NodeDirectory;
import io.prestodynamic.catalog.sync.node.WatchedNodes;
import io.prestodynamic.catalog.sync.wire.CatalogSyncClient;
import io.prestodynamic.catalog.sync.wire.DesiredDifference;
import io.prestodynamic.catalog.sync.wire.SyncRequests;
import io.prestodynamic.catalog.sync.wire.SyncRequests.Wait;
import io.prestodynamic.catalog.sync.wire.SyncResponse;

import javax.annotation.PreDestroy;
import javax.annotation.concurrent.ThreadSafe;
import javax.inject.Inject;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.delayedExecutor;
import static java.util.concurrent.CompletableFuture.runAsync;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Synchronizer of the workers with the desired catalogs of this coordinator: at once after a change, when a worker appears, and on a timer. Records answers in
 * {@link WorkerAcknowledgements}.
 */
@ThreadSafe
public class WorkerSynchronizer
{
    private static final long MIN_CHECK_MILLIS = 1000;
    private static final long MIN_WAIT_MILLIS = 50;
    private static final Duration PASS_INTERVAL = new Duration(1, SECONDS);

    // limits how long a slow version delays answers about the others
    private static final long FIRST_WAIT_MILLIS = 200;

    private final NodeDirectory directory;
    private final CatalogSyncClient client;
    private final WorkerSyncStats stats;
    private final WorkerAnswers answers;
    private final SyncRequests requests;
    private final Duration pushTimeout;
    private final Duration reconcileInterval;
    private final PeriodicTask task = new PeriodicTask("dynamic-catalog-sync", "synchronizing workers", this::synchronize);
    private final AtomicReference<DesiredCatalogs> desired = new AtomicReference<>(DesiredCatalogs.NONE);
    private final Set<String> beingChecked = ConcurrentHashMap.newKeySet();
    private long lastFullPass = System.nanoTime();

    @Inject
    public WorkerSynchronizer(
            NodeDirectory directory,
            CatalogSyncClient client,
            WorkerAcknowledgements acknowledgements,
            WorkerSyncStats stats,
            FileAccess fileAccess,
            NodeInfo nodeInfo,
            WatchedNodes watchedNodes,
            FailureDetectorConfig failureDetectorConfig,
            DynamicCatalogConfig config)
    {
        this.directory = requireNonNull(directory, "directory is null");
        this.client = requireNonNull(client, "client is null");
        this.stats = requireNonNull(stats, "stats is null");
        this.answers = new WorkerAnswers(acknowledgements, stats, nodeInfo.getNodeId(), watchedNodes, failureDetectorConfig.getWarmupInterval());
        this.requests = new SyncRequests(
                nodeInfo.getNodeId(),
                // a request may be due just after a pass
                new Duration(config.getReconcileInterval().toMillis() + PASS_INTERVAL.toMillis(), MILLISECONDS),
                fileAccess::address);
        this.pushTimeout = config.getPushTimeout();
        this.reconcileInterval = config.getReconcileInterval();
    }

    /**
     * Begins to synchronize workers on a timer. Must be called after the stored catalogs are known: otherwise workers would close what they have kept since the last
     * start of this coordinator.
     */
    public void start()
    {
        task.start(PASS_INTERVAL);
    }

    @PreDestroy
    public void stop()
    {
        task.stop();
    }

    /**
     * Sends all workers the desired catalogs, and waits for none of them.
     */
    public void update(DesiredCatalogs newDesired)
    {
        push(newDesired, ImmutableSet.of());
    }

    /**
     * Sends all workers the desired catalogs, and reports how one version is loaded.
     */
    public Rollout rollOut(DesiredCatalogs newDesired, CatalogVersion version)
    {
        return push(newDesired, ImmutableSet.of(version.id())).result().get(version.id());
    }

    /**
     * Sends all workers the desired catalogs in one push, and reports how some versions are loaded.
     * @return the rollouts by the ids of the versions
     */
    public Call<Map<String, Rollout>> rollOut(DesiredCatalogs newDesired, Collection<CatalogVersion> versions)
    {
        return push(newDesired, versions.stream().map(CatalogVersion::id).collect(toImmutableSet()));
    }

    private Call<Map<String, Rollout>> push(DesiredCatalogs newDesired, Set<String> ids)
    {
        stats.recordPush();
        long start = System.nanoTime();
        DesiredCatalogs before = desired.getAndAccumulate(newDesired, DesiredCatalogs::later);
        DesiredCatalogs latest = before.later(newDesired);
        Wait wait = new Wait(ids, ids.size() == 1 ? holdMillis(pushTimeout.toMillis()) : Math.min(FIRST_WAIT_MILLIS, holdMillis(pushTimeout.toMillis())));
        CatalogPush push = new CatalogPush(client, requests, stats, latest, DesiredDifference.between(before, latest), wait);
        Set<String> active = directory.getActiveNodeIds();
        List<AnnouncedNode> workers = directory.getWorkers().stream().filter(answers.answering()::canSend).toList();
        Set<AnnouncedNode> waitedFor = workers.stream()
                .filter(worker -> active.contains(worker.nodeId()) && answers.answering().isAnswering(worker))
                .collect(toImmutableSet());
        PushProgress progress = new PushProgress(ids, waitedFor);
        Map<AnnouncedNode, CompletableFuture<?>> waited = new HashMap<>();
        for (AnnouncedNode worker : workers) {
            Question question = new Question(worker, active.contains(worker.nodeId()), wait, start);
            Sent sent = push.send(worker, answers.getStatuses(worker));
            answers.answering().recordRequest(worker, sent.answer());
            CompletableFuture<?> answer = answers.recorded(worker, sent.expected(), sent.answer()).thenAccept(statuses -> report(progress, question, statuses, start));
            if (waitedFor.contains(worker)) {
                waited.put(worker, answer);
            }
        }
        CompletableFuture<Void> answered = CompletableFuture.allOf(waited.values().toArray(CompletableFuture[]::new));
        CompletableFuture<Void> end = CompletableFuture.allOf(answered, progress.finished()).completeOnTimeout(null, pushTimeout.toMillis(), MILLISECONDS);
        end.thenRun(() -> {
            Maps.filterValues(waited, answer -> !answer.isDone()).keySet().forEach(worker -> answers.answering().recordTimeout(worker, start));
            progress.finish();
        });
        return new Call<>(progress.rollouts(), CompletableFuture.anyOf(answered, end));
    }

    /**
     * Records an answer of a worker, and asks again about versions that it is still loading.
     */
    private void report(PushProgress progress, Question asked, Map<String, LoadStatus> statuses, long start)
    {
        Set<String> loading = progress.report(asked.worker, asked.awaited.ids(), statuses, asked.active);
        long left = holdMillis(pushTimeout.toMillis() - Duration.nanosSince(start).toMillis());
        if (!loading.isEmpty() && left >= MIN_WAIT_MILLIS) {
            Wait wait = new Wait(loading, loading.size() == 1 ? left : Math.min(left, 2 * asked.awaited.millis()));
            // at once, unless the worker answered early
            Executor later = delayedExecutor(Math.min(asked.awaited.millis(), FIRST_WAIT_MILLIS) - Duration.nanosSince(asked.time).toMillis(), MILLISECONDS);
            runAsync(() -> askAgain(progress, new Question(asked.worker, asked.active, wait, System.nanoTime()), start), later);
        }
    }

    private void askAgain(PushProgress progress, Question question, long start)
    {
        Map<String, LoadStatus> known = answers.getStatuses(question.worker);
        answers.recorded(question.worker, known, client.send(question.worker, client.encode(requests.ask(desired.get(), known, question.awaited))))
                .thenAccept(statuses -> report(progress, question, statuses, start));
    }

    // less than the push timeout, so that the answer arrives in time
    private static long holdMillis(long millis)
    {
        return millis * 19 / 20;
    }

    /**
     * Runs one pass: asks workers that are new or still loading, and all workers once per reconcile interval, whether they have the desired catalogs, and sends these to
     * those that do not.
     */
    private void synchronize()
    {
        List<AnnouncedNode> workers = directory.getWorkers();
        answers.retain(workers);
        boolean all = Duration.nanosSince(lastFullPass).compareTo(reconcileInterval) >= 0;
        if (all) {
            lastFullPass = System.nanoTime();
        }
        workers.stream()
                .filter(worker -> all || !answers.isSettled(worker))
                .filter(worker -> beingChecked.add(worker.announcementId()))
                .forEach(worker -> check(worker).whenComplete((ignored, failure) -> beingChecked.remove(worker.announcementId())));
    }

    // half an interval at most: if a network drops packets, two connections may be dead, and a third request must still be in time
    private CompletableFuture<?> check(AnnouncedNode worker)
    {
        Map<String, LoadStatus> known = answers.getStatuses(worker);
        return answers.recorded(worker, known, client.send(worker, client.encode(requests.ask(desired.get(), known)))
                .thenCompose(answer -> answer.following() ? CompletableFuture.completedFuture(answer) : tellAgain(worker))
                .orTimeout(Math.max(reconcileInterval.toMillis() / 2, MIN_CHECK_MILLIS), MILLISECONDS));
    }

    private CompletableFuture<SyncResponse> tellAgain(AnnouncedNode worker)
    {
        stats.recordToldAgain();
        return client.send(worker, client.encode(requests.tell(desired.get(), Wait.NONE)));
    }

    /**
     * @param time by {@link System#nanoTime}
     */
    private record Question(AnnouncedNode worker, boolean active, Wait awaited, long time) {}
}
