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
import com.facebook.presto.common.QualifiedObjectName;
import com.facebook.presto.execution.CallTask;
import com.facebook.presto.execution.DDLDefinitionTask;
import com.facebook.presto.metadata.Metadata;
import com.facebook.presto.spi.PrestoException;
import com.facebook.presto.spi.WarningCollector;
import com.facebook.presto.spi.security.AccessControl;
import com.facebook.presto.sql.tree.Call;
import com.facebook.presto.sql.tree.Expression;
import com.facebook.presto.sql.tree.Statement;
import com.facebook.presto.transaction.TransactionManager;
import com.google.common.util.concurrent.ListenableFuture;

import java.util.List;

import static com.facebook.presto.metadata.MetadataUtil.createQualifiedObjectName;
import static com.facebook.presto.spi.StandardErrorCode.NOT_SUPPORTED;

/**
 * Task of a statement that calls a procedure. Presto calls those that are not the task's own.
 */
public abstract class ProcedureTask<T extends Statement>
        implements DDLDefinitionTask<T>
{
    private final CallTask callTask = new CallTask();

    @Override
    public final String getName()
    {
        return callTask.getName();
    }

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
        Call call = toCall(statement);
        if (!isOwn(statement, createQualifiedObjectName(session, call, call.getName()))) {
            return callTask.execute(call, transactionManager, metadata, accessControl, session, parameters, warningCollector);
        }
        if (!transactionManager.getTransactionInfo(session.getRequiredTransactionId()).isAutoCommitContext()) {
            throw new PrestoException(NOT_SUPPORTED, "Procedures cannot be called within a transaction (use autocommit mode)");
        }
        return execute(statement, metadata, session, warningCollector);
    }

    protected abstract Call toCall(T statement);

    /**
     * @param procedure as the session resolves its name
     */
    protected abstract boolean isOwn(T statement, QualifiedObjectName procedure);

    protected abstract ListenableFuture<?> execute(T statement, Metadata metadata, Session session, WarningCollector warningCollector);
}
