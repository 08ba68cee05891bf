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
package io.prestodynamic.catalog.engine.queries;

import com.facebook.presto.execution.QueryStateMachine;
import com.facebook.presto.spi.ConnectorId;
import com.facebook.presto.spi.PrestoException;
import com.facebook.presto.spi.QueryId;
import io.prestodynamic.catalog.engine.LocalCatalogs;
import io.prestodynamic.catalog.seam.QueryAdmission;

import javax.annotation.concurrent.GuardedBy;
import javax.annotation.concurrent.ThreadSafe;
import javax.inject.Inject;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

import static com.facebook.presto.spi.StandardErrorCode.QUERY_QUEUE_FULL;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.Objects.requireNonNull;

/**
 * Queries of this coordinator that use tables of dynamic catalogs, and the limits of their number. A query counts for each of its catalogs, whatever their versions are,
 * from its admission until it is done. It is refused if one of them has no place, and then takes none. Queries are counted without a limit too, because one may be set
 * while they run.
 */
@ThreadSafe
public class LimitedQueries
        implements QueryAdmission
{
    private final LocalCatalogs catalogs;
    private final QueryLimits limits;
    @GuardedBy("this")
    private final Map<String, Map<QueryId, BooleanSupplier>> running = new HashMap<>();
    private final Map<String, Long> refused = new ConcurrentHashMap<>();

    @Inject
    public LimitedQueries(LocalCatalogs catalogs, QueryLimits limits)
    {
        this.catalogs = requireNonNull(catalogs, "catalogs is null");
        this.limits = requireNonNull(limits, "limits is null");
    }

    @Override
    public void admit(QueryStateMachine query, Set<ConnectorId> connectors)
    {
        if (admit(query.getQueryId(), query::isDone, connectors)) {
            query.addStateChangeListener(state -> {
                if (state.isDone()) {
                    release(query.getQueryId());
                }
            });
        }
    }

    /**
     * @param done whether the query is done; it may be so before it is released
     * @return whether the query takes a place that it had not yet
     */
    boolean admit(QueryId queryId, BooleanSupplier done, Set<ConnectorId> connectors)
    {
        Map<String, Optional<Integer>> used = new TreeMap<>();
        connectors.forEach(connectorId -> catalogs.getCatalogName(connectorId).ifPresent(name -> used.put(name, limits.getMaxQueries(name))));
        return !used.isEmpty() && take(queryId, done, used);
    }

    private synchronized boolean take(QueryId queryId, BooleanSupplier done, Map<String, Optional<Integer>> used)
    {
        Set<String> taken = used.keySet().stream()
                .filter(name -> !running.getOrDefault(name, Map.of()).containsKey(queryId))
                .collect(toImmutableSet());
        for (String name : taken) {
            used.get(name).ifPresent(limit -> check(name, limit));
        }
        taken.forEach(name -> running.computeIfAbsent(name, key -> new HashMap<>()).put(queryId, done));
        return !taken.isEmpty();
    }

    @GuardedBy("this")
    private void check(String name, int limit)
    {
        Map<QueryId, BooleanSupplier> queries = running.computeIfAbsent(name, key -> new HashMap<>());
        // listeners are late, and clients are told of the end before
        queries.values().removeIf(BooleanSupplier::getAsBoolean);
        if (queries.size() >= limit) {
            countRefused(name);
            throw new PrestoException(QUERY_QUEUE_FULL, ("Catalog %s is in use by as many queries as its limit maxQueries allows (%s of %s): " +
                    "run this query again when another one has ended").formatted(name, queries.size(), limit));
        }
    }

    private void countRefused(String name)
    {
        if (!refused.containsKey(name)) {
            // bounds the map, and is rare
            refused.keySet().retainAll(catalogs.getCatalogNames());
        }
        refused.merge(name, 1L, Long::sum);
    }

    synchronized void release(QueryId queryId)
    {
        running.values().forEach(queries -> queries.remove(queryId));
        // an admission may have removed the last one before
        running.values().removeIf(Map::isEmpty);
    }

    /**
     * Returns how many queries the limit of the catalog has refused.
     */
    public long getRefused(String catalogName)
    {
        return refused.getOrDefault(catalogName, 0L);
    }
}
