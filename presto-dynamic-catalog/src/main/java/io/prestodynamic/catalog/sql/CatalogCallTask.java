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
import com.facebook.presto.common.QualifiedObjectName;
import com.facebook.presto.metadata.Metadata;
import com.facebook.presto.spi.WarningCollector;
import com.facebook.presto.sql.tree.Call;
import com.google.common.util.concurrent.ListenableFuture;
import io.prestodynamic.catalog.engine.ProcedureTask;
import io.prestodynamic.catalog.sql.parser.AlterCatalog;
import io.prestodynamic.catalog.sql.parser.CatalogCall;
import io.prestodynamic.catalog.sql.parser.CatalogProcedure;
import io.prestodynamic.catalog.sql.parser.CatalogStatement;
import io.prestodynamic.catalog.sql.parser.CreateCatalog;
import io.prestodynamic.catalog.sql.parser.DropCatalog;
import io.prestodynamic.catalog.sql.parser.ValidateCatalog;

import javax.inject.Inject;

import static java.util.Objects.requireNonNull;

/**
 * Task of the procedures of {@code system.runtime} that change and validate catalogs. Runs the task of the statement that does the same. No error tells what is in an
 * argument.
 */
public class CatalogCallTask
        extends ProcedureTask<CatalogCall>
{
    private static final String CATALOG = "system";
    private static final String SCHEMA = "runtime";

    private final CreateCatalogTask createTask;
    private final AlterCatalogTask alterTask;
    private final DropCatalogTask dropTask;
    private final ValidateCatalogTask validateTask;

    @Inject
    public CatalogCallTask(CreateCatalogTask createTask, AlterCatalogTask alterTask, DropCatalogTask dropTask, ValidateCatalogTask validateTask)
    {
        this.createTask = requireNonNull(createTask, "createTask is null");
        this.alterTask = requireNonNull(alterTask, "alterTask is null");
        this.dropTask = requireNonNull(dropTask, "dropTask is null");
        this.validateTask = requireNonNull(validateTask, "validateTask is null");
    }

    @Override
    protected Call toCall(CatalogCall statement)
    {
        return statement.getCall();
    }

    @Override
    protected boolean isOwn(CatalogCall statement, QualifiedObjectName procedure)
    {
        return procedure.getCatalogName().equals(CATALOG) && procedure.getSchemaName().equals(SCHEMA) && statement.getProcedure().isPresent();
    }

    @Override
    protected ListenableFuture<?> execute(CatalogCall statement, Metadata metadata, Session session, WarningCollector warningCollector)
    {
        CatalogProcedure procedure = statement.getProcedure().orElseThrow();
        CatalogStatement equivalent = procedure.toStatement(new ArgumentEvaluator(metadata, session).evaluate(procedure.bind(statement.getCall())));
        if (equivalent instanceof CreateCatalog create) {
            return createTask.execute(create, session, warningCollector);
        }
        if (equivalent instanceof AlterCatalog alter) {
            return alterTask.execute(alter, session, warningCollector);
        }
        if (equivalent instanceof DropCatalog drop) {
            return dropTask.execute(drop, session, warningCollector);
        }
        return validateTask.execute((ValidateCatalog) equivalent, session, warningCollector);
    }
}
