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
package io.prestodynamic.catalog.store.zookeeper;

import com.facebook.airlift.configuration.ConfigurationFactory;
import com.google.common.collect.ImmutableMap;
import com.google.inject.ConfigurationException;
import io.airlift.units.Duration;
import org.testng.annotations.Test;

import java.util.Map;

import static com.facebook.airlift.configuration.testing.ConfigAssertions.assertFullMapping;
import static com.facebook.airlift.configuration.testing.ConfigAssertions.assertRecordedDefaults;
import static com.facebook.airlift.configuration.testing.ConfigAssertions.recordDefaults;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestZooKeeperStoreConfig
{
    @Test
    public void testDefaults()
    {
        assertRecordedDefaults(recordDefaults(ZooKeeperStoreConfig.class)
                .setConnectString(null)
                .setPath("/presto/catalogs")
                .setSessionTimeout(new Duration(15, SECONDS))
                .setConnectionTimeout(new Duration(5, SECONDS))
                .setUsername(null)
                .setPassword(null));
    }

    @Test
    public void testExplicitPropertyMappings()
    {
        Map<String, String> properties = ImmutableMap.<String, String>builder()
                .put("dynamic-catalog.zookeeper.connect-string", "zk1:2181,zk2:2181")
                .put("dynamic-catalog.zookeeper.path", "/clusters/one")
                .put("dynamic-catalog.zookeeper.session-timeout", "1m")
                .put("dynamic-catalog.zookeeper.connection-timeout", "2s")
                .put("dynamic-catalog.zookeeper.username", "presto")
                .put("dynamic-catalog.zookeeper.password", "s3cret")
                .build();
        assertFullMapping(properties, new ZooKeeperStoreConfig()
                .setConnectString("zk1:2181,zk2:2181")
                .setPath("/clusters/one")
                .setSessionTimeout(new Duration(1, MINUTES))
                .setConnectionTimeout(new Duration(2, SECONDS))
                .setUsername("presto")
                .setPassword("s3cret"));
    }

    @Test
    public void testConnectString()
    {
        for (String valid : new String[] {"h:1", "10.0.0.1:2181,[::1]:2181", "a.b-c:65535"}) {
            assertThat(build(ImmutableMap.of("dynamic-catalog.zookeeper.connect-string", valid)).getConnectString()).isEqualTo(valid);
        }
        for (String invalid : new String[] {"", "h", "h:", "h:x", "h:1,", "h:1/presto", "h:1, g:1"}) {
            assertRefused(ImmutableMap.of("dynamic-catalog.zookeeper.connect-string", invalid), "dynamic-catalog.zookeeper.connect-string");
        }
    }

    @Test
    public void testPath()
    {
        for (String valid : new String[] {"/a", "/presto/catalogs-2/x_y.z", "/zookeepers"}) {
            assertThat(build(ImmutableMap.of("dynamic-catalog.zookeeper.path", valid)).getPath()).isEqualTo(valid);
        }
        for (String invalid : new String[] {"", "/", "a", "/a/", "//a", "/a/../b", "/.", "/a b", "/zookeeper", "/zookeeper/quota"}) {
            assertRefused(ImmutableMap.of("dynamic-catalog.zookeeper.path", invalid), "dynamic-catalog.zookeeper.path");
        }
    }

    @Test
    public void testRefused()
    {
        assertRefused(ImmutableMap.of("dynamic-catalog.zookeeper.session-timeout", "1s"), "dynamic-catalog.zookeeper.session-timeout");
        assertRefused(ImmutableMap.of("dynamic-catalog.zookeeper.connection-timeout", "11s"), "dynamic-catalog.zookeeper.connection-timeout");
        assertRefused(ImmutableMap.of("dynamic-catalog.zookeeper.username", "a:b", "dynamic-catalog.zookeeper.password", "s3cret"), "dynamic-catalog.zookeeper.username");
        assertRefused(ImmutableMap.of("dynamic-catalog.zookeeper.username", "presto"), "need each other");
        assertRefused(ImmutableMap.of("dynamic-catalog.zookeeper.password", "s3cret"), "need each other");
    }

    private static ZooKeeperStoreConfig build(Map<String, String> properties)
    {
        return new ConfigurationFactory(properties).build(ZooKeeperStoreConfig.class);
    }

    private static void assertRefused(Map<String, String> properties, String message)
    {
        assertThatThrownBy(() -> build(properties)).as("%s", properties.keySet())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("s3cret");
    }
}
