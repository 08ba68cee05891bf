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

import com.facebook.presto.common.predicate.TupleDomain;
import com.facebook.presto.spi.ConnectorTableMetadata;
import com.facebook.presto.spi.InMemoryRecordSet;
import com.facebook.presto.spi.SchemaTableName;
import io.prestodynamic.catalog.CatalogInfo;
import io.prestodynamic.catalog.access.Caller;
import io.prestodynamic.catalog.coordinator.listing.VisibleCatalogs;
import io.prestodynamic.catalog.sql.parser.CreateCatalog;
import io.prestodynamic.catalog.sql.parser.SqlText;

import javax.inject.Inject;

import java.util.List;

import static com.facebook.presto.common.type.VarcharType.VARCHAR;
import static com.facebook.presto.metadata.MetadataUtil.TableMetadataBuilder.tableMetadataBuilder;
import static io.prestodynamic.catalog.CatalogState.DRAINING;
import static java.util.Objects.requireNonNull;

/**
 * Table {@code system.metadata.catalog_definitions} with the statement that defines a catalog, secrets masked, for every catalog that the user may read. A query for the name
 * of one catalog is {@code SHOW CREATE CATALOG}, and fails if the user may not read it.
 */
public class CatalogDefinitionTable
        extends CallerTable<CatalogInfo>
{
    // position of the column
    private static final int CATALOG_NAME = 0;
    private static final ConnectorTableMetadata METADATA = tableMetadataBuilder(new SchemaTableName("metadata", "catalog_definitions"))
            .column("catalog_name", VARCHAR)
            .column("statement", VARCHAR)
            .build();

    private final VisibleCatalogs catalogs;

    @Inject
    public CatalogDefinitionTable(VisibleCatalogs catalogs, StatementCallers callers)
    {
        super(METADATA, callers);
        this.catalogs = requireNonNull(catalogs, "catalogs is null");
    }

    /**
     * Returns the query for the definition of one catalog.
     */
    static String select(String name)
    {
        return "SELECT statement \"Create Catalog\" FROM system.metadata.catalog_definitions WHERE catalog_name = " + SqlText.string(name);
    }

    @Override
    List<CatalogInfo> list(Caller caller, TupleDomain<Integer> constraint)
    {
        return singleName(constraint, CATALOG_NAME)
                .map(name -> List.of(catalogs.read(caller, name)))
                .orElseGet(() -> catalogs.list(caller).stream().filter(catalog -> catalog.state() != DRAINING).toList());
    }

    @Override
    void addRows(CatalogInfo catalog, InMemoryRecordSet.Builder table)
    {
        catalog.connectorName().ifPresent(connector ->
                table.addRow(catalog.catalogName(), CreateCatalog.format(catalog.catalogName(), connector, catalog.settings().description(), catalog.properties())));
    }
}
