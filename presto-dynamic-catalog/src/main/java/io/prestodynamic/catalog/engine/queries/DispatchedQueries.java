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
import com.facebook.presto.spi.PrestoException;
import com.facebook.presto.spi.QueryId;

import javax.inject.Inject;

import java.util.List;
import java.util.Optional;

import static com.facebook.presto.spi.StandardErrorCode.ADMINISTRATIVELY_KILLED;
import static java.util.Objects.requireNonNull;

/**
 * Queries of the dispatcher. A query that is being created is not registered yet.
 */
class DispatchedQueries
        implements LiveQueries
{
    private final DispatchManager dispatchManager;

    @Inject
    public DispatchedQueries(DispatchManager dispatchManager)
    {
        this.dispatchManager = requireNonNull(dispatchManager, "dispatchManager is null");
    }

    @Override
    public boolean fail(TransactionId transactionId, String reason)
    {
        List<QueryId> queryIds = dispatchManager.getQueries().stream()
                .filter(query -> !query.getState().isDone() && query.getSession().getTransactionId().equals(Optional.of(transactionId)))
                .map(BasicQueryInfo::getQueryId)
                .toList();
        queryIds.forEach(queryId -> dispatchManager.failQuery(queryId, new PrestoException(ADMINISTRATIVELY_KILLED, reason)));
        return !queryIds.isEmpty();
    }
}
