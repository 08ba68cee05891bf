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
import io.airlift.units.Duration;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What differs from one kind of database to the next: the expressions that {@link CatalogStatements} puts together, and what errors mean.
 */
public interface JdbcDialect
{
    List<JdbcDialect> ALL = ImmutableList.of(new MySqlDialect(), new MariaDbDialect(), new PostgreSqlDialect());

    static Optional<JdbcDialect> forUrl(String url)
    {
        return ALL.stream().filter(dialect -> url.startsWith(dialect.urlPrefix())).findFirst();
    }

    String urlPrefix();

    String driverClassName();

    /**
     * Driver properties that are set where the URL does not set them.
     */
    Map<String, String> driverProperties();

    /**
     * Driver properties like these, for how long it may take to connect, and how long each answer may take.
     */
    Map<String, String> driverTimeouts(Duration connect, Duration answer);

    /**
     * Runs once on every new connection.
     */
    String connectionSetup();

    /**
     * Whether what {@link #connectionSetup} sets is lost where the transaction is rolled back that it ran in.
     */
    default boolean isSetupTransactional()
    {
        return false;
    }

    /**
     * The isolation at which {@link CatalogStatements#lockActive}, after {@link #lockTable} where there is one, keeps others from adding the name,
     * as the constants of {@link java.sql.Connection} name it.
     */
    String transactionIsolation();

    /**
     * Keeps others from writing to a table without unique names until the transaction ends, where locking the rows that are there does not keep rows from being added.
     */
    Optional<String> lockTable(TableName table);

    String quote(TableName table);

    /**
     * Statements that create the table where it is missing, also when others create it at the same time. The column {@code activeName} is the name in active rows
     * and NULL in others, and unique.
     */
    List<String> createTable(TableName table);

    /**
     * Statements that create the table of leases where it is missing, also when others create it at the same time.
     */
    default List<String> createLeaseTable(TableName table)
    {
        return ImmutableList.of("""
                CREATE TABLE IF NOT EXISTS %s (
                  environment VARCHAR(200) NOT NULL PRIMARY KEY,
                  nodeId VARCHAR(200) NOT NULL,
                  uri VARCHAR(500) NOT NULL,
                  session VARCHAR(100) NOT NULL,
                  term BIGINT NOT NULL,
                  renewals BIGINT NOT NULL
                )""".formatted(quote(table)));
    }

    /**
     * The expression that writes a time given in seconds since 1970 as its one parameter.
     */
    String fromEpochSeconds();

    String toEpochSeconds(String column);

    String toText(String column);

    /**
     * The expression for the number of characters in a column.
     */
    default String length(String column)
    {
        return "CHAR_LENGTH(" + column + ")";
    }

    /**
     * What makes a query lock the rows that it returns.
     */
    default String forUpdate()
    {
        return " FOR UPDATE";
    }

    /**
     * Whether the database gives ids to rows, each only once, also if it is killed. Where it does not, ids follow the clock.
     */
    default boolean isGeneratingIds()
    {
        return true;
    }

    boolean isMissingTable(SQLException e);

    boolean isUniqueViolation(SQLException e);

    /**
     * Whether the transaction was rolled back in favour of another, and may do better when it is repeated.
     */
    boolean isDeadlock(SQLException e);

    boolean isLockTimeout(SQLException e);

    /**
     * A sentence for an error whose remedy is known. It reaches clients of the API.
     */
    Optional<String> explain(SQLException e);
}
