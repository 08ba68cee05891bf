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

import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.net.URI;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestDiscoveryUrl
{
    private static final String PRESTO = "jdbc:presto://coordinator.presto-discovery.invalid:8080";

    @Test
    public void testUrl()
            throws SQLException
    {
        DiscoveryUrl url = new DiscoveryUrl(
                "jdbc:presto-discovery://one:8411,https://two:8443,three/tpch/tiny?user=alice&environment=test&extraCredentials=a:b=c&coordinatorTimeout=2m",
                properties(Map.of("password", "secret")));
        assertThat(url.servers()).containsExactly(URI.create("http://one:8411"), URI.create("https://two:8443"), URI.create("http://three:8411"));
        assertThat(url.environment()).contains("test");
        assertThat(url.coordinatorTimeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(url.prestoUrl()).isEqualTo(PRESTO + "/tpch/tiny?user=alice&extraCredentials=a:b=c");
        assertThat(url.prestoProperties()).isEqualTo(Map.of("password", "secret"));
        assertThat(url.shownUrl()).isEqualTo("jdbc:presto-discovery://one:8411,https://two:8443,three/tpch/tiny");
    }

    @Test
    public void testDefaults()
            throws SQLException
    {
        DiscoveryUrl url = new DiscoveryUrl("jdbc:presto-discovery://one", new Properties());
        assertThat(url.servers()).containsExactly(URI.create("http://one:8411"));
        assertThat(url.environment()).isEmpty();
        assertThat(url.coordinatorTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(url.prestoUrl()).isEqualTo(PRESTO);
        assertThat(new DiscoveryUrl("jdbc:presto-discovery://one?user=alice", new Properties()).prestoUrl()).isEqualTo(PRESTO + "?user=alice");
    }

    @Test
    public void testPropertiesInsteadOfUrl()
            throws SQLException
    {
        Properties defaults = properties(Map.of("environment", "test", "user", "alice"));
        Properties properties = new Properties(defaults);
        properties.setProperty("coordinatorTimeout", "500ms");
        DiscoveryUrl url = new DiscoveryUrl("jdbc:presto-discovery://one", properties);
        assertThat(url.environment()).contains("test");
        assertThat(url.coordinatorTimeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(url.prestoProperties()).isEqualTo(Map.of("user", "alice"));
        assertThat(properties).hasSize(1);
    }

    @DataProvider
    public Object[][] refused()
    {
        return new Object[][] {
                {"jdbc:presto-discovery:one:8411", "Invalid JDBC URL"},
                {"jdbc:presto-discovery://", "empty address"},
                {"jdbc:presto-discovery:///tpch", "empty address"},
                {"jdbc:presto-discovery://one,,two", "empty address"},
                {"jdbc:presto-discovery://one:port", "one:port"},
                {"jdbc:presto-discovery://one:99999/tpch", "one:99999"},
                {"jdbc:presto-discovery://one?environment", "'environment' has no value"},
                {"jdbc:presto-discovery://one?environment=", "'environment' is empty"},
                {"jdbc:presto-discovery://one?environment=a&environment=b", "'environment' is given more than once"},
                {"jdbc:presto-discovery://one?coordinatorTimeout=10", "'coordinatorTimeout': Not a duration: '10'"},
                {"jdbc:presto-discovery://one?coordinatorTimeout=-1s", "Not a duration"},
                {"jdbc:presto-discovery://one?coordinatorTimeout=999999999h", "longer than a day"},
                {"jdbc:presto-discovery://one?coordinatorTimeout=99999999999999s", "Not a duration"},
        };
    }

    @Test(dataProvider = "refused")
    public void testRefused(String url, String message)
    {
        assertThatThrownBy(() -> new DiscoveryUrl(url, new Properties()))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining(message);
    }

    @Test
    public void testGivenTwice()
    {
        assertThatThrownBy(() -> new DiscoveryUrl("jdbc:presto-discovery://one?environment=a", properties(Map.of("environment", "b"))))
                .hasMessage("Connection property 'environment' is given more than once");
    }

    @Test
    public void testNoSecretInRefusals()
    {
        assertThatThrownBy(() -> new DiscoveryUrl("jdbc:presto-discovery://one?password=secret#", new Properties()))
                .hasMessageContaining("Invalid JDBC URL")
                .hasMessageNotContaining("secret");
    }

    @Test
    public void testPropertyInfo()
            throws SQLException
    {
        PrestoDiscoveryDriver driver = new PrestoDiscoveryDriver();
        DriverPropertyInfo[] info = driver.getPropertyInfo("jdbc:presto-discovery://one?environment=test", properties(Map.of("user", "alice")));
        assertThat(Stream.of(info).map(property -> property.name + "=" + property.value)).contains("environment=test", "coordinatorTimeout=10s", "user=alice", "SSL=null");
    }

    @Test
    public void testOtherUrls()
            throws SQLException
    {
        PrestoDiscoveryDriver driver = new PrestoDiscoveryDriver();
        assertThat(driver.acceptsURL("jdbc:presto-discovery://one")).isTrue();
        assertThat(driver.acceptsURL("jdbc:presto://one:8080")).isFalse();
        assertThat(driver.connect("jdbc:presto://one:8080", new Properties())).isNull();
        assertThatThrownBy(() -> driver.acceptsURL(null)).isInstanceOf(SQLException.class);
    }

    @Test
    public void testVersion()
    {
        PrestoDiscoveryDriver driver = new PrestoDiscoveryDriver();
        assertThat(driver.getMajorVersion()).isZero();
        assertThat(driver.getMinorVersion()).isGreaterThanOrEqualTo(287);
    }

    private static Properties properties(Map<String, String> values)
    {
        Properties properties = new Properties();
        properties.putAll(values);
        return properties;
    }
}
