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
import io.prestodynamic.catalog.access.Caller;
import io.prestodynamic.catalog.coordinator.history.CatalogHistory;
import io.prestodynamic.catalog.history.CatalogChange;
import io.prestodynamic.catalog.history.ChangeOrigin;
import io.prestodynamic.catalog.history.HistoryEntry;
import io.prestodynamic.catalog.history.HistoryPage;

import javax.inject.Inject;

import java.util.List;

import static com.facebook.presto.common.type.BigintType.BIGINT;
import static com.facebook.presto.common.type.TimestampType.TIMESTAMP;
import static com.facebook.presto.common.type.VarcharType.VARCHAR;
import static com.facebook.presto.metadata.MetadataUtil.TableMetadataBuilder.tableMetadataBuilder;
import static java.util.Objects.requireNonNull;

/**
 * Table {@code system.metadata.catalog_history} with the last changes that the user may read, of all catalogs or of the one that the query names.
 */
public class CatalogHistoryTable
        extends CallerTable<HistoryEntry>
{
    private static final int MAX_ENTRIES = 1000;
    // position of the column
    private static final int CATALOG_NAME = 2;
    private static final ConnectorTableMetadata METADATA = tableMetadataBuilder(new SchemaTableName("metadata", "catalog_history"))
            .column("sequence", BIGINT)
            .column("changed_at", TIMESTAMP)
            .column("catalog_name", VARCHAR)
            .column("action", VARCHAR)
            .column("version", VARCHAR)
            .column("previous_version", VARCHAR)
            .column("user", VARCHAR)
            .column("principal", VARCHAR)
            .column("source", VARCHAR)
            .column("address", VARCHAR)
            .column("request_id", VARCHAR)
            .column("connector_name", VARCHAR)
            .column("changed_properties", VARCHAR)
            .column("comment", VARCHAR)
            .build();

    private final CatalogHistory history;

    @Inject
    public CatalogHistoryTable(CatalogHistory history, StatementCallers callers)
    {
        super(METADATA, callers);
        this.history = requireNonNull(history, "history is null");
    }

    @Override
    List<HistoryEntry> list(Caller caller, TupleDomain<Integer> constraint)
    {
        if (constraint.isNone()) {
            return List.of();
        }
        return singleName(constraint, CATALOG_NAME)
                .map(name -> history.listNewest(caller, name, MAX_ENTRIES))
                .orElseGet(() -> history.list(caller, HistoryPage.newest(MAX_ENTRIES)).entries());
    }

    @Override
    void addRows(HistoryEntry entry, InMemoryRecordSet.Builder table)
    {
        CatalogChange change = entry.change();
        ChangeOrigin origin = change.origin();
        table.addRow(
                entry.sequence(),
                change.at().toEpochMilli(),
                change.catalogName(),
                change.action().name(),
                change.after().orElse(null),
                change.before().orElse(null),
                origin.user().orElse(null),
                origin.principal().orElse(null),
                origin.source().name(),
                origin.address().orElse(null),
                origin.requestId().orElse(null),
                change.connectorName(),
                String.join(", ", change.changed()),
                origin.comment().orElse(null));
    }
}
