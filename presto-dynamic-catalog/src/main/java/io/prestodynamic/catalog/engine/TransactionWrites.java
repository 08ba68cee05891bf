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

import com.facebook.presto.Session;
import com.facebook.presto.spi.ConnectorId;
import com.facebook.presto.transaction.TransactionInfo;
import com.facebook.presto.transaction.TransactionManager;
import io.prestodynamic.catalog.QueryWrites;

import javax.inject.Inject;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * What Presto's transactions tell of writes.
 */
public class TransactionWrites
        implements QueryWrites
{
    private final TransactionManager transactionManager;

    @Inject
    public TransactionWrites(TransactionManager transactionManager)
    {
        this.transactionManager = requireNonNull(transactionManager, "transactionManager is null");
    }

    @Override
    public Optional<ConnectorId> getWrittenConnector(Session session)
    {
        return session.getTransactionId()
                .flatMap(transactionManager::getOptionalTransactionInfo)
                .flatMap(TransactionInfo::getWrittenConnectorId);
    }
}
