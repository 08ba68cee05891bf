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
import io.prestodynamic.catalog.coordinator.CatalogChanges;
import io.prestodynamic.catalog.coordinator.ChangeAdmission;
import io.prestodynamic.catalog.coordinator.change.VersionCondition;
import io.prestodynamic.catalog.sql.parser.DropCatalog;

import javax.inject.Inject;
import javax.inject.Provider;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_NOT_FOUND;
import static io.prestodynamic.catalog.coordinator.lifecycle.DrainMode.FAIL_QUERIES;
import static io.prestodynamic.catalog.coordinator.lifecycle.DrainMode.FINISH_QUERIES;

public class DropCatalogTask
        extends CatalogTask<DropCatalog>
{
    @Inject
    public DropCatalogTask(StatementCallers callers, Provider<CatalogChanges> changes, Provider<ChangeAdmission> admission)
    {
        super(callers, changes, admission);
    }

    @Override
    public String getName()
    {
        return "DROP CATALOG";
    }

    @Override
    CompletableFuture<Optional<PrestoWarning>> begin(ChangeAdmission admission, Caller caller, DropCatalog statement)
    {
        return admission.remove(caller, VersionCondition.NONE, statement.getName(), () -> statement.isForce() ? FAIL_QUERIES : FINISH_QUERIES).thenApply(ChangeWarnings::of);
    }

    @Override
    boolean accepts(DropCatalog statement, CatalogErrorCode refusal)
    {
        return statement.isIfExists() && refusal == CATALOG_NOT_FOUND;
    }
}
