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

import com.facebook.presto.common.predicate.TupleDomain;
import com.facebook.presto.connector.system.jdbc.SchemaJdbcTable;
import com.facebook.presto.metadata.Metadata;
import com.facebook.presto.spi.ConnectorSession;
import com.facebook.presto.spi.RecordCursor;
import com.facebook.presto.spi.connector.ConnectorTransactionHandle;
import com.facebook.presto.spi.security.AccessControl;

import javax.inject.Inject;

import static java.util.Objects.requireNonNull;

public class SchemasTable
        extends SchemaJdbcTable
{
    private static final int CATALOG_COLUMN = 1;

    private final CatalogsTable catalogs;

    @Inject
    public SchemasTable(Metadata metadata, AccessControl accessControl, CatalogsTable catalogs)
    {
        super(metadata, accessControl);
        this.catalogs = requireNonNull(catalogs, "catalogs is null");
    }

    @Override
    public RecordCursor cursor(ConnectorTransactionHandle transactionHandle, ConnectorSession session, TupleDomain<Integer> constraint)
    {
        return catalogs.list(SchemaJdbcTable::new, CATALOG_COLUMN, transactionHandle, session, constraint);
    }
}
