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
import com.google.common.collect.Maps;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.DynamicCatalogConfig;
import io.prestodynamic.catalog.LoadStatus;
import io.prestodynamic.catalog.NodeInfo;
import io.prestodynamic.catalog.NodeState;
import io.prestodynamic.catalog.sync.BatchedCalls.Call;
import io.prestodynamic.catalog.sync.node.AnnouncedNode;
import io.prestodynamic.catalog.sync.node.AnsweringNodes;
import io.prestodynamic.catalog.sync.node.NodeDirectory;
import io.prestodynamic.catalog.sync.wire.CatalogSyncClient;
import io.prestodynamic.catalog.sync.wire.SyncResponse;

import javax.annotation.Nullable;
import javax.annotation.PreDestroy;
import javax.annotation.concurrent.ThreadSafe;
import javax.inject.Inject;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.prestodynamic.catalog.security.LogText.line;
import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.completedFuture;
import static java.util.concurrent.Executors.newSingleThreadScheduledExecutor;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * Other coordinators on the same store. Each is notified of every change that is made here, so that clients can use it there at once, and is asked for its statuses on
 * a timer. If a notification is lost, the coordinator finds the change when it compares itself with the store.
 */
@ThreadSafe
public class OtherCoordinators
{
    private static final Logger log = Logger.get(OtherCoordinators.class);

    private final NodeDirectory directory;
    private final CatalogSyncClient client;
    private final Duration pushTimeout;
    private final Duration interval;
    private final ScheduledExecutorService executor = newSingleThreadScheduledExecutor(daemonThreadsNamed("dynamic-catalog-coordinators"));
    private final ConcurrentMap<String, PeerAnswers> answers = new ConcurrentHashMap<>();
    private final AtomicLong requests = new AtomicLong();
    private final BatchedCalls<Instant, CompletableFuture<Void>> changes = new BatchedCalls<>(executor, ignored -> tellAll());
    private final AnsweringNodes answering = new AnsweringNodes();

    @Inject
    public OtherCoordinators(NodeDirectory directory, CatalogSyncClient client, DynamicCatalogConfig config)
    {
        this.directory = requireNonNull(directory, "directory is null");
        this.client = requireNonNull(client, "client is null");
        this.pushTimeout = config.getPushTimeout();
        this.interval = config.getReconcileInterval();
    }

    /**
     * Begins to ask for statuses on a timer.
     */
    public void start()
    {
        executor.scheduleWithFixedDelay(this::runPass, 0, interval.toMillis(), MILLISECONDS);
    }

    @PreDestroy
    public void stop()
    {
        // pending notifications are still sent
        executor.shutdown();
    }

    /**
     * Notifies all other coordinators that the store has changed. Changes that are made before they have answered are sent together in the next request.
     * @return completes, never exceptionally, when the active ones that answer have what is stored, or at the push timeout
     */
    public CompletableFuture<Void> tellOfChange()
    {
        if (directory.getOtherCoordinators().isEmpty()) {
            return completedFuture(null);
        }
        return changes.submit(Instant.now()).thenCompose(told -> told);
    }

    private Call<CompletableFuture<Void>> tellAll()
    {
        long start = System.nanoTime();
        Set<String> active = directory.getActiveNodeIds();
        Map<AnnouncedNode, CompletableFuture<Void>> waited = new HashMap<>();
        directory.getOtherCoordinators().stream().filter(answering::canSend).forEach(coordinator -> {
            boolean waitedFor = active.contains(coordinator.nodeId()) && answering.isAnswering(coordinator);
            CompletableFuture<Void> answer = recorded(coordinator, this::tell);
            if (waitedFor) {
                waited.put(coordinator, answer);
            }
        });
        CompletableFuture<Void> told = CompletableFuture.allOf(waited.values().toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, pushTimeout.toMillis(), MILLISECONDS)
                // before the future completes, and so before the next change
                .thenRun(() -> Maps.filterValues(waited, answer -> !answer.isDone()).keySet().forEach(coordinator -> answering.recordTimeout(coordinator, start)));
        return new Call<>(told, told);
    }

    private CompletableFuture<SyncResponse> tell(AnnouncedNode coordinator)
    {
        CompletableFuture<SyncResponse> answer = client.tellOfChange(coordinator);
        answering.recordRequest(coordinator, answer);
        return answer;
    }

    /**
     * Returns the states of one version, in the order of the node ids.
     */
    public List<NodeInfo> getStates(String id)
    {
        return answers.entrySet().stream()
                .sorted(comparing(Map.Entry::getKey))
                .map(entry -> toNodeInfo(entry.getKey(), entry.getValue(), id))
                .collect(toImmutableList());
    }

    private void runPass()
    {
        try {
            List<AnnouncedNode> coordinators = directory.getOtherCoordinators();
            answering.retain(coordinators);
            answers.keySet().retainAll(coordinators.stream().map(AnnouncedNode::nodeId).collect(toImmutableSet()));
            coordinators.forEach(coordinator -> recorded(coordinator, client::ask));
        }
        catch (Throwable failure) {
            log.error(failure, "Error asking other coordinators");
        }
    }

    private CompletableFuture<Void> recorded(AnnouncedNode coordinator, Function<AnnouncedNode, CompletableFuture<SyncResponse>> question)
    {
        long request = requests.incrementAndGet();
        long start = System.nanoTime();
        return question.apply(coordinator).handle((response, failure) -> {
            if (failure == null) {
                answering.recordAnswer(coordinator);
                answers.compute(coordinator.nodeId(), (nodeId, known) -> orNone(known).with(request, response));
            }
            else {
                answering.recordTimeout(coordinator, start);
                recordFailure(coordinator, request, failure);
            }
            return null;
        });
    }

    private void recordFailure(AnnouncedNode coordinator, long request, Throwable failure)
    {
        Throwable cause = Throwables.getRootCause(failure);
        String reason = Optional.ofNullable(cause.getMessage()).orElseGet(() -> cause.getClass().getSimpleName());
        String error = "Coordinator %s at %s: %s".formatted(coordinator.nodeId(), coordinator.uri(), reason);
        answers.compute(coordinator.nodeId(), (nodeId, known) -> {
            PeerAnswers before = orNone(known);
            PeerAnswers after = before.withFailure(request, error);
            if (!after.error().equals(before.error())) {
                log.warn("Cannot tell another coordinator about catalogs, it will compare itself with the store: %s", line(error));
            }
            return after;
        });
    }

    private static PeerAnswers orNone(@Nullable PeerAnswers known)
    {
        return known == null ? PeerAnswers.NONE : known;
    }

    private static NodeInfo toNodeInfo(String nodeId, PeerAnswers answers, String id)
    {
        if (answers.error().isPresent()) {
            return new NodeInfo(nodeId, true, NodeState.UNREACHABLE, Optional.empty(), answers.error());
        }
        LoadStatus status = answers.statuses().getOrDefault(id, LoadStatus.LOADING);
        return new NodeInfo(nodeId, true, NodeState.valueOf(status.state().name()), Optional.empty(), status.error());
    }
}
