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
package io.prestodynamic.db2;

import com.facebook.presto.plugin.jdbc.BaseJdbcConfig;
import com.facebook.presto.plugin.jdbc.ConnectionFactory;
import com.facebook.presto.plugin.jdbc.JdbcIdentity;
import com.google.common.collect.ImmutableMap;
import io.airlift.units.Duration;
import org.testng.annotations.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.net.URLClassLoader;
import java.sql.SQLException;

import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * IBM's driver, with ports behind which there is no Db2.
 */
public class TestDb2Driver
{
    @Test
    public void testMissing()
            throws IOException
    {
        try (URLClassLoader empty = new URLClassLoader(new URL[0], ClassLoader.getPlatformClassLoader())) {
            assertThatThrownBy(() -> Db2Driver.load(empty))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("IBM's JDBC driver is missing. Put the jar com.ibm.db2:jcc of Maven Central into plugin/db2 of every node, and restart the nodes");
        }
    }

    @Test(timeOut = 60_000)
    public void testClosedPort()
            throws IOException
    {
        int port;
        try (ServerSocket socket = listen()) {
            port = socket.getLocalPort();
        }
        assertThatThrownBy(() -> connect("jdbc:db2://127.0.0.1:%s/sales".formatted(port), new Duration(1, SECONDS)))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("Connection refused")
                .hasMessageContaining("SQLSTATE=08001");
    }

    // without a limit, the driver waits for ever
    @Test(timeOut = 60_000)
    public void testSilentServer()
            throws IOException
    {
        try (ServerSocket socket = listen()) {
            assertThatThrownBy(() -> connect("jdbc:db2://127.0.0.1:%s/sales".formatted(socket.getLocalPort()), new Duration(1, SECONDS)))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("Read timed out");
        }
    }

    // the driver refuses a property that is both in the URL and beside it
    @Test(timeOut = 60_000)
    public void testPropertiesOfUrl()
            throws IOException
    {
        try (ServerSocket socket = listen()) {
            String url = "jdbc:db2://127.0.0.1:%s/sales:loginTimeout=1;retrieveMessagesFromServerOnGetMessage=false;".formatted(socket.getLocalPort());
            assertThatThrownBy(() -> connect(url, new Duration(30, MINUTES)))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("Read timed out");
        }
    }

    private static ServerSocket listen()
            throws IOException
    {
        return new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    }

    private static void connect(String url, Duration timeout)
            throws SQLException
    {
        ConnectionFactory factory = Db2Driver.load(Db2Driver.class.getClassLoader()).createConnectionFactory(
                new BaseJdbcConfig().setConnectionUrl(url).setConnectionUser("alice").setConnectionPassword("secret"),
                new Db2Config().setConnectionTimeout(timeout));
        factory.openConnection(new JdbcIdentity("alice", ImmutableMap.of())).close();
    }
}
