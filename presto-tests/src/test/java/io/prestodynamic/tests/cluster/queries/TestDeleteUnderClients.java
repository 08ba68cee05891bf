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
package io.prestodynamic.tests.cluster.queries;

import org.testng.annotations.Test;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Deletion of a catalog during a transaction or while a client reads slowly, with and without force.
 */
@Test(singleThreaded = true)
public class TestDeleteUnderClients
        extends AbstractTestDelete
{
    @Test
    public void testTransaction()
            throws SQLException
    {
        try (Connection connection = cluster.connect()) {
            connection.setAutoCommit(false);
            assertThat(count(connection, "busy.default.slow")).isEqualTo(100);
            assertDraining(api.delete("busy"));
            assertStaysOpen();
            assertThat(count(connection, "busy.default.slow")).isEqualTo(100);
            connection.commit();
            assertThatThrownBy(() -> count(connection, "busy.default.slow")).hasMessageContaining("Catalog busy does not exist");
        }
    }

    @Test
    public void testTransactionWithForce()
            throws SQLException
    {
        try (Connection connection = cluster.connect()) {
            connection.setAutoCommit(false);
            assertThat(count(connection, "busy.default.slow")).isEqualTo(100);
            api.forceDelete("busy").assertOk();
            assertThatThrownBy(() -> count(connection, "busy.default.slow")).hasMessageContaining("Current transaction is aborted");
            connection.rollback();
        }
    }

    @Test
    public void testStatementOfTransactionWithForce()
            throws SQLException
    {
        try (Connection connection = cluster.connect()) {
            connection.setAutoCommit(false);
            holdPages();
            CompletableFuture<Object> query = supplyAsync(() -> count(connection, "busy.default.slow"), executor);
            awaitRunning("busy.default.slow");
            api.forceDelete("busy").assertOk();
            assertRemoved(query::join);
            connection.rollback();
        }
    }

    @Test
    public void testSlowClient()
            throws SQLException
    {
        assertThat(readSlowly(() -> assertDraining(api.delete("busy")))).isEqualTo(20_000);
    }

    @Test
    public void testSlowClientWithForce()
    {
        assertRemoved(() -> readSlowly(() -> api.forceDelete("busy").assertOk()));
    }

    private int readSlowly(Runnable change)
            throws SQLException
    {
        cluster.execute("CREATE TABLE busy.default.large (x varchar) WITH (split_count = 1, pages_per_split = 200, rows_per_page = 100, field_length = 10000)");
        try (Connection connection = cluster.connect();
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery("SELECT x FROM busy.default.large")) {
            assertThat(results.next()).isTrue();
            change.run();
            int rows = 1;
            while (results.next()) {
                rows++;
            }
            return rows;
        }
    }

    private static long count(Connection connection, String table)
    {
        try (Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery("SELECT count(*) FROM " + table)) {
            assertThat(results.next()).isTrue();
            long count = results.getLong(1);
            // a result that is closed before its end cancels its query, and that aborts the transaction
            assertThat(results.next()).isFalse();
            return count;
        }
        catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
