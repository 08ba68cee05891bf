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

import com.facebook.presto.spi.ConnectorId;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import io.prestodynamic.catalog.LoadStatus;

import javax.annotation.concurrent.GuardedBy;
import javax.annotation.concurrent.ThreadSafe;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.Objects.requireNonNull;

/**
 * What each node last told this coordinator that it has loaded. The scheduler uses a node for a dynamic catalog exactly while the node has
 * acknowledged that version.
 */
@ThreadSafe
public class WorkerAcknowledgements
{
    @GuardedBy("this")
    private final Map<String, Worker> workers = new HashMap<>();

    private volatile Set<ConnectorId> dynamicConnectors = ImmutableSet.of();

    /**
     * The connectors that acknowledgements decide about; for all others announcements do.
     */
    public void setDynamicConnectors(Collection<ConnectorId> connectorIds)
    {
        dynamicConnectors = ImmutableSet.copyOf(connectorIds);
    }

    public boolean isDynamic(ConnectorId connectorId)
    {
        return dynamicConnectors.contains(connectorId);
    }

    /**
     * Whether the node can run splits of the connector.
     */
    public synchronized boolean isLoaded(String nodeId, ConnectorId connectorId)
    {
        Worker worker = workers.get(nodeId);
        return worker != null && worker.loaded.contains(connectorId);
    }

    /**
     * @return empty where the node has not said anything of the version
     */
    public synchronized Optional<LoadStatus> getStatus(String nodeId, String id)
    {
        return Optional.ofNullable(workers.get(nodeId)).map(worker -> worker.statuses.get(id));
    }

    /**
     * @return empty if the node has not said anything of the connector's version
     */
    synchronized Optional<LoadStatus> getStatus(String nodeId, ConnectorId connectorId)
    {
        return getStatuses(nodeId).entrySet().stream()
                .filter(status -> new ConnectorId(status.getKey()).equals(connectorId))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /**
     * All that the node has said, by the ids of the versions; nothing where it has not said anything.
     */
    synchronized Map<String, LoadStatus> getStatuses(String nodeId)
    {
        return workers.getOrDefault(nodeId, Worker.UNKNOWN).statuses;
    }

    /**
     * @return why the last attempt to talk to the node failed, empty where it did not
     */
    public synchronized Optional<String> getError(String nodeId)
    {
        return Optional.ofNullable(workers.get(nodeId)).flatMap(worker -> worker.error);
    }

    /**
     * When the node came into the state that it has with a version, by this coordinator's clock.
     *
     * @return empty where the node can be reached and has not said anything of the version
     */
    public synchronized Optional<Instant> getSince(String nodeId, String id)
    {
        return Optional.ofNullable(workers.get(nodeId)).flatMap(worker -> worker.since(id));
    }

    /**
     * Takes a node's word, unless a later one is known.
     *
     * @param instance differs for every start of the node
     * @param sequence orders what one instance says
     */
    public synchronized void record(String nodeId, String instance, long sequence, Map<String, LoadStatus> statuses)
    {
        Worker known = workers.get(nodeId);
        if (known == null || !known.instance.equals(instance) || known.sequence < sequence) {
            workers.put(nodeId, new Worker(instance, sequence, statuses, sinceWhen(known, instance, statuses), Optional.empty(), Optional.empty()));
        }
    }

    /**
     * The node could not be asked. What it has acknowledged stays: whether it lives is the failure detector's business, and a worker that is too busy
     * to answer goes on with its queries.
     */
    public synchronized void recordError(String nodeId, String error)
    {
        Worker known = workers.getOrDefault(nodeId, Worker.UNKNOWN);
        workers.put(nodeId, known.with(error));
    }

    /**
     * The node has nothing loaded, because it was started anew or is no longer there.
     */
    public synchronized void forget(String nodeId)
    {
        workers.remove(nodeId);
    }

    /**
     * Forgets all other nodes.
     */
    public synchronized void retain(Set<String> nodeIds)
    {
        workers.keySet().retainAll(nodeIds);
    }

    // what is as it was, in the same process and without having been unreachable, is so since it was
    private static Map<String, Instant> sinceWhen(Worker known, String instance, Map<String, LoadStatus> statuses)
    {
        Instant now = Instant.now();
        Worker before = known != null && known.instance.equals(instance) && known.error.isEmpty() ? known : Worker.UNKNOWN;
        return Maps.transformEntries(statuses, (id, status) -> status.equals(before.statuses.get(id)) ? before.since.get(id) : now);
    }

    private static class Worker
    {
        private static final Worker UNKNOWN = new Worker("", 0, Map.of(), Map.of(), Optional.empty(), Optional.empty());

        private final String instance;
        private final long sequence;
        private final Map<String, LoadStatus> statuses;
        private final Map<String, Instant> since;
        private final Set<ConnectorId> loaded;
        private final Optional<String> error;
        private final Optional<Instant> errorSince;

        Worker(String instance, long sequence, Map<String, LoadStatus> statuses, Map<String, Instant> since, Optional<String> error, Optional<Instant> errorSince)
        {
            this.instance = requireNonNull(instance, "instance is null");
            this.sequence = sequence;
            this.statuses = Map.copyOf(statuses);
            this.since = Map.copyOf(since);
            this.loaded = statuses.entrySet().stream()
                    .filter(status -> status.getValue().isLoaded())
                    .map(status -> new ConnectorId(status.getKey()))
                    .collect(toImmutableSet());
            this.error = requireNonNull(error, "error is null");
            this.errorSince = requireNonNull(errorSince, "errorSince is null");
        }

        Worker with(String newError)
        {
            return new Worker(instance, sequence, statuses, since, Optional.of(newError), errorSince.or(() -> Optional.of(Instant.now())));
        }

        Optional<Instant> since(String id)
        {
            return errorSince.or(() -> Optional.ofNullable(since.get(id)));
        }
    }
}
