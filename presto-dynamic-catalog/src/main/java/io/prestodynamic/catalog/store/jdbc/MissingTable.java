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

import io.prestodynamic.catalog.store.jdbc.JdbcTransactions.Query;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Tables that are made by those who need them first.
 */
public final class MissingTable
{
    private static final int MAX_ATTEMPTS = 3;

    private MissingTable() {}

    /**
     * Reads a table, and creates it before where there is none. Ends the transaction in that case, and so comes first in it.
     */
    public static <T> T createWhereMissing(Connection connection, JdbcDialect dialect, List<String> create, Query<T> read)
            throws SQLException
    {
        for (int attempt = 1; ; attempt++) {
            try {
                return read.run(connection);
            }
            catch (SQLException e) {
                if (!dialect.isMissingTable(e)) {
                    throw e;
                }
                connection.rollback();
            }
            try (Statement statement = connection.createStatement()) {
                for (String sql : create) {
                    statement.execute(sql);
                }
                // in PostgreSQL a table can be rolled back
                connection.commit();
            }
            catch (SQLException e) {
                // in PostgreSQL, of two that create at the same time one may fail, IF NOT EXISTS or not
                if (attempt == MAX_ATTEMPTS) {
                    throw e;
                }
                connection.rollback();
            }
        }
    }
}
