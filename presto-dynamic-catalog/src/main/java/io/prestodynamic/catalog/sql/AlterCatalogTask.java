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

import com.facebook.presto.spi.PrestoWarning;
import io.prestodynamic.catalog.CatalogErrorCode;
import io.prestodynamic.catalog.access.Caller;
import io.prestodynamic.catalog.audit.AuditAction;
import io.prestodynamic.catalog.coordinator.CatalogChanges;
import io.prestodynamic.catalog.coordinator.ChangeAdmission;
import io.prestodynamic.catalog.coordinator.change.ChangeResult;
import io.prestodynamic.catalog.coordinator.change.VersionCondition;
import io.prestodynamic.catalog.sql.parser.AlterCatalog;

import javax.inject.Inject;
import javax.inject.Provider;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

public class AlterCatalogTask
        extends CatalogTask<AlterCatalog>
{
    @Inject
    public AlterCatalogTask(StatementCallers callers, Provider<CatalogChanges> changes, Provider<ChangeAdmission> admission)
    {
        super(callers, changes, admission);
    }

    @Override
    public String getName()
    {
        return "ALTER CATALOG";
    }

    @Override
    CompletableFuture<Optional<PrestoWarning>> begin(ChangeAdmission admission, Caller caller, AlterCatalog statement)
    {
        admission.checkRights(caller, AuditAction.PATCH, statement.getName());
        return admission.patch(caller, VersionCondition.NONE, statement.toCatalogName(), statement::toPatch).thenApply(ChangeResult::catalog).thenApply(ChangeWarnings::of);
    }

    @Override
    boolean accepts(AlterCatalog statement, CatalogErrorCode refusal)
    {
        return false;
    }
}
