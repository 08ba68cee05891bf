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
package io.prestodynamic.catalog.engine;

import com.facebook.presto.spi.ConnectorId;
import com.facebook.presto.transaction.TransactionManager;

import javax.inject.Inject;

import static java.lang.Math.toIntExact;
import static java.util.Objects.requireNonNull;

/**
 * Who still uses a version. Every query runs in a transaction, and a transaction keeps the versions that it resolved until it ends.
 */
public class OpenTransactions
{
    private final TransactionManager transactionManager;

    @Inject
    public OpenTransactions(TransactionManager transactionManager)
    {
        this.transactionManager = requireNonNull(transactionManager, "transactionManager is null");
    }

    /**
     * How many open transactions of this coordinator have used the connector.
     */
    public int count(ConnectorId connectorId)
    {
        return toIntExact(transactionManager.getAllTransactionInfos().stream()
                .filter(transaction -> transaction.getConnectorIds().contains(connectorId))
                .count());
    }
}
