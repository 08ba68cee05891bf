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
package io.prestodynamic.catalog.store.encryption;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.FileDigest;
import io.prestodynamic.catalog.files.FileContents;
import io.prestodynamic.catalog.files.TestingFiles;
import io.prestodynamic.catalog.history.HistoryEntry;
import io.prestodynamic.catalog.history.LatestChange;
import io.prestodynamic.catalog.store.AbstractTestHistoryStore;
import io.prestodynamic.catalog.store.BrokenCatalog;
import io.prestodynamic.catalog.store.CatalogStore;
import io.prestodynamic.catalog.store.SettingsChange;
import io.prestodynamic.catalog.store.TestingDatabase;
import io.prestodynamic.catalog.store.jdbc.JdbcCatalogStore;
import io.prestodynamic.testing.TestingPostgreSqlServer;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import static com.google.common.collect.Iterables.getOnlyElement;
import static io.prestodynamic.catalog.CatalogErrorCode.CONCURRENT_CHANGE;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static io.prestodynamic.catalog.CatalogSettings.DEFAULT;
import static io.prestodynamic.catalog.history.HistoryPage.newest;
import static io.prestodynamic.catalog.history.TestingChanges.added;
import static io.prestodynamic.catalog.history.TestingChanges.deleted;
import static io.prestodynamic.catalog.history.TestingChanges.replaced;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Content of a database with an encrypted store, and changes of keys.
 */
