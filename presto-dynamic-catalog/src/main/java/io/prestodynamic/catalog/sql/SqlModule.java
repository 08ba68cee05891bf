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

import com.facebook.presto.execution.DataDefinitionTask;
import com.facebook.presto.spi.SystemTable;
import com.facebook.presto.sql.analyzer.BuiltInQueryPreparer;
import com.facebook.presto.sql.tree.Statement;
import com.google.inject.Binder;
import com.google.inject.Module;
import com.google.inject.Scopes;
import com.google.inject.TypeLiteral;
import com.google.inject.multibindings.MapBinder;
import com.google.inject.multibindings.Multibinder;
import io.prestodynamic.catalog.sql.parser.AlterCatalog;
import io.prestodynamic.catalog.sql.parser.CatalogCall;
import io.prestodynamic.catalog.sql.parser.CreateCatalog;
import io.prestodynamic.catalog.sql.parser.DropCatalog;

import static com.google.inject.multibindings.MapBinder.newMapBinder;
import static com.google.inject.multibindings.Multibinder.newSetBinder;

/**
 * Statements about catalogs, and tables of them. Presto runs the tasks of these statements as those of its own.
 */
public class SqlModule
        implements Module
{
    @Override
    public void configure(Binder binder)
    {
        // Presto asks for the superclass
        binder.bind(BuiltInQueryPreparer.class).to(CatalogQueryPreparer.class).in(Scopes.SINGLETON);
        binder.bind(StatementCallers.class).in(Scopes.SINGLETON);
        MapBinder<Class<? extends Statement>, DataDefinitionTask<?>> tasks = newMapBinder(
                binder,
                new TypeLiteral<Class<? extends Statement>>() {},
                new TypeLiteral<DataDefinitionTask<?>>() {});
        tasks.addBinding(CreateCatalog.class).to(CreateCatalogTask.class);
        tasks.addBinding(AlterCatalog.class).to(AlterCatalogTask.class);
        tasks.addBinding(DropCatalog.class).to(DropCatalogTask.class);
        // the task of calls runs the others
        binder.bind(CreateCatalogTask.class).in(Scopes.SINGLETON);
        binder.bind(AlterCatalogTask.class).in(Scopes.SINGLETON);
        binder.bind(DropCatalogTask.class).in(Scopes.SINGLETON);
        binder.bind(ValidateCatalogTask.class).in(Scopes.SINGLETON);
        tasks.addBinding(CatalogCall.class).to(CatalogCallTask.class).in(Scopes.SINGLETON);
        Multibinder<SystemTable> tables = newSetBinder(binder, SystemTable.class);
        tables.addBinding().to(DynamicCatalogTable.class).in(Scopes.SINGLETON);
        tables.addBinding().to(CatalogNodeTable.class).in(Scopes.SINGLETON);
        tables.addBinding().to(CatalogHistoryTable.class).in(Scopes.SINGLETON);
        tables.addBinding().to(CatalogDefinitionTable.class).in(Scopes.SINGLETON);
    }
}
