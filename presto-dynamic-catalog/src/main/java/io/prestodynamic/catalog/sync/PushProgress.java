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
 * How the workers get on with the versions that one push told them of.
 */
@ThreadSafe
class PushProgress
{
    private final Map<String, VersionProgress> versions;

    /**
     * @param ids of the versions
     * @param waitedFor the workers whose word each version waits for
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
     * Takes a worker's word about versions: of each the worker has loaded it, or cannot, or is loading it still.
     *
     * @param statuses what the worker has; nothing where it did not answer
     * @param active whether queries may use the worker
     * @return the versions that it is still loading, and that somebody waits for
     */
    Set<String> report(AnnouncedNode worker, Set<String> ids, Map<String, LoadStatus> statuses, boolean active)
    {
        ids.stream()
                .filter(id -> active && statuses.containsKey(id) && statuses.get(id).isLoaded())
                .forEach(id -> versions.get(id).rollout.runnable().complete(true));
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
     * Completes when all rollouts have finished.
     */
    CompletableFuture<Void> finished()
    {
        return CompletableFuture.allOf(versions.values().stream().map(version -> version.rollout.finished()).toArray(CompletableFuture[]::new));
    }

    /**
     * Waits no longer.
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
            rollout.runnable().complete(false);
        }

        private void finishIfSettled()
        {
            if (waitedFor.isEmpty()) {
                finish();
            }
        }
    }
}
