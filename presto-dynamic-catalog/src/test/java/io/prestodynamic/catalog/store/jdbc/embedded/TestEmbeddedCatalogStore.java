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

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogSettings;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.files.FileContents;
import io.prestodynamic.catalog.security.PrivateFiles;
import io.prestodynamic.catalog.store.CatalogStoreConfig;
import io.prestodynamic.catalog.store.CatalogStore;
import io.prestodynamic.catalog.store.SettingsChange;
import io.prestodynamic.catalog.store.VersionString;
import io.prestodynamic.catalog.store.jdbc.AbstractTestJdbcCatalogStore;
import io.prestodynamic.catalog.store.jdbc.JdbcCatalogStore;
import io.prestodynamic.testing.TestingLog;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static io.prestodynamic.catalog.CatalogSettings.DEFAULT;
import static io.prestodynamic.catalog.history.TestingChanges.added;
import static io.prestodynamic.catalog.history.TestingChanges.deleted;
import static io.prestodynamic.catalog.history.TestingChanges.replaced;
import static io.prestodynamic.testing.Conditions.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

public class TestEmbeddedCatalogStore
        extends AbstractTestJdbcCatalogStore
{
    private static final String POOL_PERIOD = "com.zaxxer.hikari.housekeeping.periodMs";

    private Path directory;
    private Path database;
    private int databases;
    private Optional<JdbcCatalogStore> opened = Optional.empty();

    @BeforeClass
    public void createDirectory()
            throws IOException
    {
        directory = Files.createTempDirectory("test-embedded");
    }

    @AfterClass(alwaysRun = true)
    public void deleteDirectory()
            throws IOException
    {
        deleteRecursively(directory, ALLOW_INSECURE);
    }

    @Override
    protected void createStorage()
    {
        database = directory.resolve("data " + databases++).resolve("catalogs");
    }

    @Override
    protected CatalogStoreConfig config()
    {
        return new CatalogStoreConfig().setEmbeddedPath(database.toFile());
    }

    /**
     * A file has one store, which serves all threads of its coordinator.
     */
    @Override
    protected JdbcCatalogStore open()
    {
        if (opened.isEmpty()) {
            opened = Optional.of(super.open());
        }
        return opened.get();
    }

    @Override
    protected void closeAll()
    {
        super.closeAll();
        opened = Optional.empty();
    }

    @Test
    public void testFiles()
            throws IOException
    {
        add(store, "sales", ImmutableMap.of("a", "1"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(database.getParent()))).isEqualTo("rwx------");
        // the native code is unpacked once in a process
        assertThat(database.getParent().toFile().list()).contains("catalogs.lock", "catalogs.sqlite").isSubsetOf("catalogs.lock", "catalogs.sqlite", "native");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file()))).isEqualTo("rw-------");
    }

    @Test
    public void testFilesAreClosedToOthers()
            throws IOException
    {
        CatalogVersion sales = add(store, "sales", ImmutableMap.of("a", "1"));
        closeAll();
        Path former = Files.createFile(database.resolveSibling("catalogs.h2-taken-over.mv.db"));
        setPermissions(database.getParent(), "rwxr-xr-x");
        setPermissions(file(), "rw-r--r--");
        setPermissions(former, "rw-rw-rw-");
        try (TestingLog log = new TestingLog(PrivateFiles.class.getName())) {
            assertThat(versions(open())).containsExactly(sales);
            assertThat(log.getMessages()).containsExactlyInAnyOrder(
                    "%s was open to other users of the machine (rwxr-xr-x), and is not any more".formatted(database.getParent()),
                    "%s was open to other users of the machine (rw-r--r--), and is not any more".formatted(file()),
                    "%s was open to other users of the machine (rw-rw-rw-), and is not any more".formatted(former));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(database.getParent()))).isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file()))).isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(former))).isEqualTo("rw-------");
    }

    @Test
    public void testDirectoryOfOthersStaysAsItIs()
            throws IOException
    {
        closeAll();
        Files.createDirectories(database.getParent());
        Files.createFile(database.resolveSibling("notes.txt"));
        setPermissions(database.getParent(), "rwxr-xr-x");
        add(open(), "sales", ImmutableMap.of());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(database.getParent()))).isEqualTo("rwxr-xr-x");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file()))).isEqualTo("rw-------");
    }

    @Test
    public void testTableName()
    {
        add(store, "web", ImmutableMap.of());
        closeAll();
        JdbcCatalogStore named = open(config().setTableName("presto.catalog$2"));
        CatalogVersion sales = add(named, "sales", ImmutableMap.of("a", "1"));
        assertThat(versions(named)).containsExactly(sales);
    }

    @Test
    public void testOpenTwice()
    {
        CatalogVersion version = add(store, "sales", ImmutableMap.of());
        for (int i = 0; i < 3; i++) {
            assertThat(assertRefused(STORE_UNAVAILABLE, open(config())::list)).hasMessageStartingWith("The embedded catalog store is open in another process");
        }
        assertThat(versions(store)).containsExactly(version);
    }

    @Test
    public void testVersionsOfLostChanges()
            throws IOException
    {
        CatalogVersion first = add(store, "sales", ImmutableMap.of("a", "1"));
        closeAll();
        byte[] backup = Files.readAllBytes(file());
        store = open();
        CatalogDefinition definition = definition("sales", ImmutableMap.of("a", "2"));
        CatalogVersion lost = store.prepare(definition);
        store.replace(first.version(), lost, SettingsChange.NONE, replaced(first.version(), lost), FileContents.NONE);
        CatalogVersion prepared = store.prepare(definition);
        closeAll();

        Files.write(file(), backup);
        store = open();
        assertThat(versions(store)).containsExactly(first);
        assertThat(store.prepare(definition).version()).isNotIn(first.version(), lost.version(), prepared.version());
    }

    /**
     * The clock may have been set back.
     */
    @Test
    public void testVersionsFollowEachOther()
            throws SQLException
    {
        long future = 4_000_000_000_000_000L;
        store.list();
        closeAll();
        execute("INSERT INTO catalog (id, catalogName, connectorName) VALUES (%s, 'sales', 'tpch')".formatted(future));
        store = open();
        List<Long> numbers = ImmutableList.of(
                VersionString.number(store.prepare(definition("web", ImmutableMap.of())).version()),
                VersionString.number(add(store, "web", ImmutableMap.of()).version()),
                VersionString.number(store.prepare(definition("web", ImmutableMap.of())).version()));
        assertThat(numbers).isSorted().doesNotHaveDuplicates().allMatch(number -> number > future);
    }

    /**
     * Numbers of the next process are higher, even if versions are prepared fast and none is stored.
     */
    @Test
    public void testVersionsDoNotRunAhead()
    {
        CatalogDefinition definition = definition("sales", ImmutableMap.of());
        long highest = 0;
        for (int i = 0; i < 3000; i++) {
            long number = VersionString.number(store.prepare(definition).version());
            assertThat(number).isGreaterThan(highest);
            highest = number;
        }
        closeAll();
        assertThat(VersionString.number(open().prepare(definition).version())).isGreaterThan(highest);
    }

    @Test
    public void testFileGone()
            throws IOException
    {
        CatalogVersion version = add(store, "sales", ImmutableMap.of());
        CatalogVersion prepared = store.prepare(definition("web", ImmutableMap.of()));
        Path away = file().resolveSibling("away");
        Files.move(file(), away);
        for (int i = 0; i < 3; i++) {
            assertThat(assertRefused(STORE_UNAVAILABLE, () -> store.add(prepared, DEFAULT, added(prepared), FileContents.NONE))).hasMessageContaining("check whether the file and its directory are still there");
            assertThat(assertRefused(STORE_UNAVAILABLE, () -> store.remove("sales", version.version(), deleted("sales", version.version())))).hasMessageContaining("check whether the file and its directory are still there");
        }
        assertThat(file()).doesNotExist();
        Files.move(away, file());
        await("the store works again", Duration.ofSeconds(20), () -> isAvailable());
        assertThat(versions(store)).containsExactly(version);
        store.add(prepared, DEFAULT, added(prepared), FileContents.NONE);
        closeAll();
        assertThat(versions(open())).containsExactly(version, prepared);
    }

    /**
     * An older copy would remove the catalogs that it lacks from all nodes.
     */
    @Test
    public void testOtherFile()
            throws IOException
    {
        CatalogVersion sales = add(store, "sales", ImmutableMap.of());
        Path copy = file().resolveSibling("copy");
        Files.copy(file(), copy);
        CatalogVersion web = add(store, "web", ImmutableMap.of());
        Path away = file().resolveSibling("away");
        Files.move(file(), away);
        Files.move(copy, file());
        for (int i = 0; i < 3; i++) {
            assertThat(assertRefused(STORE_UNAVAILABLE, () -> store.prepare(web.definition()))).hasMessageContaining("Another file has taken the place of");
            assertThat(assertRefused(STORE_UNAVAILABLE, () -> store.remove("sales", sales.version(), deleted("sales", sales.version())))).hasMessageContaining("Another file has taken the place of");
            assertThat(assertRefused(STORE_UNAVAILABLE, store::list)).hasMessageContaining("restart the coordinator");
        }

        Files.move(file(), copy);
        Files.move(away, file());
        assertThat(versions(store)).containsExactly(sales, web);

        closeAll();
        Files.move(copy, file(), REPLACE_EXISTING);
        assertThat(versions(open())).containsExactly(sales);
    }

    @Test
    public void testDirectoryGone()
            throws IOException
    {
        CatalogVersion version = add(store, "sales", ImmutableMap.of());
        Path away = database.getParent().resolveSibling("away");
        Files.move(database.getParent(), away);
        assertThat(assertRefused(STORE_UNAVAILABLE, () -> store.remove("sales", version.version(), deleted("sales", version.version())))).hasMessageContaining("check whether the file and its directory are still there");
        assertThat(database.getParent()).doesNotExist();
        Files.move(away, database.getParent());
        await("the store works again", Duration.ofSeconds(20), () -> isAvailable());
        store.remove("sales", version.version(), deleted("sales", version.version()));
        assertThat(versions(store)).isEmpty();
    }

    @Test
    public void testDamagedFile()
            throws IOException
    {
        add(store, "sales", ImmutableMap.of());
        closeAll();
        Files.write(file(), new byte[10_000]);
        assertThat(assertRefused(STORE_UNAVAILABLE, open()::list)).hasMessage("The file of the embedded catalog store is damaged: restore it from a backup");
        closeAll();
        // a truncated file is not replaced by an empty database
        Files.write(file(), new byte[0]);
        assertThat(assertRefused(STORE_UNAVAILABLE, open()::list)).hasMessageContaining("is empty: restore it from a backup");
        assertThat(file()).isEmptyFile();
    }

    @Test
    public void testKilledAtFirstStart()
            throws IOException
    {
        Files.createDirectories(database.getParent());
        Files.write(database.resolveSibling("catalogs.sqlite.new"), new byte[100]);
        Files.write(database.resolveSibling("catalogs.sqlite.new-journal"), new byte[100]);
        CatalogVersion version = add(store, "sales", ImmutableMap.of());
        assertThat(versions(store)).containsExactly(version);
        // the native code is unpacked once in a process
        assertThat(database.getParent().toFile().list()).contains("catalogs.lock", "catalogs.sqlite").isSubsetOf("catalogs.lock", "catalogs.sqlite", "native");
    }

    @Test
    public void testDirectoryThatCannotBeMade()
            throws IOException
    {
        Files.createFile(database.getParent());
        assertThat(assertRefused(STORE_UNAVAILABLE, store::list)).hasMessageStartingWith("The embedded catalog store cannot create its files in " + database.getParent());
        Files.delete(database.getParent());
        assertThat(versions(store)).isEmpty();
    }

    /**
     * Added catalogs survive a kill of the process. No other process can open the store before.
     */
    @Test
    public void testOtherProcess()
            throws Exception
    {
        closeAll();
        createStorage();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        // nothing is left in it, because the data directory may be the only one that a process can write to
        Path temporary = Files.createDirectory(database.getParent().resolveSibling("temporary"));
        Process process = new ProcessBuilder(java, "-Djava.io.tmpdir=" + temporary, "-cp", System.getProperty("java.class.path"), CatalogStoreProcess.class.getName(), database.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
            assertThat(output.readLine()).isEqualTo("added");
            assertThat(database.resolveSibling("native").toFile().list()).hasSize(1);
            assertThat(temporary).isEmptyDirectory();
            CatalogException exception = assertRefused(STORE_UNAVAILABLE, open(config())::list);
            assertThat(exception).hasMessageStartingWith("The embedded catalog store is open in another process");
        }
        finally {
            process.destroyForcibly();
            process.onExit().join();
        }
        assertThat(versions(open(config()))).hasSize(CatalogStoreProcess.CATALOGS);
    }

    /**
     * An idle connection of a store that was refused would keep the database locked.
     */
    @Test
    public void testRefusedStoreLocksNothing()
    {
        assertThat(versions(store)).isEmpty();
        // period at which a pool that keeps idle connections opens them, half a minute
        System.setProperty(POOL_PERIOD, "100");
        try {
            assertRefused(STORE_UNAVAILABLE, open(config())::list);
        }
        finally {
            System.clearProperty(POOL_PERIOD);
        }
        long end = System.nanoTime() + MILLISECONDS.toNanos(1000);
        int added = 0;
        while (System.nanoTime() - end < 0) {
            add(store, "c" + added++, ImmutableMap.of());
        }
        assertThat(versions(store)).hasSize(added);
    }

    private Path file()
    {
        return database.resolveSibling("catalogs.sqlite");
    }

    private boolean isAvailable()
    {
        try {
            store.list();
            return true;
        }
        catch (CatalogException e) {
            assertThat(e.getCode()).isEqualTo(STORE_UNAVAILABLE);
            return false;
        }
    }

    /**
     * The first release with settings had no limits.
     */
    @Test
    public void testSettingsWithoutLimits()
            throws SQLException
    {
        CatalogVersion version = store.prepare(definition("sales", ImmutableMap.of()));
        CatalogSettings off = CatalogSettings.unlimited(Optional.of("Orders"), false);
        store.add(version, off, added(version), FileContents.NONE);
        closeAll();
        execute("ALTER TABLE catalog_settings DROP COLUMN maxQueries");
        CatalogStore upgraded = open();
        assertThat(upgraded.list().settings()).containsEntry("sales", off);
        CatalogSettings limited = new CatalogSettings(off.description(), true, Optional.of(20));
        upgraded.replace(version.version(), upgraded.prepare(definition("sales", ImmutableMap.of("a", "1"))), new SettingsChange(off, limited), replaced(version.version(), version), FileContents.NONE);
        assertThat(upgraded.list().settings()).containsEntry("sales", limited);
    }

    private void execute(String sql)
            throws SQLException
    {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void setPermissions(Path file, String permissions)
            throws IOException
    {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }
}
