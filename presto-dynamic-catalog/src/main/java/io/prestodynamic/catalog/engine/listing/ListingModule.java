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
package io.prestodynamic.catalog.engine.listing;

import com.facebook.presto.connector.system.jdbc.ColumnJdbcTable;
import com.facebook.presto.connector.system.jdbc.SchemaJdbcTable;
import com.facebook.presto.connector.system.jdbc.TableJdbcTable;
import com.google.inject.Binder;
import com.google.inject.Module;
import com.google.inject.Scopes;

/**
 * Replacement of Presto's {@code system.jdbc} tables by tables that tolerate unreachable catalogs.
 */
public class ListingModule
        implements Module
{
    @Override
    public void configure(Binder binder)
    {
        binder.bind(ParallelListing.class).in(Scopes.SINGLETON);
        binder.bind(CatalogsTable.class).in(Scopes.SINGLETON);
        // Presto adds each table to the system catalog by its class
        binder.bind(SchemaJdbcTable.class).to(SchemasTable.class).in(Scopes.SINGLETON);
        binder.bind(TableJdbcTable.class).to(TablesTable.class).in(Scopes.SINGLETON);
        binder.bind(ColumnJdbcTable.class).to(ColumnsTable.class).in(Scopes.SINGLETON);
    }
}
