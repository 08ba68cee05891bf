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
package io.prestodynamic.tests.process.server;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.process.Commands;
import io.prestodynamic.harness.process.FreePorts;
import io.prestodynamic.harness.process.ServerInstallation;
import io.prestodynamic.testing.Conditions;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The tarball with its shipped configuration, started by {@code bin/launcher}. Only the port differs, because 8080 may be in use.
 */
@Test(singleThreaded = true)
public class TestShippedConfiguration
{
    private static final Pattern JMX_STARTED = Pattern.compile("JMX agent started and listening on .*:(\\d+)");

    private Path dataDirectory;
    private int port;
    private CatalogApi api;

    @BeforeClass
    public void setUp()
            throws IOException
    {
        dataDirectory = Files.createTempDirectory("shipped");
        port = FreePorts.find(1).get(0);
        api = new CatalogApi(URI.create("http://127.0.0.1:" + port));
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
            throws IOException
    {
        launcher("kill");
        deleteRecursively(dataDirectory, ALLOW_INSECURE);
    }

    @Test
    public void testLifeOfAnInstallation()
            throws IOException, SQLException
    {
        assertThat(launcher("start")).startsWith("Started as").contains("\nIt has started, in ");
        assertThat(launcher("status")).startsWith("Running as");
        Conditions.await("the first catalog can be added and used", Duration.ofMinutes(3), () -> answersTo("kept"));
        assertThat(count("SELECT count(*) FROM kept.tiny.ship_mode")).isEqualTo(20);
        assertThat(jmxPort()).satisfies(jmx -> {
            assertThat(countMBeans("127.0.0.1", jmx)).isPositive();
            // another address of this machine, as one that others reach
            assertThatThrownBy(() -> countMBeans("127.0.0.2", jmx)).hasRootCauseInstanceOf(ConnectException.class);
        });

        launcher("restart");
        Conditions.await("the stored catalog is back", Duration.ofMinutes(3), () -> answersTo("kept"));
        assertThat(count("SELECT count(*) FROM kept.tiny.ship_mode")).isEqualTo(20);

        launcher("stop");
        assertThatThrownBy(() -> launcher("status")).hasMessageContaining("status 3");
    }

    // adds the catalog if it does not exist
    private boolean answersTo(String catalogName)
    {
        try {
            CatalogApi.Answer catalog = api.get(catalogName);
            if (catalog.status() == 404) {
                catalog = api.add(catalogName, "tpcds", ImmutableMap.of());
            }
            return catalog.status() == 200 && catalog.text("state").equals("ACTIVE");
        }
        catch (UncheckedIOException e) {
            // it does not listen yet
            return false;
        }
    }

    private long count(String sql)
            throws SQLException
    {
        try (Connection connection = DriverManager.getConnection("jdbc:presto://127.0.0.1:" + port, "test", null);
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(sql)) {
            assertThat(results.next()).isTrue();
            return results.getLong(1);
        }
    }

    private int jmxPort()
            throws IOException
    {
        Matcher matcher = JMX_STARTED.matcher(Files.readString(dataDirectory.resolve("var/log/server.log")));
        assertThat(matcher.find()).isTrue();
        return Integer.parseInt(matcher.group(1));
    }

    private static int countMBeans(String host, int port)
            throws IOException
    {
        try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL("service:jmx:rmi:///jndi/rmi://%s:%s/jmxrmi".formatted(host, port)))) {
            return connector.getMBeanServerConnection().getMBeanCount();
        }
    }

    private String launcher(String command)
    {
        return Commands.run(
                ServerInstallation.unpack().getDirectory().resolve("bin/launcher").toString(),
                "--data-dir", dataDirectory.toString(),
                "-Dhttp-server.http.port=" + port,
                "-Ddiscovery.uri=http://127.0.0.1:" + port,
                command);
    }
}
