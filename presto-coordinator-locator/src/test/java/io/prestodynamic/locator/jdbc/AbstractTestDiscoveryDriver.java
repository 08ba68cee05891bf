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

import io.prestodynamic.locator.testing.FakeDiscoveryServer;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Discovery server that announces the first of two coordinators.
 */
public abstract class AbstractTestDiscoveryDriver
{
    protected FakeDiscoveryServer discovery;
    protected FakePresto first;
    protected FakePresto second;

    @BeforeMethod
    public void setUp()
    {
        discovery = new FakeDiscoveryServer();
        first = new FakePresto("first");
        second = new FakePresto("second");
        // the locator takes the lowest node id
        discovery.announce("1", first.uri());
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
    {
        first.close();
        second.close();
        discovery.close();
    }

    /**
     * Announces the second coordinator, and kills the first one, which stays announced.
     */
    protected void move()
    {
        discovery.announce("2", second.uri());
        first.stop();
    }

    protected Connection connect(String rest)
            throws SQLException
    {
        return DriverManager.getConnection(url(rest), "alice", null);
    }

    protected String url(String rest)
    {
        return "jdbc:presto-discovery://" + discovery.uri().getAuthority() + rest;
    }

    protected static void execute(Connection connection, String sql)
            throws SQLException
    {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    protected static String coordinatorOf(Connection connection)
    {
        try {
            return queryCoordinator(connection);
        }
        catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    protected static String queryCoordinator(Connection connection)
            throws SQLException
    {
        try (Statement statement = connection.createStatement(); ResultSet results = statement.executeQuery("SELECT name")) {
            assertThat(results.next()).isTrue();
            return results.getString(1);
        }
    }
}
