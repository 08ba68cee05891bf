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
package io.prestodynamic.catalog.store.jdbc;

import com.google.common.collect.ImmutableList;
import io.prestodynamic.catalog.CatalogException;

import javax.annotation.concurrent.GuardedBy;
import javax.annotation.concurrent.ThreadSafe;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static java.util.Objects.requireNonNull;

/**
 * Check that a table was not emptied or created again, so that it is not read as one without catalogs. The store never deletes rows, so at least one of those
 * that were active must still exist.
 */
@ThreadSafe
final class EmptiedTableCheck
{
    private static final int MAX_REMEMBERED = 20;

    private final CatalogStatements statements;
    @GuardedBy("this")
    private List<Long> ids = ImmutableList.of();

    EmptiedTableCheck(CatalogStatements statements)
    {
        this.statements = requireNonNull(statements, "statements is null");
    }

    /**
     * @throws CatalogException if the rows that were active are gone
     */
    void check(Connection connection)
            throws SQLException
    {
        List<Long> seen = get();
        if (seen.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(statements.selectExisting(seen.size()))) {
            for (int i = 0; i < seen.size(); i++) {
                statement.setLong(i + 1, seen.get(i));
            }
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new CatalogException(
                            STORE_UNAVAILABLE,
                            "The rows of the catalog store are gone: restore them, or restart the coordinator to continue with the present ones");
                }
            }
        }
    }

    /**
     * @param active in the order of their ids
     */
    synchronized void remember(List<CatalogRow> active)
    {
        ids = latest(active.stream().map(CatalogRow::id).toList());
    }

    synchronized void remember(long id)
    {
        ids = latest(ImmutableList.<Long>builder().addAll(ids).add(id).build());
    }

    private synchronized List<Long> get()
    {
        return ids;
    }

    private static List<Long> latest(List<Long> all)
    {
        return all.subList(Math.max(0, all.size() - MAX_REMEMBERED), all.size());
    }
}
