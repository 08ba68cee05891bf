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
package io.prestodynamic.benchmarks.cluster;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.testing.TestingMySqlServer;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

import static com.google.common.base.Preconditions.checkState;
import static java.util.Locale.ENGLISH;

/**
 * Connector of the catalogs of a benchmark, with a small query that the workers answer.
 */
public enum Connector
{
    TPCH("tiny.nation", 25) {
        @Override
        public Map<String, String> properties(TestingMySqlServer mysql)
        {
            return ImmutableMap.of();
        }
    },
    MYSQL("shop.nations", 3) {
        @Override
        public Map<String, String> properties(TestingMySqlServer mysql)
        {
            return ImmutableMap.of(
                    "connection-url", mysql.getJdbcUrl(),
                    "connection-user", mysql.getUser(),
                    "connection-password", mysql.getPassword());
        }
    };

    private final String table;
    private final long rows;

    Connector(String table, long rows)
    {
        this.table = table;
        this.rows = rows;
    }

    /**
     * @param mysql server from {@link #startMySql}
     */
    public abstract Map<String, String> properties(TestingMySqlServer mysql);

    /**
     * Returns a query with one row and column, the number of {@link #rows}.
     */
    public String query(String catalogName)
    {
        return "SELECT count(*) FROM %s.%s".formatted(catalogName, table);
    }

    public long rows()
    {
        return rows;
    }

    /**
     * Runs the query on a catalog.
     *
     * @throws IllegalStateException if the query fails or its answer is wrong
     */
    public void query(Connection connection, String catalogName)
    {
        try (Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(query(catalogName))) {
            checkState(results.next() && results.getLong(1) == rows && !results.next(), "The answer is wrong");
        }
        catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Override
    public String toString()
    {
        return name().toLowerCase(ENGLISH);
    }

    /**
     * Starts a server with the tables of the catalogs, and with a database for a store.
     */
    public static TestingMySqlServer startMySql()
    {
        TestingMySqlServer mysql = new TestingMySqlServer();
        mysql.createDatabase("meta");
        mysql.createDatabase("shop");
        mysql.execute(
                "shop",
                "CREATE TABLE nations (nationkey bigint, visits bigint)",
                "INSERT INTO nations VALUES (1, 10), (2, 20), (3, 30)");
        return mysql;
    }
}
