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

import com.facebook.presto.common.predicate.Domain;
import com.facebook.presto.common.predicate.TupleDomain;
import com.facebook.presto.spi.ConnectorSession;
import com.facebook.presto.spi.ConnectorTableMetadata;
import com.facebook.presto.spi.InMemoryRecordSet;
import com.facebook.presto.spi.RecordCursor;
import com.facebook.presto.spi.SchemaTableName;
import com.facebook.presto.spi.SystemTable;
import com.facebook.presto.spi.connector.ConnectorTransactionHandle;
import io.airlift.slice.Slice;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogInfo;
import io.prestodynamic.catalog.access.Caller;
import io.prestodynamic.catalog.coordinator.listing.VisibleCatalogs;
import io.prestodynamic.catalog.sql.parser.CreateCatalog;
import io.prestodynamic.catalog.sql.parser.SqlText;

import javax.inject.Inject;

import java.util.List;
import java.util.Optional;

import static com.facebook.presto.common.type.VarcharType.VARCHAR;
import static com.facebook.presto.connector.system.SystemConnectorSessionUtil.toSession;
import static com.facebook.presto.metadata.MetadataUtil.TableMetadataBuilder.tableMetadataBuilder;
import static com.facebook.presto.spi.SystemTable.Distribution.SINGLE_COORDINATOR;
import static io.prestodynamic.catalog.CatalogState.DRAINING;
import static java.util.Objects.requireNonNull;

/**
 * Table {@code system.metadata.catalog_definitions} with the statement that defines a catalog, secrets masked, for every catalog that the user may read. A query for the name
 * of one catalog is {@code SHOW CREATE CATALOG}, and fails if the user may not read it.
 */
public class DefinitionTable
        implements SystemTable
{
    // position of the column
    private static final int CATALOG_NAME = 0;
    private static final ConnectorTableMetadata METADATA = tableMetadataBuilder(new SchemaTableName("metadata", "catalog_definitions"))
            .column("catalog_name", VARCHAR)
            .column("statement", VARCHAR)
            .build();

    private final VisibleCatalogs catalogs;
    private final StatementCallers callers;

    @Inject
    public DefinitionTable(VisibleCatalogs catalogs, StatementCallers callers)
    {
        this.catalogs = requireNonNull(catalogs, "catalogs is null");
        this.callers = requireNonNull(callers, "callers is null");
    }

    /**
     * Returns the query for the definition of one catalog.
     */
    static String select(String name)
    {
        return "SELECT statement \"Create Catalog\" FROM system.metadata.catalog_definitions WHERE catalog_name = " + SqlText.string(name);
    }

    @Override
    public Distribution getDistribution()
    {
        return SINGLE_COORDINATOR;
    }

    @Override
    public ConnectorTableMetadata getTableMetadata()
    {
        return METADATA;
    }

    @Override
    public RecordCursor cursor(ConnectorTransactionHandle transactionHandle, ConnectorSession session, TupleDomain<Integer> constraint)
    {
        InMemoryRecordSet.Builder table = InMemoryRecordSet.builder(METADATA);
        Caller caller = Caller.of(toSession(transactionHandle, session));
        try {
            callers.check(caller);
            list(caller, singleName(constraint)).forEach(catalog -> catalog.connectorName().ifPresent(connector ->
                    table.addRow(catalog.catalogName(), CreateCatalog.format(catalog.catalogName(), connector, catalog.settings().description(), catalog.properties()))));
        }
        catch (CatalogException e) {
            throw StatementRefusals.toError(e);
        }
        return table.build().cursor();
    }

    private List<CatalogInfo> list(Caller caller, Optional<String> name)
    {
        return name.map(single -> List.of(catalogs.read(caller, single)))
                .orElseGet(() -> catalogs.list(caller).stream().filter(catalog -> catalog.state() != DRAINING).toList());
    }

    private static Optional<String> singleName(TupleDomain<Integer> constraint)
    {
        return constraint.getDomains()
                .flatMap(domains -> Optional.ofNullable(domains.get(CATALOG_NAME)))
                .filter(Domain::isSingleValue)
                .map(name -> ((Slice) name.getSingleValue()).toStringUtf8());
    }
}
