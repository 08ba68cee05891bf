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
package io.prestodynamic.catalog;

import com.facebook.presto.spi.ConnectorId;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * State of a catalog at one moment.
 * @param connectorName empty if it is unknown, as for a static catalog whose file was removed
 * @param properties with secrets masked
 * @param version empty for static catalogs
 * @param createdAt empty for static catalogs
 * @param createdBy user who stored the version; empty for static catalogs, and if it is unknown
 * @param settings the default ones for static catalogs
 * @param queries number of open transactions of this coordinator that use the version
 * @param draining other versions of the name that open transactions of this coordinator use
 * @param error one sentence without secrets, if the stored version cannot be loaded
 */
public record CatalogInfo(
        String catalogName,
        Optional<String> connectorName,
        Map<String, String> properties,
        CatalogFiles files,
        Source source,
        Optional<String> version,
        CatalogState state,
        Optional<Instant> createdAt,
        Optional<String> createdBy,
        CatalogSettings settings,
        int queries,
        List<DrainingInfo> draining,
        Optional<String> error,
        List<NodeInfo> nodes)
{
    /**
     * Origin of a catalog: a file in {@code etc/catalog}, or the store.
     */
    public enum Source
    {
        STATIC,
        DYNAMIC,
    }

    /**
     * A version that was deleted or replaced, with the number of open transactions that use it.
     */
    public record DrainingInfo(String version, int queries)
    {
        public DrainingInfo
        {
            requireNonNull(version, "version is null");
        }
    }

    public CatalogInfo
    {
        requireNonNull(catalogName, "catalogName is null");
        requireNonNull(connectorName, "connectorName is null");
        properties = ImmutableSortedMap.copyOf(properties);
        requireNonNull(files, "files is null");
        requireNonNull(source, "source is null");
        requireNonNull(version, "version is null");
        requireNonNull(state, "state is null");
        requireNonNull(createdAt, "createdAt is null");
        requireNonNull(createdBy, "createdBy is null");
        requireNonNull(settings, "settings is null");
        requireNonNull(error, "error is null");
        draining = ImmutableList.copyOf(draining);
        nodes = ImmutableList.copyOf(nodes);
    }

    /**
     * Returns the id of the version's connector, as in {@link CatalogVersion#connectorId}; empty for static catalogs.
     */
    public Optional<ConnectorId> connectorId()
    {
        return version.map(present -> new ConnectorId(catalogName + "@" + present));
    }

    /**
     * Returns the name and the states, without what the definition says or an error may tell of it.
     */
    public CatalogInfo withoutDefinition()
    {
        return new CatalogInfo(
                catalogName,
                Optional.empty(),
                Map.of(),
                CatalogFiles.NONE,
                source,
                version,
                state,
                createdAt,
                Optional.empty(),
                CatalogSettings.unlimited(Optional.empty(), settings.enabled()),
                queries,
                draining,
                Optional.empty(),
                nodes.stream().map(NodeInfo::withoutError).toList());
    }
}
