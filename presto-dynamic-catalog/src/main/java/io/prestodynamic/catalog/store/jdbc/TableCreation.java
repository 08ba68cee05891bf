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

import io.prestodynamic.catalog.store.jdbc.connection.JdbcTransactions;
import io.prestodynamic.catalog.store.jdbc.connection.JdbcTransactions.Query;
import io.prestodynamic.catalog.store.jdbc.dialect.JdbcDialect;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * Creation of tables on first use.
 */
public final class TableCreation
{
    private static final int MAX_ATTEMPTS = 3;

    private TableCreation() {}

    /**
     * Reads a table, which is created before if it is missing. Creation ends the transaction, so this call must be the first in it.
     */
    public static <T> T readOrCreate(Connection connection, JdbcDialect dialect, List<String> create, Query<T> read)
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
                // PostgreSQL can roll back a table
                connection.commit();
            }
            catch (SQLException e) {
                // in PostgreSQL one of two concurrent creations may fail in spite of IF NOT EXISTS
                if (attempt == MAX_ATTEMPTS) {
                    throw e;
                }
                connection.rollback();
            }
        }
    }
}