public class TestEncryptedCatalogStore
        extends AbstractTestHistoryStore
{
    private static final Map<String, String> PROPERTIES = ImmutableMap.of("connection-user", "u", "connection-password", "s3cret-1");

    private TestingDatabase database;

    @BeforeClass
    public void startServer()
    {
        database = new TestingDatabase(new TestingPostgreSqlServer());
    }

    @AfterClass(alwaysRun = true)
    public void stopServer()
    {
        if (database != null) {
            database.close();
        }
    }

    @Override
    protected void createStorage()
    {
        database.create();
    }

    @Override
    protected CatalogStore open()
    {
        return open(key("k1"));
    }

    private EncryptedCatalogStore open(ValueKey... keys)
    {
        return new EncryptedCatalogStore(
                closeLater(new JdbcCatalogStore(database.config())),
                new ValueKeys(List.of(keys)),
                (connector, properties) -> Set.of("connection-password"));
    }

    @Test
    public void testNothingInClear()
            throws SQLException
    {
        CatalogVersion first = add(store, "sales", PROPERTIES);
        CatalogVersion second = store.prepare(definition("sales", ImmutableMap.of("connection-password", "s3cret-2")));
        store.replace(first.version(), second, SettingsChange.NONE, replaced(first.version(), second), FileContents.NONE);
        assertThat(versions(otherStore)).containsExactly(second);
        store.remove("sales", second.version(), deleted("sales", second.version()));

        assertThat(database.query("SELECT string_agg(properties, ' ') FROM catalog")).contains("{aes256gcm:k1:").doesNotContain("s3cret");
        assertThat(database.query("SELECT string_agg(properties, ' ') FROM catalog_history")).contains("{aes256gcm:k1:").doesNotContain("s3cret");
        assertThat(otherStore.history().find("sales", first.version()).orElseThrow().change().properties()).isEqualTo(PROPERTIES);
        assertRefused(CONCURRENT_CHANGE, () -> store.replace(first.version(), second, SettingsChange.NONE, replaced(first.version(), second), FileContents.NONE));
    }

    @Test
    public void testNoFileInClear()
            throws SQLException
    {
        Map<String, String> texts = ImmutableMap.of("hive.keytab", "s3cret-keytab");
        String sha256 = FileDigest.of("s3cret-keytab".getBytes(UTF_8)).sha256();
        CatalogVersion version = store.prepare(definition("lake", PROPERTIES).withFiles(TestingFiles.digests(texts)));
        store.add(version, DEFAULT, added(version), TestingFiles.contents(texts));
        assertThat(versions(otherStore)).containsExactly(version);
        assertThat(otherStore.readFile(sha256)).hasValue("s3cret-keytab".getBytes(UTF_8));
        assertThat(storedFile()).startsWith("{aes256gcm:k1}").doesNotContain("s3cret");

        EncryptedCatalogStore rotated = open(key("k2"), key("k1"));
        rotated.encryptFormer(count -> {});
        assertThat(storedFile()).startsWith("{aes256gcm:k2}");
        assertThat(open(key("k2")).readFile(sha256)).hasValue("s3cret-keytab".getBytes(UTF_8));
        assertRefused(STORE_UNAVAILABLE, () -> store.readFile(sha256));

        database.execute("UPDATE catalog_files SET content = 'altered'");
        assertRefused(STORE_UNAVAILABLE, () -> rotated.readFile(sha256));
        database.execute("UPDATE catalog_files SET content = 's3cret-keytab'");
        assertThat(rotated.readFile(sha256)).as("stored before there was a key").hasValue("s3cret-keytab".getBytes(UTF_8));
        rotated.encryptFormer(count -> {});
        assertThat(storedFile()).startsWith("{aes256gcm:k2}");
    }

    private String storedFile()
            throws SQLException
    {
        return database.query("SELECT encode(content, 'escape') FROM catalog_files");
    }

    @Test
    public void testRowsInClear()
    {
        CatalogVersion clear = add(open(new ValueKey[0]), "clear", PROPERTIES);
        database.execute("INSERT INTO catalog (catalogName, connectorName, properties) VALUES ('hand', 'mysql', '{\"connection-password\": \"by hand\"}')");
        assertThat(versions(store)).contains(clear).extracting(version -> version.definition().properties().get("connection-password"))
                .containsExactlyInAnyOrder("s3cret-1", "by hand");
    }

    @Test
    public void testMissingKey()
    {
        CatalogVersion sales = add(store, "sales", PROPERTIES);
        CatalogVersion plain = add(store, "plain", ImmutableMap.of("connection-user", "u"));
        for (CatalogStore without : List.of(open(key("k2")), open(new ValueKey[0]))) {
            assertThat(versions(without)).containsExactly(plain);
            BrokenCatalog broken = getOnlyElement(without.list().broken());
            assertThat(broken.name()).isEqualTo("sales");
            assertThat(broken.version()).isEqualTo(sales.version());
            assertThat(broken.error()).contains("Property 'connection-password' is encrypted with the key k1");
            assertThat(without.history().list("sales", newest(1))).extracting(HistoryEntry::change).allMatch(change -> change.properties().get("connection-password").startsWith("{aes256gcm:k1:"));
            assertThat(assertRefused(STORE_UNAVAILABLE, () -> without.history().find("sales", sales.version()))).hasMessageContaining("the key k1");
        }
        // with a new key in front
        assertThat(versions(open(key("k2"), key("k1")))).containsExactly(sales, plain);
    }

    @Test
    public void testSwappedValues()
    {
        add(store, "sales", PROPERTIES);
        add(store, "web", ImmutableMap.of("connection-user", "u", "connection-password", "other"));
        database.execute("UPDATE catalog SET properties = (SELECT properties FROM catalog WHERE catalogName = 'sales') WHERE catalogName = 'web'");
        assertThat(versions(store)).extracting(version -> version.name().value()).containsExactly("sales");
        assertThat(getOnlyElement(store.list().broken()).error()).contains("was encrypted for another catalog or property");
    }

    @Test
    public void testValueThatLooksEncrypted()
    {
        Map<String, String> properties = ImmutableMap.of("connection-user", "{aes256gcm:k1:AAAA}");
        CatalogVersion version = add(store, "sales", properties);
        assertThat(versions(otherStore)).containsExactly(version);
        assertRefused(INVALID_REQUEST, () -> open(new ValueKey[0]).prepare(definition("web", properties)));
        CatalogVersion other = store.prepare(definition("web", properties));
        store.add(other, DEFAULT, added(other), FileContents.NONE);
        assertThat(versions(store)).containsExactly(version, other);
    }

    @Test
    public void testRekey()
            throws SQLException
    {
        CatalogStore clear = open(new ValueKey[0]);
        CatalogVersion gone = add(clear, "gone", PROPERTIES);
        clear.remove("gone", gone.version(), deleted("gone", gone.version()));
        CatalogVersion kept = add(clear, "kept", PROPERTIES);
        add(clear, "plain", ImmutableMap.of("connection-user", "u"));
        add(open(key("k1")), "old-key", PROPERTIES);
        database.execute("INSERT INTO catalog (catalogName, connectorName, properties, status) VALUES ('broken', 'mysql', 'no JSON', 0)");

        EncryptedCatalogStore rekeyed = open(key("k2"), key("k1"));
        assertThat(rekeyed.listOutdated()).extracting(CatalogName::value).containsExactly("kept", "old-key");
        assertThat(encryptFormer(rekeyed)).as("one row, and three changes with secrets").isEqualTo(4);
        assertThat(encryptFormer(rekeyed)).isZero();
        assertThat(database.query("SELECT string_agg(properties, ' ') FROM catalog_history")).contains("{aes256gcm:k2:").doesNotContain("s3cret", "{aes256gcm:k1:");
        assertThat(database.query("SELECT string_agg(properties, ' ') FROM catalog WHERE status = 0")).contains("{aes256gcm:k2:", "no JSON").doesNotContain("s3cret");
        assertThat(rekeyed.history().find("gone", gone.version()).orElseThrow().change().properties()).isEqualTo(PROPERTIES);
        assertThat(versions(rekeyed)).as("active rows are left to a new version").contains(kept);
        rekeyed.checkKey();
        assertRefused(INVALID_REQUEST, open(new ValueKey[0])::checkKey);
    }

    @Test
    public void testEncryptedStaysEncrypted()
            throws SQLException
    {
        CatalogVersion version = add(store, "sales", PROPERTIES);
        // as if another version of the plugin did not declare it
        EncryptedCatalogStore undeclared = new EncryptedCatalogStore(
                closeLater(new JdbcCatalogStore(database.config())),
                new ValueKeys(List.of(key("k2"), key("k1"))),
                (connector, properties) -> Set.of());
        assertThat(undeclared.listOutdated()).extracting(CatalogName::value).containsExactly("sales");
        assertThat(encryptFormer(undeclared)).isEqualTo(1);
        assertThat(database.query("SELECT string_agg(properties, ' ') FROM catalog_history")).contains("{aes256gcm:k2:").doesNotContain("s3cret");
        assertThat(versions(undeclared)).containsExactly(version);
    }

    @Test
    public void testRowThatWouldBeTooLong()
            throws SQLException
    {
        CatalogStore clear = open(new ValueKey[0]);
        CatalogVersion gone = add(clear, "gone", PROPERTIES);
        clear.remove("gone", gone.version(), deleted("gone", gone.version()));
        database.execute("ALTER TABLE catalog ALTER COLUMN properties TYPE VARCHAR(80)");
        assertThat(encryptFormer(open(key("k1")))).as("the history").isEqualTo(1);
        assertThat(database.query("SELECT properties FROM catalog WHERE catalogName = 'gone'")).contains("s3cret");
        assertThat(database.query("SELECT string_agg(properties, ' ') FROM catalog_history")).doesNotContain("s3cret");
    }

    @Test
    public void testUnreadableEntry()
    {
        CatalogVersion version = add(store, "sales", PROPERTIES);
        CatalogVersion next = store.prepare(definition("sales", Map.of()));
        store.replace(version.version(), next, SettingsChange.NONE, replaced(version.version(), next), FileContents.NONE);
        database.execute("UPDATE catalog_history SET action = 'PAINTED' WHERE action = 'REPLACED'");
        assertThat(store.history().list("sales", newest(10))).extracting(entry -> entry.change().after().orElseThrow()).containsExactly(version.version());
        assertThat(store.history().listLatest()).extracting(LatestChange::after).containsExactly(Optional.of(next.version()));
        assertThat(store.history().readLatest(List.of("sales"))).isEmpty();
    }

    private static int encryptFormer(EncryptedCatalogStore store)
    {
        AtomicInteger encrypted = new AtomicInteger();
        store.encryptFormer(encrypted::addAndGet);
        return encrypted.get();
    }

    private static ValueKey key(String id)
    {
        byte[] key = new byte[ValueKey.BYTES];
        key[0] = (byte) id.hashCode();
        return new ValueKey(id, key);
    }
}
