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
package io.prestodynamic.catalog.sql;

import com.facebook.presto.Session;
import com.facebook.presto.spi.PrestoException;
import com.facebook.presto.spi.PrestoWarning;
import com.facebook.presto.spi.WarningCollector;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.SettableFuture;
import io.prestodynamic.catalog.CatalogErrorCode;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.access.Caller;
import io.prestodynamic.catalog.audit.AuditAction;
import io.prestodynamic.catalog.coordinator.Attempt;
import io.prestodynamic.catalog.coordinator.CatalogChanges;
import io.prestodynamic.catalog.coordinator.ChangeAdmission;
import io.prestodynamic.catalog.engine.AutocommitTask;
import io.prestodynamic.catalog.sql.parser.CatalogStatement;

import javax.inject.Provider;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.failedFuture;

/**
 * Task of a statement that changes a catalog. The change runs in the threads of all changes, and goes on if the query is canceled meanwhile.
 */
abstract class CatalogTask<T extends CatalogStatement>
        extends AutocommitTask<T>
{
    private final StatementCallers callers;
    private final Provider<CatalogChanges> changes;
    private final Provider<ChangeAdmission> admission;

    // changes know the queries of the dispatcher, which knows the tasks
    CatalogTask(StatementCallers callers, Provider<CatalogChanges> changes, Provider<ChangeAdmission> admission)
    {
        this.callers = requireNonNull(callers, "callers is null");
        this.changes = requireNonNull(changes, "changes is null");
        this.admission = requireNonNull(admission, "admission is null");
    }

    /**
     * Begins the change.
     *
     * @return completes with what to warn of
     */
    abstract CompletableFuture<Optional<PrestoWarning>> begin(ChangeAdmission admission, Caller caller, T statement);

    /**
     * Returns whether the statement succeeds if the change is refused for this reason.
     */
    abstract boolean accepts(T statement, CatalogErrorCode refusal);

    @Override
    protected final ListenableFuture<?> execute(T statement, Session session, WarningCollector warningCollector)
    {
        SettableFuture<Void> end = SettableFuture.create();
        begin(Caller.of(session), statement).whenComplete((warning, failure) -> {
            Optional<PrestoException> error = Optional.ofNullable(failure)
                    .filter(cause -> !(StatementRefusals.unwrap(cause) instanceof CatalogException refusal && accepts(statement, refusal.getCode())))
                    .map(StatementRefusals::toError)
                    .or(() -> failure == null ? warning.flatMap(present -> warn(present, warningCollector)) : Optional.empty());
            error.ifPresentOrElse(end::setException, () -> end.set(null));
        });
        return end;
    }

    private CompletableFuture<Optional<PrestoWarning>> begin(Caller caller, T statement)
    {
        try {
            callers.check(caller);
            return begin(admission.get(), caller, statement);
        }
        catch (CatalogException e) {
            if (!e.isAudited()) {
                changes.get().recordRefusal(Attempt.begin(caller, AuditAction.REQUEST, "run " + getName(), Optional.of(statement.getName())), e);
            }
            return failedFuture(e);
        }
    }

    /**
     * @return the error if the session treats warnings as errors
     */
    private static Optional<PrestoException> warn(PrestoWarning warning, WarningCollector warningCollector)
    {
        try {
            warningCollector.add(warning);
            return Optional.empty();
        }
        catch (PrestoException e) {
            return Optional.of(e);
        }
    }
}
