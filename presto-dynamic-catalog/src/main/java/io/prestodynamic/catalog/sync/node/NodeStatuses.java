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
package io.prestodynamic.catalog.sync.node;

import com.facebook.presto.spi.ConnectorId;
import com.google.common.collect.Maps;
import io.prestodynamic.catalog.LoadStatus;
import io.prestodynamic.catalog.sync.WorkerAcknowledgements;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.Objects.requireNonNull;

/**
 * Last report of a node: the state of each version, and since when.
 */
public final class NodeStatuses
{
    public static final NodeStatuses UNKNOWN = new NodeStatuses("", 0, Map.of(), Map.of(), Set.of(), Optional.empty(), Optional.empty());

    private final String instance;
    private final long sequence;
    private final Map<String, LoadStatus> statuses;
    private final Map<String, Instant> since;
    private final Set<ConnectorId> loaded;
    private final Optional<String> error;
    private final Optional<Instant> errorSince;

    private NodeStatuses(
            String instance,
            long sequence,
            Map<String, LoadStatus> statuses,
            Map<String, Instant> since,
            Set<ConnectorId> loaded,
            Optional<String> error,
            Optional<Instant> errorSince)
    {
        this.instance = requireNonNull(instance, "instance is null");
        this.sequence = sequence;
        this.statuses = Map.copyOf(statuses);
        this.since = Map.copyOf(since);
        this.loaded = Set.copyOf(loaded);
        this.error = requireNonNull(error, "error is null");
        this.errorSince = requireNonNull(errorSince, "errorSince is null");
    }

    /**
     * Returns these statuses with a report of the node, or without it if it is an older one.
     * @see WorkerAcknowledgements#record
     */
    public NodeStatuses with(String newInstance, long newSequence, Map<String, LoadStatus> newStatuses)
    {
        if (newInstance.equals(instance) && newSequence <= sequence) {
            return this;
        }
        Set<ConnectorId> newLoaded = newStatuses.entrySet().stream()
                .filter(status -> status.getValue().isLoaded())
                .map(status -> new ConnectorId(status.getKey()))
                .collect(toImmutableSet());
        return new NodeStatuses(newInstance, newSequence, newStatuses, sinceWhen(newInstance, newStatuses), newLoaded, Optional.empty(), Optional.empty());
    }

    public NodeStatuses withError(String newError)
    {
        return new NodeStatuses(instance, sequence, statuses, since, loaded, Optional.of(newError), errorSince.or(() -> Optional.of(Instant.now())));
    }

    /**
     * Returns the state of each version, by its id.
     */
    public Map<String, LoadStatus> getStatuses()
    {
        return statuses;
    }

    /**
     * Returns whether the node can run splits of the connector.
     */
    public boolean isLoaded(ConnectorId connectorId)
    {
        return loaded.contains(connectorId);
    }

    public boolean areLoaded(Collection<ConnectorId> connectorIds)
    {
        return loaded.containsAll(connectorIds);
    }

    /**
     * @return empty if the node has never reported the version
     */
    public Optional<LoadStatus> getStatus(String id)
    {
        return Optional.ofNullable(statuses.get(id));
    }

    /**
     * @return the reason of the failure of the last request, or empty if it did not fail
     */
    public Optional<String> getError()
    {
        return error;
    }

    /**
     * Returns the time since which the node has its state of a version, by this coordinator's clock.
     * @return empty if the node can be reached and has never reported the version
     */
    public Optional<Instant> getSince(String id)
    {
        return errorSince.or(() -> Optional.ofNullable(since.get(id)));
    }

    // a state that has not changed keeps its time, if the node is the same process and was reachable
    private Map<String, Instant> sinceWhen(String newInstance, Map<String, LoadStatus> newStatuses)
    {
        Instant now = Instant.now();
        NodeStatuses before = newInstance.equals(instance) && error.isEmpty() ? this : UNKNOWN;
        return Maps.transformEntries(newStatuses, (id, status) -> status.equals(before.statuses.get(id)) ? before.since.get(id) : now);
    }
}
