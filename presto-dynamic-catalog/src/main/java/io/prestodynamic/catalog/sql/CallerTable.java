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
import com.facebook.presto.spi.SystemTable;
import com.facebook.presto.spi.connector.ConnectorTransactionHandle;
import io.airlift.slice.Slice;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.access.Caller;

import java.util.List;
import java.util.Optional;

import static com.facebook.presto.connector.system.SystemConnectorSessionUtil.toSession;
import static com.facebook.presto.spi.SystemTable.Distribution.SINGLE_COORDINATOR;
import static java.util.Objects.requireNonNull;

/**
 * System table whose rows depend on the user of the query.
 */
abstract class CallerTable<T>
        implements SystemTable
{
    private final ConnectorTableMetadata metadata;
    private final StatementCallers callers;

    CallerTable(ConnectorTableMetadata metadata, StatementCallers callers)
    {
        this.metadata = requireNonNull(metadata, "metadata is null");
        this.callers = requireNonNull(callers, "callers is null");
    }

    /**
     * Returns what the user may see.
     *
     * @param constraint of the columns; rows that it excludes may be left out
     */
    abstract List<T> list(Caller caller, TupleDomain<Integer> constraint);

    abstract void addRows(T item, InMemoryRecordSet.Builder table);

    @Override
    public Distribution getDistribution()
    {
        return SINGLE_COORDINATOR;
    }

    @Override
    public ConnectorTableMetadata getTableMetadata()
    {
        return metadata;
    }

    @Override
    public RecordCursor cursor(ConnectorTransactionHandle transactionHandle, ConnectorSession session, TupleDomain<Integer> constraint)
    {
        InMemoryRecordSet.Builder table = InMemoryRecordSet.builder(metadata);
        Caller caller = Caller.of(toSession(transactionHandle, session));
        try {
            callers.check(caller);
            list(caller, constraint).forEach(item -> addRows(item, table));
        }
        catch (CatalogException e) {
            throw StatementRefusals.toError(e);
        }
        return table.build().cursor();
    }

    /**
     * Returns the name in a condition that allows one name only.
     *
     * @param column position of the column of names
     */
    static Optional<String> singleName(TupleDomain<Integer> constraint, int column)
    {
        return constraint.getDomains()
                .flatMap(domains -> Optional.ofNullable(domains.get(column)))
                .filter(Domain::isSingleValue)
                .map(name -> ((Slice) name.getSingleValue()).toStringUtf8());
    }
}
