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

import io.prestodynamic.catalog.LoadState;
import io.prestodynamic.catalog.LoadStatus;
import io.prestodynamic.catalog.sync.node.AnnouncedNode;

import javax.annotation.concurrent.ThreadSafe;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static com.google.common.collect.ImmutableSet.toImmutableSet;

/**
 * Progress of the workers in loading the versions of one push.
 */
@ThreadSafe
class PushProgress
{
    private final Map<String, VersionProgress> versions;

    /**
     * @param ids ids of the versions
     * @param waitedFor workers whose answers each version waits for
     */
    PushProgress(Set<String> ids, Set<AnnouncedNode> waitedFor)
    {
        versions = ids.stream().collect(toImmutableMap(id -> id, id -> new VersionProgress(waitedFor)));
    }

    Map<String, Rollout> rollouts()
    {
        return versions.entrySet().stream().collect(toImmutableMap(Map.Entry::getKey, version -> version.getValue().rollout));
    }

    /**
     * Records the answer of a worker about versions.
     * @param statuses statuses of the worker; empty if it did not answer
     * @param active whether queries may use the worker
     * @return the versions that the worker is still loading, and whose rollouts are waiting for it
     */
    Set<String> report(AnnouncedNode worker, Set<String> ids, Map<String, LoadStatus> statuses, boolean active)
    {
        ids.stream()
                .filter(id -> active && statuses.containsKey(id) && statuses.get(id).isLoaded())
                .forEach(id -> versions.get(id).rollout.anyLoaded().complete(true));
        Set<String> loading = ids.stream()
                .filter(id -> statuses.containsKey(id) && statuses.get(id).state() == LoadState.LOADING)
                .filter(id -> versions.get(id).isWaitingFor(worker))
                .collect(toImmutableSet());
        ids.stream()
                .filter(id -> !loading.contains(id))
                .forEach(id -> versions.get(id).settle(worker));
        return loading;
    }

    /**
     * Returns a future that completes when all rollouts have finished.
     */
    CompletableFuture<Void> finished()
    {
        return CompletableFuture.allOf(versions.values().stream().map(version -> version.rollout.finished()).toArray(CompletableFuture[]::new));
    }

    /**
     * Finishes all rollouts without the outstanding answers.
     */
    void finish()
    {
        versions.values().forEach(VersionProgress::finish);
    }

    private static class VersionProgress
    {
        private final Set<AnnouncedNode> waitedFor = ConcurrentHashMap.newKeySet();
        private final Rollout rollout = new Rollout(new CompletableFuture<>(), new CompletableFuture<>());

        VersionProgress(Set<AnnouncedNode> waitedFor)
        {
            this.waitedFor.addAll(waitedFor);
            finishIfSettled();
        }

        boolean isWaitingFor(AnnouncedNode worker)
        {
            return !rollout.finished().isDone() && waitedFor.contains(worker);
        }

        void settle(AnnouncedNode worker)
        {
            waitedFor.remove(worker);
            finishIfSettled();
        }

        void finish()
        {
            rollout.finished().complete(null);
            rollout.anyLoaded().complete(false);
        }

        private void finishIfSettled()
        {
            if (waitedFor.isEmpty()) {
                finish();
            }
        }
    }
}
