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
package io.prestodynamic.tests.process.security;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.client.NodeToken;
import io.prestodynamic.harness.cluster.ProcessCluster;
import io.prestodynamic.harness.process.LoopbackCapture;
import io.prestodynamic.testing.TestingMySqlServer;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Secrets of definitions, half of them in the definition and half of them in a file that it refers to, which stand nowhere: in no file of a node, no row of the store, no
 * answer, and nothing that nodes send to each other or to the store.
 */
@Test(singleThreaded = true)
public class TestSecretsAtRest
{
    private static final String SHARED_SECRET = "the secret that all nodes of the test share";
    private static final String DATABASE = "presto_catalogs";
    // so many that 40 secrets of 12 connectors are left
    private static final int LEFT_OUT = 2;

    private final Map<String, String> places = new LinkedHashMap<>();
    private final Set<String> secrets = new HashSet<>();
    private final Set<String> connectors = new HashSet<>();
    private Path directory;
    private TestingMySqlServer mysql;
    private ProcessCluster cluster;
    private CatalogApi api;
    private LoopbackCapture capture;

    @BeforeClass
    public void setUp()
            throws IOException
    {
        directory = Files.createTempDirectory("secrets");
        Path keys = Files.createFile(directory.resolve("keys"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(keys, "1 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n");
        mysql = new TestingMySqlServer();
        mysql.createDatabase(DATABASE);
        cluster = new ProcessCluster(1, ImmutableMap.<String, String>builder()
                .put("internal-communication.jwt.enabled", "true")
                .put(NodeToken.SECRET_PROPERTY, SHARED_SECRET)
                .put("dynamic-catalog.secrets.key-file", keys.toString())
                .put("dynamic-catalog.jdbc.url", mysql.getJdbcUrl(DATABASE))
                .put("dynamic-catalog.jdbc.username", mysql.getUser())
                .put("dynamic-catalog.jdbc.password", mysql.getPassword())
                .build());
        capture = new LoopbackCapture(directory.resolve("capture"), List.of(mysql.getPort(), cluster.getWorkers().get(0).getUri().getPort()));
        cluster.start();
        api = cluster.getApi();
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
            throws IOException
    {
        if (cluster != null) {
            cluster.close();
        }
        if (capture != null) {
            capture.close();
        }
        if (mysql != null) {
            mysql.close();
        }
        deleteRecursively(directory, ALLOW_INSECURE);
    }

    @Test
    public void testChanges()
            throws IOException
    {
        List<SecretDefinition> definitions = SecretDefinition.list();
        int accepted = 0;
        for (int i = 0; i < definitions.size(); i += LEFT_OUT + 1) {
            // those with an even number fit their connectors
            SecretDefinition definition = i / 2 % 2 == 0 ? definitions.get(i) : withReferences(definitions.get(i));
            secrets.addAll(SecretDefinition.findSecrets(definition.url()));
            connectors.add(definition.connectorName());
            if (put(definition).status() == 201) {
                accepted++;
                places.put("DELETE of " + definition.catalogName(), api.delete(definition.catalogName()).assertOk().body());
                put(definition).assertStatus(201);
            }
        }
        assertThat(secrets).hasSizeGreaterThanOrEqualTo(40);
        assertThat(connectors).hasSizeGreaterThanOrEqualTo(12);
        assertThat(accepted).isGreaterThanOrEqualTo(20);
        places.put("history", api.send(api.request("/v1/catalog/history?limit=1000")).assertOk().body());
        places.put("export", api.exportAll("").assertOk().body());
        places.put("rekey", api.post("/v1/catalog/rekey", "").assertOk().body());
        places.put("table of the history", cluster.query("SELECT * FROM system.metadata.catalog_history").toString());
        assertThat(places.get("history")).contains("${FILE:" + directory, "******");
        assertNothingIsFound(places);
    }

    @Test(dependsOnMethods = "testChanges")
    public void testStore()
            throws SQLException
    {
        Map<String, String> tables = new TreeMap<>();
        for (String table : List.of("catalog", "catalog_history")) {
            tables.put(table, rows(table));
        }
        assertThat(tables).allSatisfy((table, rows) -> assertThat(rows).as(table).contains("{aes256gcm:1:", "${FILE:" + directory));
        assertNothingIsFound(tables);
    }

    @Test(dependsOnMethods = "testChanges")
    public void testWire()
    {
        String sent = capture.text();
        assertThat(sent).contains("PUT /v1/catalogSync", "INSERT INTO", "{aes256gcm:1:");
        assertNothingIsFound(Map.of("wire", sent));
    }

    @Test(dependsOnMethods = {"testStore", "testWire"})
    public void testFiles()
    {
        cluster.stop();
        cluster.getNodes().forEach(node -> {
            Map<String, String> files = node.files();
            assertThat(files.keySet()).anyMatch(file -> file.endsWith("server.log"));
            assertNothingIsFound(files);
        });
        assertThat(cluster.getCoordinator().files().keySet()).anyMatch(file -> file.endsWith("catalog-audit.log"));
    }

    private Answer put(SecretDefinition definition)
    {
        Answer answer = api.put(definition.catalogName(), definition.connectorName(), definition.properties());
        places.put("PUT of " + definition.catalogName(), answer.body());
        return answer;
    }

    private SecretDefinition withReferences(SecretDefinition definition)
            throws IOException
    {
        ImmutableMap.Builder<String, String> properties = ImmutableMap.builder();
        for (Map.Entry<String, String> property : definition.properties().entrySet()) {
            Path file = Files.writeString(directory.resolve(definition.catalogName() + "-" + property.getKey()), property.getValue());
            properties.put(property.getKey(), "${FILE:%s}".formatted(file));
        }
        return new SecretDefinition(definition.catalogName(), definition.connectorName(), definition.url(), properties.build());
    }

    private String rows(String table)
            throws SQLException
    {
        StringBuilder rows = new StringBuilder();
        try (Connection connection = mysql.connect(DATABASE);
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery("SELECT * FROM " + table)) {
            int columns = results.getMetaData().getColumnCount();
            while (results.next()) {
                for (int i = 1; i <= columns; i++) {
                    rows.append(results.getString(i)).append('\n');
                }
            }
        }
        return rows.toString();
    }

    private static void assertNothingIsFound(Map<String, String> texts)
    {
        assertThat(texts).allSatisfy((place, text) -> assertThat(SecretDefinition.findSecrets(text)).as(place).isEmpty());
    }
}
