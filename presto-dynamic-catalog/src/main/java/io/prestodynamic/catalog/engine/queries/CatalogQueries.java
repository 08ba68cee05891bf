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

import com.facebook.presto.common.ErrorCode;
import com.facebook.presto.common.ErrorType;
import com.facebook.presto.execution.ExecutionFailureInfo;
import com.facebook.presto.execution.QueryState;
import com.facebook.presto.execution.QueryStateMachine;
import com.facebook.presto.spi.ConnectorId;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.engine.LocalCatalogs;
import io.prestodynamic.catalog.seam.ConnectorUsers;
import io.prestodynamic.catalog.seam.QueryObserver;

import javax.annotation.concurrent.ThreadSafe;
import javax.inject.Inject;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import static com.facebook.presto.common.ErrorType.INTERNAL_ERROR;
import static com.google.common.collect.Maps.toMap;
import static java.util.Objects.requireNonNull;

/**
 * Outcomes of the queries of this coordinator, by the names of the dynamic catalogs that their transactions have resolved. Names without a version are forgotten
 * when the next new name is counted.
 */
@ThreadSafe
public class CatalogQueries
        implements QueryObserver
{
    private final ConnectorUsers users;
    private final LocalCatalogs catalogs;
    private final Map<String, Outcomes> outcomes = new ConcurrentHashMap<>();

    @Inject
    public CatalogQueries(ConnectorUsers users, LocalCatalogs catalogs)
    {
        this.users = requireNonNull(users, "users is null");
        this.catalogs = requireNonNull(catalogs, "catalogs is null");
    }

    @Override
    public void queryCreated(QueryStateMachine query)
    {
        // a statement that begins a transaction has none
        query.getSession().getTransactionId().ifPresent(transactionId -> {
            Set<ConnectorId> connectors = users.getConnectors(transactionId);
            query.addStateChangeListener(state -> {
                if (state.isDone()) {
                    queryEnded(connectors, error(state, query));
                }
            });
        });
    }

    private static Optional<ErrorType> error(QueryState state, QueryStateMachine query)
    {
        if (state == QueryState.FINISHED) {
            return Optional.empty();
        }
        return Optional.of(query.getFailureInfo().map(ExecutionFailureInfo::getErrorCode).map(ErrorCode::getType).orElse(INTERNAL_ERROR));
    }

    void queryEnded(Set<ConnectorId> connectors, Optional<ErrorType> error)
    {
        connectors.stream()
                .flatMap(connectorId -> catalogs.getCatalogName(connectorId).stream())
                .distinct()
                .forEach(name -> count(name, error));
    }

    private void count(String name, Optional<ErrorType> error)
    {
        if (!outcomes.containsKey(name)) {
            // bounds the map, and is rare
            outcomes.keySet().retainAll(catalogs.getCatalogNames());
        }
        outcomes.compute(name, (key, previous) -> (previous == null ? Outcomes.NONE : previous).plus(error));
    }

    /**
     * Returns the outcomes of queries that have used any version of the catalog.
     */
    public Outcomes getOutcomes(String catalogName)
    {
        return outcomes.getOrDefault(catalogName, Outcomes.NONE);
    }

    /**
     * Numbers of queries that have ended.
     *
     * @param finished with success
     * @param failed by whose error it was, for every type of errors; canceled and abandoned queries are errors of the user
     */
    public record Outcomes(long finished, Map<ErrorType, Long> failed)
    {
        static final Outcomes NONE = new Outcomes(0, toMap(Arrays.asList(ErrorType.values()), type -> 0L));

        public Outcomes
        {
            failed = ImmutableMap.copyOf(failed);
        }

        /**
         * Returns these numbers with one more query.
         *
         * @param error empty if the query has finished with success
         */
        Outcomes plus(Optional<ErrorType> error)
        {
            if (error.isEmpty()) {
                return new Outcomes(finished + 1, failed);
            }
            return new Outcomes(finished, toMap(failed.keySet(), type -> failed.get(type) + (type == error.get() ? 1 : 0)));
        }
    }
}
