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
package io.prestodynamic.catalog.store.jdbc.embedded;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.files.FileContents;
import io.prestodynamic.catalog.store.BrokenCatalog;
import io.prestodynamic.catalog.store.CatalogStoreConfig;
import io.prestodynamic.catalog.store.SettingsChange;
import io.prestodynamic.catalog.store.VersionString;
import io.prestodynamic.catalog.store.jdbc.JdbcCatalogStore;
import io.prestodynamic.testing.TestingLog;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static io.prestodynamic.catalog.CatalogSettings.DEFAULT;
import static io.prestodynamic.catalog.history.TestingChanges.deleted;
import static io.prestodynamic.catalog.history.TestingChanges.replaced;
import static io.prestodynamic.catalog.store.AbstractTestCatalogStore.assertRefused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * File of the embedded store of the first release, which is taken over as a whole or not at all.
 */
@Test(singleThreaded = true)
public class TestFormerEmbeddedFile
{
    private Path directory;
    private Path path;
    private JdbcCatalogStore store;

    @BeforeMethod
    public void setUp()
            throws IOException
    {
        directory = Files.createTempDirectory("test-former");
        path = directory.resolve("catalogs");
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
            throws IOException
    {
        close();
        deleteRecursively(directory, ALLOW_INSECURE);
    }

    @Test
    public void testTakenOver()
            throws Exception
    {
        createFormerFile();
        byte[] before = Files.readAllBytes(file("catalogs.mv.db"));
        try (TestingLog log = new TestingLog(FormerFile.class.getName())) {
            assertTakenOver(open());
            assertThat(log.getMessages()).hasSize(2);
        }
        assertThat(Files.readAllBytes(file("catalogs.h2-taken-over.mv.db"))).isEqualTo(before);
        assertOnlyTaken();
        // including the history
        close();
        assertThat(query("SELECT GROUP_CONCAT(id || ' ' || status || ' ' || IFNULL(mtime, '-'), ', ') FROM (SELECT * FROM catalog ORDER BY id)"))
                .isEqualTo("1 1 -, 2 0 2026-11-01 10:00:00.123456+00, 3 1 -, 7 1 2026-11-02 10:00:00+00, 8 1 -");
        store = open();
        assertTakenOver(store);
        CatalogVersion next = store.prepare(definition("sales", ImmutableMap.of("a", "2")));
        assertThat(VersionString.number(next.version())).isGreaterThan(8);
        store.replace(version("sales"), next, SettingsChange.NONE, replaced(version("sales"), next), FileContents.NONE);
        assertThat(store.list().versions()).contains(next).hasSize(3);
    }

    @Test
    public void testKilledWhileRowsAreCopied()
            throws Exception
    {
        createFormerFile();
        Files.copy(file("catalogs.mv.db"), file("catalogs.h2-copy.mv.db"));
        Files.write(file("catalogs.sqlite.new"), new byte[5000]);
        Files.write(file("catalogs.sqlite.new-journal"), new byte[5000]);
        assertTakenOver(open());
        assertOnlyTaken();
    }

    @Test
    public void testKilledBeforeTheFileIsKeptAside()
            throws Exception
    {
        createFormerFile();
        byte[] former = Files.readAllBytes(file("catalogs.mv.db"));
        store = open();
        store.remove("sales", version("sales"), deleted("sales", version("sales")));
        close();
        Files.move(file("catalogs.h2-taken-over.mv.db"), file("catalogs.mv.db"));
        assertThat(open().list().versions()).extracting(version -> version.name().value()).containsExactly("edited", "web");
        assertThat(Files.readAllBytes(file("catalogs.h2-taken-over.mv.db"))).isEqualTo(former);
        assertOnlyTaken();
    }

    /**
     * The former release was used again for a while.
     */
    @Test
    public void testTwoFormerFiles()
            throws Exception
    {
        createFormerFile();
        open().list();
        close();
        createFormerFile();
        CatalogException refusal = assertRefused(STORE_UNAVAILABLE, open()::list);
        assertThat(refusal).hasMessageStartingWith(file("catalogs.mv.db") + " was written by a former release after its catalogs had been taken over");
        Files.delete(file("catalogs.mv.db"));
        assertTakenOver(store);
    }

    @Test
    public void testUnreadable()
            throws Exception
    {
        createFormerFile();
        byte[] former = Files.readAllBytes(file("catalogs.mv.db"));
        for (byte[] broken : new byte[][] {new byte[0], new byte[20_000], Arrays.copyOf(former, 8192), Arrays.copyOfRange(former, 100, former.length)}) {
            Files.write(file("catalogs.mv.db"), broken);
            CatalogException refusal = assertRefused(STORE_UNAVAILABLE, open()::list);
            assertThat(refusal).hasMessageContaining(file("catalogs.mv.db").toString()).hasMessageContaining("restore that file from a backup, or move it away");
            assertThat(Files.readAllBytes(file("catalogs.mv.db"))).isEqualTo(broken);
            assertThat(file("catalogs.sqlite")).doesNotExist();
            close();
        }
        Files.write(file("catalogs.mv.db"), former);
        assertTakenOver(open());
    }

    @Test
    public void testOpenInFormerRelease()
            throws Exception
    {
        createFormerFile();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), FormerStoreProcess.class.getName(), url())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
            assertThat(output.readLine()).isEqualTo("open");
            assertThat(assertRefused(STORE_UNAVAILABLE, open()::list)).hasMessageContaining("is open in another process, of a former release");
            assertThat(file("catalogs.sqlite")).doesNotExist();
        }
        finally {
            process.destroyForcibly();
            process.onExit().join();
        }
        assertTakenOver(store);
    }

    @Test
    public void testOtherTable()
            throws Exception
    {
        createFormerFile();
        store = new JdbcCatalogStore(new CatalogStoreConfig().setEmbeddedPath(path.toFile()).setTableName("presto.catalogs"));
        assertThat(assertRefused(STORE_UNAVAILABLE, store::list)).hasMessageStartingWith(file("catalogs.mv.db") + " has no table presto.catalogs that could be taken over");
        close();
        assertTakenOver(open());
    }

    @Test
    public void testTableInSchema()
            throws Exception
    {
        createFormerFile();
        execute("CREATE SCHEMA \"PRESTO\"", "ALTER TABLE CATALOG RENAME TO \"CATALOG$2\"", "CREATE TABLE \"PRESTO\".\"CATALOG$2\" AS SELECT * FROM \"CATALOG$2\"");
        store = new JdbcCatalogStore(new CatalogStoreConfig().setEmbeddedPath(path.toFile()).setTableName("presto.catalog$2"));
        assertTakenOver(store);
    }

    private void assertTakenOver(JdbcCatalogStore store)
    {
        List<CatalogVersion> versions = store.list().versions();
        assertThat(versions).extracting(CatalogVersion::version).containsExactly(
                VersionString.of(3, "mysql", "{\"a\":\"1\"}", ""),
                VersionString.of(7, "tpch", "{}", "2026-11-02 10:00:00+00"),
                VersionString.of(8, "tpch", "{\"text\":\"\\u00E9\"}", ""));
        assertThat(versions).extracting(CatalogVersion::definition).containsExactly(
                definition("sales", ImmutableMap.of("a", "1")),
                new CatalogDefinition(new CatalogName("edited"), "tpch", ImmutableMap.of()),
                new CatalogDefinition(new CatalogName("web"), "tpch", ImmutableMap.of("text", "é")));
        assertThat(versions).extracting(CatalogVersion::createdAt).containsOnly(Instant.parse("2026-11-01T08:00:00Z"));
        assertThat(store.list().broken()).extracting(BrokenCatalog::name).containsExactly("broken");
    }

    private void assertOnlyTaken()
    {
        // the native code is unpacked once in a process
        assertThat(directory.toFile().list()).contains("catalogs.lock", "catalogs.sqlite", "catalogs.h2-taken-over.mv.db").isSubsetOf("catalogs.lock", "catalogs.sqlite", "catalogs.h2-taken-over.mv.db", "native");
    }

    private String version(String name)
    {
        return store.list().versions().stream().filter(version -> version.name().value().equals(name)).map(CatalogVersion::version).collect(toImmutableList()).get(0);
    }

    private JdbcCatalogStore open()
    {
        store = new JdbcCatalogStore(new CatalogStoreConfig().setEmbeddedPath(path.toFile()));
        return store;
    }

    private void close()
    {
        if (store != null) {
            store.close();
        }
    }

    /**
     * Creates a file as the first release did.
     */
    private void createFormerFile()
            throws SQLException
    {
        execute("""
                CREATE TABLE IF NOT EXISTS "CATALOG" (
                  id BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
                  catalogName VARCHAR(200) NOT NULL,
                  connectorName VARCHAR(200) NOT NULL,
                  properties VARCHAR(1048576) DEFAULT NULL,
                  status SMALLINT DEFAULT 1 NOT NULL,
                  ctime TIMESTAMP(0) WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP NOT NULL,
                  mtime TIMESTAMP(6) WITH TIME ZONE DEFAULT NULL ON UPDATE CURRENT_TIMESTAMP,
                  activeName VARCHAR(200) GENERATED ALWAYS AS (CASE WHEN status = 1 THEN catalogName END) UNIQUE
                )""",
                """
                INSERT INTO catalog (id, catalogName, connectorName, properties, status, ctime, mtime) VALUES
                  (1, 'broken', 'mysql', 's3cret', 1, TIMESTAMP WITH TIME ZONE '2026-11-01 09:00:00+01', NULL),
                  (2, 'sales', 'mysql', '{"a":"0"}', 0, TIMESTAMP WITH TIME ZONE '2026-11-01 08:00:00+00', TIMESTAMP WITH TIME ZONE '2026-11-01 10:00:00.123456+00'),
                  (3, 'sales', 'mysql', '{"a":"1"}', 1, TIMESTAMP WITH TIME ZONE '2026-11-01 08:00:00+00', NULL),
                  (7, 'edited', 'tpch', '{}', 1, TIMESTAMP WITH TIME ZONE '2026-11-01 08:00:00+00', TIMESTAMP WITH TIME ZONE '2026-11-02 10:00:00+00'),
                  (8, 'web', 'tpch', '{"text":"\\u00E9"}', 1, TIMESTAMP WITH TIME ZONE '2026-11-01 08:00:00+00', NULL)
                """);
    }

    private void execute(String... statements)
            throws SQLException
    {
        try (Connection connection = DriverManager.getConnection(url(), "sa", "");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private String url()
    {
        return "jdbc:h2:file:" + path;
    }

    private String query(String sql)
            throws SQLException
    {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file("catalogs.sqlite"));
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    private Path file(String name)
    {
        return directory.resolve(name);
    }

    private static CatalogDefinition definition(String name, ImmutableMap<String, String> properties)
    {
        return new CatalogDefinition(new CatalogName(name), "mysql", properties);
    }
}
