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
package io.prestodynamic.catalog.server;

import com.facebook.presto.common.predicate.TupleDomain;
import com.facebook.presto.spi.ConnectorSession;
import com.facebook.presto.spi.ConnectorTableMetadata;
import com.facebook.presto.spi.InMemoryRecordSet;
import com.facebook.presto.spi.RecordCursor;
import com.facebook.presto.spi.SchemaTableName;
import com.facebook.presto.spi.SystemTable;
import com.facebook.presto.spi.connector.ConnectorTransactionHandle;
import io.prestodynamic.catalog.manager.CatalogListing;

import javax.inject.Inject;

import java.time.Instant;

import static com.facebook.presto.common.type.BooleanType.BOOLEAN;
import static com.facebook.presto.common.type.TimestampType.TIMESTAMP;
import static com.facebook.presto.common.type.VarcharType.VARCHAR;
import static com.facebook.presto.metadata.MetadataUtil.TableMetadataBuilder.tableMetadataBuilder;
import static com.facebook.presto.spi.SystemTable.Distribution.SINGLE_COORDINATOR;
import static java.util.Objects.requireNonNull;

/**
 * {@code system.runtime.catalog_nodes}: how every node stands with every version of a dynamic catalog that the user may see, those that drain included.
 */
public class CatalogNodeTable
        implements SystemTable
{
    private static final ConnectorTableMetadata METADATA = tableMetadataBuilder(new SchemaTableName("runtime", "catalog_nodes"))
            .column("catalog_name", VARCHAR)
            .column("version", VARCHAR)
            .column("node_id", VARCHAR)
            .column("coordinator", BOOLEAN)
            .column("state", VARCHAR)
            .column("error", VARCHAR)
            .column("since", TIMESTAMP)
            .build();

    private final CatalogListing listing;
    private final VisibleCatalogs visible;

    @Inject
    public CatalogNodeTable(CatalogListing listing, VisibleCatalogs visible)
    {
        this.listing = requireNonNull(listing, "listing is null");
        this.visible = requireNonNull(visible, "visible is null");
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
        visible.filter(transactionHandle, session, listing.listVersions()).forEach(catalog -> catalog.nodes().forEach(node -> table.addRow(
                catalog.catalogName(),
                catalog.version().orElse(null),
                node.nodeId(),
                node.coordinator(),
                node.state().name(),
                node.error().orElse(null),
                node.since().map(Instant::toEpochMilli).orElse(null))));
        return table.build().cursor();
    }
}
