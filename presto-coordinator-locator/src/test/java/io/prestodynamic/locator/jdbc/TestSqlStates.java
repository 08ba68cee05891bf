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
package io.prestodynamic.locator.jdbc;

import com.facebook.presto.jdbc.PrestoConnection;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.testng.annotations.Test;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.List;

import static io.prestodynamic.locator.testing.Conditions.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * SQLStates and classes of failures, as seen by connection pools and frameworks.
 */
public class TestSqlStates
        extends AbstractTestDiscoveryDriver
{
    @Test
    public void testNoCoordinatorToConnectTo()
    {
        first.stop();
        assertThatThrownBy(() -> connect("?coordinatorTimeout=0ms"))
                .isInstanceOfSatisfying(SQLTransientConnectionException.class, e -> assertThat(e.getSQLState()).isEqualTo("08001"));
    }

    @Test
    public void testNoCoordinatorForAStatement()
            throws SQLException
    {
        try (Connection connection = connect("?coordinatorTimeout=600ms")) {
            PreparedStatement prepared = connection.prepareStatement("SELECT name");
            first.stop();
            assertCannotConnect(() -> execute(connection, "SELECT name"));
            assertCannotConnect(prepared::executeQuery);
            // sends a request to the coordinator
            assertCannotConnect(prepared::close);
            assertCannotConnect(() -> connection.getMetaData().getCatalogs());
            assertCannotConnect(() -> connection.getMetaData().getDatabaseProductVersion());
            // starts with a transaction
            connection.setAutoCommit(false);
            assertCannotConnect(() -> execute(connection, "SELECT name"));
        }
    }

    @Test
    public void testNoCoordinatorForTheEndOfATransaction()
            throws SQLException
    {
        for (SqlFunction end : List.<SqlFunction>of(Connection::commit, Connection::rollback, Connection::close)) {
            try (FakePresto coordinator = new FakePresto("third")) {
                discovery.withdraw("1");
                discovery.announce("3", coordinator.uri());
                Connection connection = connect("?coordinatorTimeout=600ms");
                connection.setAutoCommit(false);
                assertThat(coordinatorOf(connection)).isEqualTo("third");
                coordinator.stop();
                assertCannotConnect(() -> end.apply(connection));
            }
        }
    }

    @Test
    public void testUnknownOutcome()
            throws SQLException
    {
        try (Connection connection = connect("")) {
            first.dropStatements();
            assertThatThrownBy(() -> execute(connection, "INSERT once"))
                    .isInstanceOfSatisfying(SQLNonTransientConnectionException.class, e -> assertThat(e.getSQLState()).isEqualTo("08007"))
                    .hasMessageContaining("may have accepted the statement");
        }
    }

    @Test
    public void testRefusedCredentials()
            throws SQLException
    {
        try (Connection connection = connect("")) {
            first.refuseCredentials();
            assertThatThrownBy(() -> execute(connection, "SELECT name"))
                    .isInstanceOfSatisfying(SQLInvalidAuthorizationSpecException.class, e -> assertThat(e.getSQLState()).isEqualTo("28000"))
                    .hasMessageStartingWith("Authentication failed: 401");
        }
    }

    @Test
    public void testPoolReplacesConnection()
            throws SQLException
    {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url("?coordinatorTimeout=600ms"));
        config.setUsername("alice");
        config.setMaximumPoolSize(1);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            PrestoConnection lost;
            try (Connection connection = pool.getConnection()) {
                lost = connection.unwrap(PrestoConnection.class);
                assertThat(coordinatorOf(connection)).isEqualTo("first");
                first.stop();
                assertCannotConnect(() -> execute(connection, "SELECT name"));
            }
            discovery.announce("2", second.uri());
            await("the pool has closed it", lost::isClosed);
            try (Connection connection = pool.getConnection()) {
                assertThat(connection.unwrap(PrestoConnection.class)).isNotSameAs(lost);
                assertThat(coordinatorOf(connection)).isEqualTo("second");
            }
        }
    }

    @Test
    public void testPoolReplacesConnectionAfterUnknownOutcome()
            throws SQLException
    {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url(""));
        config.setUsername("alice");
        config.setMaximumPoolSize(1);
        try (HikariDataSource pool = new HikariDataSource(config); Connection connection = pool.getConnection()) {
            PrestoConnection lost = connection.unwrap(PrestoConnection.class);
            first.dropStatements();
            assertThatThrownBy(() -> execute(connection, "INSERT once"))
                    .isInstanceOfSatisfying(SQLNonTransientConnectionException.class, e -> assertThat(e.getSQLState()).isEqualTo("08007"));
            await("the pool has closed it", lost::isClosed);
        }
    }

    private static void assertCannotConnect(SqlAction action)
    {
        assertThatThrownBy(action::run)
                .isInstanceOfSatisfying(SQLTransientConnectionException.class, e -> assertThat(e.getSQLState()).isEqualTo("08001"))
                .hasMessageContaining("coordinator");
    }

    @FunctionalInterface
    private interface SqlFunction
    {
        void apply(Connection connection)
                throws SQLException;
    }

    @FunctionalInterface
    private interface SqlAction
    {
        void run()
                throws SQLException;
    }
}
