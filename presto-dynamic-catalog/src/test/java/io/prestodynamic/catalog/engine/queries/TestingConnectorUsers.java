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
import com.facebook.presto.spi.ConnectorId;
import io.prestodynamic.catalog.seam.ConnectorUsers;

import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Transactions that all use the same connector.
 */
public record TestingConnectorUsers(ConnectorId connectorId, Supplier<Set<TransactionId>> transactions)
        implements ConnectorUsers
{
    @Override
    public Set<TransactionId> getUsers(ConnectorId anyConnectorId)
    {
        return transactions.get();
    }

    @Override
    public Map<ConnectorId, Set<TransactionId>> getUsers()
    {
        return Map.of(connectorId, transactions.get());
    }

    @Override
    public Set<ConnectorId> getConnectors(TransactionId transactionId)
    {
        return Set.of(connectorId);
    }
}
