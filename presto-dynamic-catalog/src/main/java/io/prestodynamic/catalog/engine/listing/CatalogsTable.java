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

import com.facebook.presto.Session;
import com.facebook.presto.common.predicate.Domain;
import com.facebook.presto.common.predicate.Range;
import com.facebook.presto.common.predicate.TupleDomain;
import com.facebook.presto.execution.QueryManager;
import com.facebook.presto.metadata.Metadata;
import com.facebook.presto.spi.ConnectorId;
import com.facebook.presto.spi.ConnectorSession;
import com.facebook.presto.spi.PrestoWarning;
import com.facebook.presto.spi.QueryId;
import com.facebook.presto.spi.RecordCursor;
import com.facebook.presto.spi.SystemTable;
import com.facebook.presto.spi.WarningCode;
import com.facebook.presto.spi.connector.ConnectorTransactionHandle;
import com.facebook.presto.spi.security.AccessControl;
import com.facebook.presto.transaction.TransactionManager;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import com.google.common.reflect.Reflection;

import javax.annotation.PreDestroy;
import javax.inject.Inject;

import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.function.BiFunction;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static com.facebook.presto.common.type.VarcharType.createUnboundedVarcharType;
import static com.facebook.presto.connector.system.SystemConnectorSessionUtil.toSession;
import static com.facebook.presto.metadata.MetadataListing.listCatalogs;
import static io.airlift.slice.Slices.utf8Slice;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.Executors.newCachedThreadPool;

/**
 * Table with rows of all catalogs. A query that names its catalogs fails if one of them cannot be listed. Any other query gets the rows of the remaining
 * catalogs, and a warning that names those that are missing.
 */
public class CatalogsTable
{
    public static final WarningCode CATALOG_NOT_LISTED = new WarningCode(0x0D1C_0002, "CATALOG_NOT_LISTED");

    private final Metadata metadata;
    private final AccessControl accessControl;
    private final TransactionManager transactionManager;
    private final QueryManager queryManager;
    private final ParallelListing listing;
    private final ExecutorService executor = newCachedThreadPool(daemonThreadsNamed("dynamic-catalog-listing-end-%s"));

    @Inject
    public CatalogsTable(Metadata metadata, AccessControl accessControl, TransactionManager transactionManager, QueryManager queryManager, ParallelListing listing)
    {
        this.metadata = requireNonNull(metadata, "metadata is null");
        this.accessControl = requireNonNull(accessControl, "accessControl is null");
        this.transactionManager = requireNonNull(transactionManager, "transactionManager is null");
        this.queryManager = requireNonNull(queryManager, "queryManager is null");
        this.listing = requireNonNull(listing, "listing is null");
    }

    @PreDestroy
    public void stop()
    {
        executor.shutdownNow();
    }

    /**
     * Returns the rows of all catalogs that match the constraint.
     *
     * @param table creates the table for the catalogs of the metadata
     * @param catalogColumn column with the catalog name
     */
    RecordCursor list(
            BiFunction<Metadata, AccessControl, SystemTable> table,
            int catalogColumn,
            ConnectorTransactionHandle transactionHandle,
            ConnectorSession connectorSession,
            TupleDomain<Integer> constraint)
    {
        Session session = toSession(transactionHandle, connectorSession);
        Domain wanted = constraint.getDomains()
                .flatMap(domains -> Optional.ofNullable(domains.get(catalogColumn)))
                .orElse(Domain.all(createUnboundedVarcharType()));
        Map<String, ConnectorId> catalogs = Maps.filterKeys(
                listCatalogs(session, metadata, accessControl),
                name -> wanted.includesNullableValue(utf8Slice(name)));
        if (isListOfNames(wanted)) {
            return table.apply(onlyCatalogs(catalogs), accessControl).cursor(transactionHandle, connectorSession, constraint);
        }

        ListedCatalogs listed;
        try (ListingTransactions transactions = new ListingTransactions(transactionManager, transactionHandle, executor)) {
            ImmutableMap.Builder<ConnectorId, Callable<RecordCursor>> listings = ImmutableMap.builder();
            catalogs.forEach((name, connectorId) -> {
                SystemTable catalog = table.apply(onlyCatalogs(ImmutableMap.of(name, connectorId)), accessControl);
                listings.put(connectorId, () -> transactions.list(handle -> catalog.cursor(handle, connectorSession, constraint)));
            });
            listed = listing.list(listings.build());
        }
        listed.describeLeftOut().ifPresent(description -> queryManager.getQuerySession(new QueryId(connectorSession.getQueryId()))
                .getWarningCollector()
                .add(new PrestoWarning(CATALOG_NOT_LISTED, description)));
        return new ConcatenatedCursor(listed.rows());
    }

    private static boolean isListOfNames(Domain catalogs)
    {
        return catalogs.getValues().getValuesProcessor().transform(
                ranges -> ranges.getOrderedRanges().stream().allMatch(Range::isSingleValue),
                discreteValues -> discreteValues.isWhiteList(),
                allOrNone -> false);
    }

    /**
     * Returns metadata with only these catalogs, because a lookup among all catalogs for each of them would be quadratic.
     */
    private Metadata onlyCatalogs(Map<String, ConnectorId> catalogs)
    {
        return Reflection.newProxy(Metadata.class, (proxy, method, arguments) -> {
            if (method.getName().equals("getCatalogNames")) {
                return catalogs;
            }
            try {
                return method.invoke(metadata, arguments);
            }
            catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }
}
