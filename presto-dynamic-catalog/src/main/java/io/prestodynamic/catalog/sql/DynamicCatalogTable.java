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

import javax.inject.Inject;

import java.time.Instant;
import java.util.List;

import static com.facebook.presto.common.type.BigintType.BIGINT;
import static com.facebook.presto.common.type.BooleanType.BOOLEAN;
import static com.facebook.presto.common.type.TimestampType.TIMESTAMP;
import static com.facebook.presto.common.type.VarcharType.VARCHAR;
import static com.facebook.presto.metadata.MetadataUtil.TableMetadataBuilder.tableMetadataBuilder;
import static java.util.Objects.requireNonNull;

/**
 * Table {@code system.metadata.dynamic_catalogs} with one row for every visible dynamic catalog.
 */
public class DynamicCatalogTable
        extends CallerTable<CatalogInfo>
{
    private static final ConnectorTableMetadata METADATA = tableMetadataBuilder(new SchemaTableName("metadata", "dynamic_catalogs"))
            .column("catalog_name", VARCHAR)
            .column("connector_name", VARCHAR)
            .column("version", VARCHAR)
            .column("state", VARCHAR)
            .column("created_at", TIMESTAMP)
            .column("created_by", VARCHAR)
            .column("queries", BIGINT)
            .column("draining_versions", BIGINT)
            .column("error", VARCHAR)
            .column("description", VARCHAR)
            .column("enabled", BOOLEAN)
            .build();

    private final VisibleCatalogs catalogs;

    @Inject
    public DynamicCatalogTable(VisibleCatalogs catalogs, StatementCallers callers)
    {
        super(METADATA, callers);
        this.catalogs = requireNonNull(catalogs, "catalogs is null");
    }

    @Override
    List<CatalogInfo> list(Caller caller, TupleDomain<Integer> constraint)
    {
        return catalogs.listDynamic(caller);
    }

    @Override
    void addRows(CatalogInfo catalog, InMemoryRecordSet.Builder table)
    {
        table.addRow(
                catalog.catalogName(),
                catalog.connectorName().orElse(null),
                catalog.version().orElse(null),
                catalog.state().name(),
                catalog.createdAt().map(Instant::toEpochMilli).orElse(null),
                catalog.createdBy().orElse(null),
                (long) catalog.queries(),
                (long) catalog.draining().size(),
                catalog.error().orElse(null),
                catalog.settings().description().orElse(null),
                catalog.settings().enabled());
    }
}
