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
import io.prestodynamic.catalog.sql.parser.CreateCatalog;

import javax.inject.Inject;
import javax.inject.Provider;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_EXISTS;
import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_IS_STATIC;
import static io.prestodynamic.catalog.sql.parser.CreateCatalog.Mode.CREATE_IF_NOT_EXISTS;
import static io.prestodynamic.catalog.sql.parser.CreateCatalog.Mode.CREATE_OR_REPLACE;

public class CreateCatalogTask
        extends CatalogTask<CreateCatalog>
{
    @Inject
    public CreateCatalogTask(StatementCallers callers, Provider<CatalogChanges> changes, Provider<ChangeAdmission> admission)
    {
        super(callers, changes, admission);
    }

    @Override
    public String getName()
    {
        return "CREATE CATALOG";
    }

    @Override
    CompletableFuture<Optional<PrestoWarning>> begin(ChangeAdmission admission, Caller caller, CreateCatalog statement)
    {
        if (statement.getMode() == CREATE_OR_REPLACE) {
            admission.checkRights(caller, AuditAction.PUT, statement.getName());
            return admission.put(caller, VersionCondition.NONE, statement.getName(), statement::toRequest).thenApply(ChangeResult::catalog).thenApply(ChangeWarnings::of);
        }
        admission.checkRights(caller);
        return admission.add(caller, statement::toRequest).thenApply(ChangeWarnings::of);
    }

    @Override
    boolean accepts(CreateCatalog statement, CatalogErrorCode refusal)
    {
        return statement.getMode() == CREATE_IF_NOT_EXISTS && (refusal == CATALOG_EXISTS || refusal == CATALOG_IS_STATIC);
    }
}
