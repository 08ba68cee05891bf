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

import org.testng.annotations.Test;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestPrestoDiscoveryDriver
        extends AbstractTestDiscoveryDriver
{
    @Test
    public void testQuery()
            throws SQLException
    {
        try (Connection connection = connect("")) {
            assertThat(coordinatorOf(connection)).isEqualTo("first");
            assertThat(first.lastStatement().body()).isEqualTo("SELECT name");
            assertThat(first.lastStatement().header("Host")).isEqualTo(first.uri().getAuthority());
        }
    }

    @Test
    public void testQueryOfCheckedNextUri()
            throws SQLException
    {
        try (Connection connection = connect("?validateNextUriSource=true")) {
            assertThat(coordinatorOf(connection)).isEqualTo("first");
        }
    }

    @Test
    public void testNoCoordinatorToConnectTo()
    {
        discovery.withdraw("1");
        long start = System.nanoTime();
        assertThatThrownBy(() -> connect("?coordinatorTimeout=700ms"))
                .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08001"))
                .hasMessageContaining("no coordinator is announced");
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isBetween(700L, 20_000L);
    }

    @Test
    public void testDeadCoordinatorToConnectTo()
    {
        first.stop();
        assertThatThrownBy(() -> connect("?coordinatorTimeout=0ms"))
                .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08001"))
                .hasMessageContaining(first.uri().toString());
    }

    @Test
    public void testCoordinatorOfAnotherEnvironment()
            throws SQLException
    {
        assertThatThrownBy(() -> connect("?coordinatorTimeout=0ms&environment=production"))
                .hasMessageContaining("is of environment test, not production");
        connect("?environment=test").close();
    }

    @Test
    public void testPropertiesPassThrough()
            throws SQLException
    {
        try (Connection connection = connect("/memory/default?applicationNamePrefix=tool&extraCredentials=key:secret")) {
            execute(connection, "SELECT name");
        }
        FakePresto.Request statement = first.lastStatement();
        assertThat(statement.header("X-Presto-User")).isEqualTo("alice");
        assertThat(statement.header("X-Presto-Source")).isEqualTo("tool");
        assertThat(statement.header("X-Presto-Extra-Credential")).isEqualTo("key=secret");
        assertThat(statement.header("X-Presto-Catalog")).isEqualTo("memory");
        assertThat(statement.header("X-Presto-Schema")).isEqualTo("default");
        assertThat(statement.header("User-Agent")).startsWith("Presto JDBC Driver/");
    }

    @Test
    public void testRefusalsOfPrestosDriver()
    {
        assertThatThrownBy(() -> connect("?password=secret"))
                .hasMessage("Authentication using username/password requires SSL to be enabled");
        assertThatThrownBy(() -> connect("?colour=red"))
                .hasMessage("Unrecognized connection property 'colour'");
        assertThatThrownBy(() -> connect("/a/b/c?accessToken=secret"))
                .hasMessageContaining("Invalid path segments in URL: " + url("/a/b/c").substring("jdbc:".length()))
                .hasMessageNotContaining("secret");
    }

    @Test
    public void testMetaData()
            throws SQLException
    {
        try (Connection connection = connect("/memory?environment=test")) {
            assertThat(connection.getMetaData().getURL()).isEqualTo(url("/memory"));
            assertThat(connection.getMetaData().getDatabaseProductVersion()).isEqualTo("0.287-fake");
            assertThat(connection.getMetaData().getConnection()).isSameAs(connection);
        }
    }

    @Test
    public void testBothDriversAreRegistered()
            throws SQLException
    {
        assertThat(DriverManager.getDriver(url(""))).isInstanceOf(PrestoDiscoveryDriver.class);
        URI coordinator = second.uri();
        try (Connection connection = DriverManager.getConnection("jdbc:presto://" + coordinator.getAuthority(), "alice", null)) {
            assertThat(coordinatorOf(connection)).isEqualTo("second");
        }
    }
}
