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
package io.prestodynamic.catalog.seam;

import com.facebook.presto.common.transaction.TransactionId;
import com.facebook.presto.spi.ConnectorId;

import java.util.Map;
import java.util.Set;

/**
 * Transactions of this coordinator by the connectors that they use. The patched {@code InMemoryTransactionManager} implements it.
 */
public interface ConnectorUsers
{
    /**
     * Returns the transactions that have resolved a catalog name to the connector and have not ended, including those whose commit or rollback is in progress.
     * After the name is hidden, no other transaction uses the connector. Does not wait for connectors.
     */
    Set<TransactionId> getUsers(ConnectorId connectorId);

    /**
     * Returns the transactions for every connector in use, as in {@link #getUsers(ConnectorId)}.
     */
    Map<ConnectorId, Set<TransactionId>> getUsers();

    /**
     * Returns the connectors to which an open transaction has resolved catalog names. The set grows with the transaction, and stays as it is when that has ended.
     */
    Set<ConnectorId> getConnectors(TransactionId transactionId);
}
