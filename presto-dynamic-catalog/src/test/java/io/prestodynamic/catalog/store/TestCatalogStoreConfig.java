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
package io.prestodynamic.catalog.store;

import com.facebook.airlift.configuration.ConfigurationFactory;
import com.google.common.collect.ImmutableMap;
import com.google.inject.ConfigurationException;
import org.testng.annotations.Test;

import java.io.File;
import java.util.Map;

import static com.facebook.airlift.configuration.testing.ConfigAssertions.assertDeprecatedEquivalence;
import static com.facebook.airlift.configuration.testing.ConfigAssertions.assertFullMapping;
import static com.facebook.airlift.configuration.testing.ConfigAssertions.assertRecordedDefaults;
import static com.facebook.airlift.configuration.testing.ConfigAssertions.recordDefaults;
import static io.prestodynamic.catalog.store.CatalogStoreType.EMBEDDED;
import static io.prestodynamic.catalog.store.CatalogStoreType.JDBC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestCatalogStoreConfig
{
    private static final Map<String, String> SEED = ImmutableMap.<String, String>builder()
            .put("trino.extension.jdbc.enable", "true")
            .put("trino.extension.jdbc.driver", "com.mysql.jdbc.Driver")
            .put("trino.extension.jdbc.url", "jdbc:mysql://127.0.0.1:3306")
            .put("trino.extension.jdbc.username", "presto")
            .put("trino.extension.jdbc.password", "s3cret")
            .put("trino.extension.jdbc.max-pool-size", "3")
            .put("dynamic-catalog.table-name", "presto.catalog")
            .build();

    @Test
    public void testDefaults()
    {
        assertRecordedDefaults(recordDefaults(CatalogStoreConfig.class)
                .setStore(EMBEDDED)
                .setJdbcUrl(null)
                .setJdbcDriver(null)
                .setJdbcUsername(null)
                .setJdbcPassword(null)
                .setJdbcMaxPoolSize(2)
                .setTableName("catalog")
                .setEmbeddedPath(new File("var/dynamic-catalog/catalogs")));
    }

    @Test
    public void testExplicitPropertyMappings()
    {
        Map<String, String> properties = ImmutableMap.<String, String>builder()
                .put("dynamic-catalog.store", "jdbc")
                .put("dynamic-catalog.jdbc.url", "jdbc:mysql://127.0.0.1:3306")
                .put("dynamic-catalog.jdbc.driver", "com.mysql.jdbc.Driver")
                .put("dynamic-catalog.jdbc.username", "presto")
                .put("dynamic-catalog.jdbc.password", "s3cret")
                .put("dynamic-catalog.jdbc.max-pool-size", "3")
                .put("dynamic-catalog.table-name", "presto.catalog")
                .put("dynamic-catalog.embedded.path", "/data/catalogs")
                .build();
        assertFullMapping(properties, seedConfig().setEmbeddedPath(new File("/data/catalogs")));
    }

    @Test
    public void testSeedsKeys()
    {
        Map<String, String> properties = ImmutableMap.<String, String>builder()
                .put("dynamic-catalog.store", "jdbc")
                .put("dynamic-catalog.jdbc.url", "jdbc:mysql://127.0.0.1:3306")
                .put("dynamic-catalog.jdbc.driver", "com.mysql.jdbc.Driver")
                .put("dynamic-catalog.jdbc.username", "presto")
                .put("dynamic-catalog.jdbc.password", "s3cret")
                .put("dynamic-catalog.jdbc.max-pool-size", "3")
                .put("dynamic-catalog.table-name", "presto.catalog")
                .build();
        assertDeprecatedEquivalence(CatalogStoreConfig.class, properties, SEED);
    }

    @Test
    public void testStore()
    {
        assertThat(build(ImmutableMap.of()).getStore()).isEqualTo(EMBEDDED);
        assertThat(build(ImmutableMap.of("dynamic-catalog.jdbc.url", "jdbc:mysql://h")).getStore()).isEqualTo(JDBC);
        assertThat(build(ImmutableMap.of("dynamic-catalog.jdbc.url", "jdbc:mariadb://h/presto")).getStore()).isEqualTo(JDBC);
        assertThat(build(ImmutableMap.of("dynamic-catalog.jdbc.url", "jdbc:postgresql://h/presto")).getStore()).isEqualTo(JDBC);
        assertThat(build(ImmutableMap.of("trino.extension.jdbc.url", "jdbc:mysql://h")).getStore()).isEqualTo(JDBC);
        assertThat(build(ImmutableMap.of("trino.extension.jdbc.enable", "false", "trino.extension.jdbc.url", "jdbc:mysql://h")).getStore()).isEqualTo(EMBEDDED);
        assertThat(build(ImmutableMap.of("dynamic-catalog.store", "embedded", "trino.extension.jdbc.url", "jdbc:mysql://h")).getStore()).isEqualTo(EMBEDDED);
    }

    @Test
    public void testRefused()
    {
        assertRefused(ImmutableMap.of("dynamic-catalog.store", "jdbc"), "dynamic-catalog.jdbc.url is needed if dynamic-catalog.store is jdbc");
        assertRefused(ImmutableMap.of("trino.extension.jdbc.enable", "true"), "dynamic-catalog.jdbc.url is needed if dynamic-catalog.store is jdbc");
        assertRefused(ImmutableMap.of("dynamic-catalog.jdbc.url", "jdbc:oracle:thin:s3cret@h"), "dynamic-catalog.jdbc.url has to begin with jdbc:mysql:, jdbc:mariadb: or jdbc:postgresql:");
        assertRefused(ImmutableMap.of("dynamic-catalog.jdbc.url", "jdbc:h2:file:/s3cret"), "dynamic-catalog.jdbc.url has to begin with jdbc:mysql:, jdbc:mariadb: or jdbc:postgresql:");
        assertRefused(ImmutableMap.of("dynamic-catalog.store", "floppy"), "dynamic-catalog.store");
        assertRefused(ImmutableMap.of("dynamic-catalog.jdbc.max-pool-size", "0"), "dynamic-catalog.jdbc.max-pool-size");
        for (String name : new String[] {"", "a b", "a.b.c", "`a`", "a;DROP TABLE b", "a."}) {
            assertRefused(ImmutableMap.of("dynamic-catalog.table-name", name), "dynamic-catalog.table-name");
        }
    }

    private static CatalogStoreConfig seedConfig()
    {
        return new CatalogStoreConfig()
                .setStore(JDBC)
                .setJdbcUrl("jdbc:mysql://127.0.0.1:3306")
                .setJdbcDriver("com.mysql.jdbc.Driver")
                .setJdbcUsername("presto")
                .setJdbcPassword("s3cret")
                .setJdbcMaxPoolSize(3)
                .setTableName("presto.catalog");
    }

    private static CatalogStoreConfig build(Map<String, String> properties)
    {
        return new ConfigurationFactory(properties).build(CatalogStoreConfig.class);
    }

    private static void assertRefused(Map<String, String> properties, String message)
    {
        assertThatThrownBy(() -> build(properties))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("s3cret");
    }
}
