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
import com.facebook.presto.execution.DDLDefinitionTask;
import com.facebook.presto.metadata.Metadata;
import com.facebook.presto.spi.PrestoException;
import com.facebook.presto.spi.WarningCollector;
import com.facebook.presto.spi.security.AccessControl;
import com.facebook.presto.sql.tree.Expression;
import com.facebook.presto.sql.tree.Statement;
import com.facebook.presto.transaction.TransactionManager;
import com.google.common.util.concurrent.ListenableFuture;

import java.util.List;

import static com.facebook.presto.spi.StandardErrorCode.NOT_SUPPORTED;

/**
 * Task of a statement whose effect cannot be rolled back. Within a transaction that the user has started, the statement is refused.
 */
public abstract class AutocommitTask<T extends Statement>
        implements DDLDefinitionTask<T>
{
    @Override
    public final ListenableFuture<?> execute(
            T statement,
            TransactionManager transactionManager,
            Metadata metadata,
            AccessControl accessControl,
            Session session,
            List<Expression> parameters,
            WarningCollector warningCollector)
    {
        if (!transactionManager.getTransactionInfo(session.getRequiredTransactionId()).isAutoCommitContext()) {
            throw new PrestoException(NOT_SUPPORTED, "%s cannot be rolled back, so it cannot run within a transaction: run it in autocommit mode".formatted(getName()));
        }
        return execute(statement, session, warningCollector);
    }

    protected abstract ListenableFuture<?> execute(T statement, Session session, WarningCollector warningCollector);
}
