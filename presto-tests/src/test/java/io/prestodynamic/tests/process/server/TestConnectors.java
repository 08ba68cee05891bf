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

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.cluster.ProcessCluster;
import io.prestodynamic.harness.process.ServerInstallation;
import io.prestodynamic.testing.Conditions;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * All plugins of the tarball on Java 17.
 */
@Test(singleThreaded = true)
public class TestConnectors
{
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private Path warehouse;
    private ProcessCluster cluster;

    @BeforeClass
    public void setUp()
            throws IOException
    {
        warehouse = Files.createTempDirectory("warehouse");
        // the first hive connector of a JVM takes its time, on a busy machine more than the default timeout
        cluster = new ProcessCluster(1, ImmutableMap.of("dynamic-catalog.push-timeout", "2m"));
        cluster.start();
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
            throws IOException
    {
        if (cluster != null) {
            cluster.close();
        }
        if (warehouse != null) {
            deleteRecursively(warehouse, ALLOW_INSECURE);
        }
    }

    @Test
    public void testEveryPluginLoads()
            throws IOException
    {
        String log = cluster.getCoordinator().log();
        try (Stream<Path> plugins = Files.list(ServerInstallation.unpack().getDirectory().resolve("plugin"))) {
            assertThat(plugins.map(Path::getFileName).map(Path::toString).sorted().toList())
                    .contains("hive-hadoop2", "tpch")
                    .allSatisfy(plugin -> assertThat(log).containsPattern("Finished loading plugin .*/plugin/" + plugin + " --"));
        }
    }

    @Test
    public void testUsualPropertiesOfThePage()
    {
        CatalogApi api = cluster.getApi();
        JsonNode usual = api.send(api.request("/ui/catalogs/connectors.json")).assertOk().json();
        assertThat(usual.fieldNames()).toIterable().contains("mysql").isSubsetOf(api.send(api.request("/v1/connector")).assertOk().json().findValuesAsText("connectorName"));
        usual.fields().forEachRemaining(connector -> {
            List<String> declared = api.send(api.request("/v1/connector/" + connector.getKey())).assertOk().json().path("properties").findValuesAsText("name");
            // those with a description are of connectors that declare nothing
            assertThat(connector.getValue()).allMatch(property -> property.has("description") || declared.contains(property.path("name").asText()));
        });
    }

    /**
     * Plugins, their connectors, and catalogs that ask their sources nothing before the first query. What only the profile {@code full} packs is tested if it is there.
     * Accumulo is left out: it needs ZooKeeper to be created. So is db2, which {@link TestDb2} gives its driver.
     */
    @DataProvider
    public Object[][] connectors()
    {
        return Stream.of(new Object[][] {
                {"tpch", "tpch", Map.of()},
                {"tpcds", "tpcds", Map.of()},
                {"memory", "memory", Map.of()},
                {"blackhole", "blackhole", Map.of()},
                {"jmx", "jmx", Map.of()},
                {"localfile", "localfile", Map.of()},
                {"mysql", "mysql", jdbcProperties("jdbc:mysql://127.0.0.1:1")},
                {"postgresql", "postgresql", jdbcProperties("jdbc:postgresql://127.0.0.1:1/d")},
                {"sqlserver", "sqlserver", jdbcProperties("jdbc:sqlserver://127.0.0.1:1")},
                {"clickhouse", "clickhouse", Map.of("clickhouse.connection-url", "jdbc:clickhouse://127.0.0.1:1/", "clickhouse.connection-user", "u", "clickhouse.connection-password", "p")},
                {"mongodb", "mongodb", Map.of("mongodb.seeds", "127.0.0.1:1")},
                {"redis", "redis", Map.of("redis.nodes", "127.0.0.1:1", "redis.table-names", "t")},
                {"hive-hadoop2", "hive-hadoop2", hiveProperties()},

                {"atop", "atop", Map.of()},
                {"cassandra", "cassandra", Map.of("cassandra.contact-points", "127.0.0.1")},
                {"delta", "delta", metastoreProperties()},
                {"example-http", "example-http", Map.of("metadata-uri", "http://127.0.0.1:1/")},
                {"hana", "hana", jdbcProperties("jdbc:sap://127.0.0.1:1")},
                {"hudi", "hudi", metastoreProperties()},
                {"iceberg", "iceberg", metastoreProperties()},
                {"kafka", "kafka", Map.of("kafka.nodes", "127.0.0.1:1", "kafka.table-names", "t")},
                {"kudu", "kudu", Map.of("kudu.client.master-addresses", "127.0.0.1:1")},
                {"oracle", "oracle", jdbcProperties("jdbc:oracle:thin:@127.0.0.1:1:d")},
                {"pinot", "pinot", Map.of("pinot.controller-urls", "127.0.0.1:1")},
                {"presto-bigquery", "bigquery", Map.of("bigquery.project-id", "p", "bigquery.credentials-key", googleCredentials())},
                {"presto-druid", "druid", Map.of("druid.broker-url", "http://127.0.0.1:1", "druid.coordinator-url", "http://127.0.0.1:1")},
                {"presto-elasticsearch", "elasticsearch", Map.of("elasticsearch.host", "127.0.0.1", "elasticsearch.port", "1", "elasticsearch.default-schema-name", "default")},
                {"presto-thrift", "presto-thrift", Map.of("presto.thrift.client.addresses", "127.0.0.1:1")},
                {"prometheus", "prometheus", Map.of("prometheus.uri", "http://127.0.0.1:1")},
                {"redshift", "redshift", jdbcProperties("jdbc:postgresql://127.0.0.1:1/d")},
                {"singlestore", "singlestore", jdbcProperties("jdbc:singlestore://127.0.0.1:1")},
        })
                .filter(row -> Files.isDirectory(ServerInstallation.unpack().getDirectory().resolve("plugin").resolve(row[0].toString())))
                .map(row -> new Object[] {row[1], row[2]})
                .toArray(Object[][]::new);
    }

    @Test(dataProvider = "connectors")
    public void testAddTwice(String connectorName, Map<String, String> properties)
    {
        // twice under one name: nothing of the first may be in the way of the second
        for (int round = 0; round < 2; round++) {
            Answer added = cluster.getApi().add("c", connectorName, properties).assertOk();
            assertThat(added.text("state")).isEqualTo("ACTIVE");
            assertThat(added.json().path("nodes").findValuesAsText("state")).containsExactly("LOADED", "LOADED");
            assertThat(cluster.query("SHOW SESSION")).isNotEmpty();
            cluster.getApi().delete("c").assertOk();
        }
    }

    @Test
    public void testQueryable()
    {
        cluster.getApi().add("ds", "tpcds", ImmutableMap.of()).assertOk();
        assertThat(cluster.value("SELECT count(*) FROM ds.tiny.store")).isEqualTo(2L);
        cluster.getApi().delete("ds").assertOk();
        cluster.getApi().add("beans", "jmx", ImmutableMap.of()).assertOk();
        assertThat(cluster.query("SELECT node FROM beans.current.\"java.lang:type=runtime\"")).isNotEmpty();
        cluster.getApi().delete("beans").assertOk();
    }

    @Test
    public void testHive()
            throws SQLException
    {
        cluster.getApi().add("lake", "hive-hadoop2", hiveProperties()).assertOk();
        cluster.getApi().add("facts", "tpch", ImmutableMap.of()).assertOk();
        cluster.update("CREATE SCHEMA lake.s");
        assertThat(cluster.update("CREATE TABLE lake.s.orders WITH (format = 'ORC', partitioned_by = ARRAY['orderstatus']) AS "
                + "SELECT orderkey, totalprice, orderstatus FROM facts.tiny.orders")).isEqualTo(15000);
        assertThat(cluster.update("INSERT INTO lake.s.orders VALUES (-1, 0.5, 'X')")).isEqualTo(1);
        cluster.update("ANALYZE lake.s.orders");
        assertThat(cluster.value("SELECT count(*) FROM lake.s.orders")).isEqualTo(15001L);
        assertThat(cluster.value("SELECT count(*) FROM lake.s.\"orders$partitions\"")).isEqualTo(4L);
        assertThat(cluster.value("EXPLAIN SELECT * FROM lake.s.orders").toString()).doesNotContain("lake@");

        try (Connection connection = cluster.connect(); Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION lake.parquet_writer_version = 'PARQUET_2_0'");
            try (ResultSet results = statement.executeQuery("SHOW SESSION LIKE 'lake.parquet_writer_version'")) {
                assertThat(results.next()).isTrue();
                assertThat(results.getString("Value")).isEqualTo("PARQUET_2_0");
            }
            // travels to the workers by the connector's id
            try (ResultSet results = statement.executeQuery("SELECT count(*) FROM lake.s.orders")) {
                assertThat(results.next()).isTrue();
                assertThat(results.getLong(1)).isEqualTo(15001);
            }
        }
        cluster.update("DROP TABLE lake.s.orders");
        cluster.getApi().delete("lake").assertOk();
        cluster.getApi().delete("facts").assertOk();
    }

    @Test
    public void testNoMBeanIsLeft()
    {
        CatalogApi api = cluster.getApi();
        api.add("beans", "jmx", ImmutableMap.of()).assertOk();
        String hiveBeans = "SELECT count(*) FROM beans.information_schema.tables WHERE table_name LIKE '%hive%'";
        Conditions.await("those of other tests are gone", TIMEOUT, () -> cluster.value(hiveBeans).equals(0L));

        api.add("lake1", "hive-hadoop2", hiveProperties()).assertOk();
        api.add("lake2", "hive-hadoop2", hiveProperties()).assertOk();
        String shared = "SELECT count(*) FROM beans.information_schema.tables WHERE table_name = 'com.facebook.presto.hive:name=hivepartitionmanager'";
        assertThat(cluster.value(shared)).isEqualTo(1L);
        assertThat(cluster.query("SELECT table_name FROM beans.information_schema.tables").toString()).contains("lake1", "lake2");

        api.delete("lake1").assertOk();
        Conditions.await("those of the first are gone", TIMEOUT, () -> !cluster.query("SELECT table_name FROM beans.information_schema.tables").toString().contains("lake1"));
        assertThat(cluster.value(shared)).isEqualTo(1L);
        api.delete("lake2").assertOk();
        Conditions.await("all are gone", TIMEOUT, () -> cluster.value(hiveBeans).equals(0L));
        api.delete("beans").assertOk();
    }

    private static Map<String, String> jdbcProperties(String url)
    {
        return Map.of("connection-url", url, "connection-user", "u", "connection-password", "p");
    }

    private Map<String, String> metastoreProperties()
    {
        return Map.of("hive.metastore", "file", "hive.metastore.catalog.dir", warehouse.toUri().toString());
    }

    private Map<String, String> hiveProperties()
    {
        return ImmutableMap.<String, String>builder().putAll(metastoreProperties()).put("hive.allow-drop-table", "true").build();
    }

    // of an account that does not exist
    private static String googleCredentials()
    {
        String key = Base64.getEncoder().encodeToString(generateRsaKey().getEncoded());
        String credentials = """
                {"type": "service_account", "project_id": "p", "client_id": "1", "client_email": "a@p.iam.gserviceaccount.com", "private_key_id": "k",
                "private_key": "-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n", "token_uri": "https://127.0.0.1:1/token"}
                """.formatted(key);
        return Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
    }

    private static PrivateKey generateRsaKey()
    {
        try {
            return KeyPairGenerator.getInstance("RSA").generateKeyPair().getPrivate();
        }
        catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
