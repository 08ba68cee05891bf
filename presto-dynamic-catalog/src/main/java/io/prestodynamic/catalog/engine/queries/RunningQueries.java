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

import com.facebook.presto.common.transaction.TransactionId;
import com.facebook.presto.dispatcher.DispatchManager;
import com.facebook.presto.server.BasicQueryInfo;
import io.prestodynamic.catalog.engine.LocalCatalogs;
import io.prestodynamic.catalog.seam.ConnectorUsers;

import javax.inject.Inject;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.Objects.requireNonNull;

/**
 * Queries of this coordinator that use dynamic catalogs now.
 */
public class RunningQueries
{
    private final ConnectorUsers users;
    private final LocalCatalogs catalogs;
    private final DispatchManager dispatchManager;

    @Inject
    public RunningQueries(ConnectorUsers users, LocalCatalogs catalogs, DispatchManager dispatchManager)
    {
        this.users = requireNonNull(users, "users is null");
        this.catalogs = requireNonNull(catalogs, "catalogs is null");
        this.dispatchManager = requireNonNull(dispatchManager, "dispatchManager is null");
    }

    /**
     * Returns the queries that have resolved the name, to whichever version. A transaction that waits for its next statement has none.
     */
    public List<BasicQueryInfo> find(String catalogName)
    {
        Set<TransactionId> transactions = users.getUsers().entrySet().stream()
                .filter(connector -> catalogs.getCatalogName(connector.getKey()).equals(Optional.of(catalogName)))
                .flatMap(connector -> connector.getValue().stream())
                .collect(toImmutableSet());
        return dispatchManager.getQueries().stream()
                .filter(query -> !query.getState().isDone() && query.getSession().getTransactionId().filter(transactions::contains).isPresent())
                .toList();
    }
}
