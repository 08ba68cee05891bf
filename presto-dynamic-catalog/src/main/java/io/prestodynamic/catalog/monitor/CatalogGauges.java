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
package io.prestodynamic.catalog.monitor;

import com.facebook.presto.spi.ConnectorId;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.coordinator.lifecycle.CatalogRegistry;
import io.prestodynamic.catalog.sync.WorkerAcknowledgements;
import io.prestodynamic.catalog.sync.node.NodeDirectory;
import org.weakref.jmx.Managed;

import javax.inject.Inject;

import java.util.Set;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.Objects.requireNonNull;

public class CatalogGauges
{
    private final CatalogRegistry registry;
    private final NodeDirectory directory;
    private final WorkerAcknowledgements acknowledgements;

    @Inject
    public CatalogGauges(CatalogRegistry registry, NodeDirectory directory, WorkerAcknowledgements acknowledgements)
    {
        this.registry = requireNonNull(registry, "registry is null");
        this.directory = requireNonNull(directory, "directory is null");
        this.acknowledgements = requireNonNull(acknowledgements, "acknowledgements is null");
    }

    @Managed
    public int getCatalogs()
    {
        return registry.getCurrent().size();
    }

    /**
     * Returns the number of stored versions that new queries do not resolve yet.
     */
    @Managed
    public int getIncomingVersions()
    {
        return registry.getIncoming().size();
    }

    @Managed
    public int getDrainingVersions()
    {
        return registry.getDraining().size();
    }

    /**
     * Returns the number of stored entries that this coordinator cannot use.
     */
    @Managed
    public int getUnusableEntries()
    {
        return registry.getUnusable().size();
    }

    @Managed
    public int getWorkers()
    {
        return directory.getWorkerIds().size();
    }

    /**
     * Returns the number of announced workers that have not acknowledged the whole desired state.
     */
    @Managed
    public int getWorkersBehind()
    {
        Set<ConnectorId> desired = registry.getDesired().versions().stream().map(CatalogVersion::connectorId).collect(toImmutableSet());
        return (int) directory.getWorkerIds().stream()
                .filter(nodeId -> !acknowledgements.get(nodeId).areLoaded(desired))
                .count();
    }

    /**
     * Returns the number of announced workers that did not answer the last request.
     */
    @Managed
    public int getWorkersUnreachable()
    {
        return (int) directory.getWorkerIds().stream()
                .filter(nodeId -> acknowledgements.getError(nodeId).isPresent())
                .count();
    }
}
