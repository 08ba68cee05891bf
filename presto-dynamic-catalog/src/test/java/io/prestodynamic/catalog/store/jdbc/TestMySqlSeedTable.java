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
package io.prestodynamic.catalog.store.jdbc;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.io.Resources;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.files.FileContents;
import io.prestodynamic.catalog.store.BrokenCatalog;
import io.prestodynamic.catalog.store.CatalogStore;
import io.prestodynamic.catalog.store.CatalogStoreConfig;
import io.prestodynamic.catalog.store.SettingsChange;
import io.prestodynamic.catalog.store.StoredCatalogs;
import io.prestodynamic.testing.TestingDatabaseServer;
import io.prestodynamic.testing.TestingMySqlServer;
import org.testng.annotations.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

import static com.google.common.collect.Iterables.getOnlyElement;
import static com.google.common.io.Resources.getResource;
import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_EXISTS;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.CatalogSettings.DEFAULT;
import static io.prestodynamic.catalog.history.TestingChanges.added;
import static io.prestodynamic.catalog.history.TestingChanges.deleted;
import static io.prestodynamic.catalog.history.TestingChanges.replaced;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Table of existing installations, as their DDL creates it: without unique names, with short properties, and in three-byte utf8.
 */
public class TestMySqlSeedTable
        extends AbstractTestPlainTable
{
    @Override
    protected TestingDatabaseServer createServer()
    {
        return new TestingMySqlServer();
    }

    @Override
    protected CatalogStoreConfig config()
    {
        return super.config().setJdbcDriver("com.mysql.jdbc.Driver");
    }

    @Override
    protected void createStorage()
    {
        super.createStorage();
        try {
            execute(Resources.toString(getResource("seed-catalog-table.sql"), UTF_8));
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected List<String> edits()
    {
        return ImmutableList.of(
                "properties = '{\"a\":\"2\"}'",
                "properties = '{\"a\": \"2\"}'",
                "connectorName = 'postgresql'",
                "properties = NULL",
                "mtime = '2022-01-01 00:00:00'");
    }

    @Test
    public void testRowsFromBefore()
            throws SQLException
    {
        execute("INSERT INTO catalog (catalogName, connectorName, properties) VALUES ('db2', 'mysql', '{\"connection-url\": \"jdbc:mysql://h:3306\", \"a.b\": \"\"}')",
                "UPDATE catalog SET ctime = '2022-03-04 05:06:07'",
                "INSERT INTO catalog (catalogName, connectorName, properties) VALUES ('typed', 'hive', ' {\"port\": 9083, \"ssl\": true, \"ratio\": 1.50}')",
                "INSERT INTO catalog (catalogName, connectorName) VALUES ('tpch', 'tpch')",
                "INSERT INTO catalog (catalogName, connectorName, status) VALUES ('gone', 'tpch', 0)");

        List<CatalogVersion> versions = versions(store);
        assertThat(versions).extracting(version -> version.name().value()).containsExactly("db2", "typed", "tpch");
        assertThat(versions).extracting(version -> version.definition().properties()).containsExactly(
                ImmutableMap.of("connection-url", "jdbc:mysql://h:3306", "a.b", ""),
                ImmutableMap.of("port", "9083", "ssl", "true", "ratio", "1.50"),
                ImmutableMap.of());
        assertThat(versions.get(0).createdAt()).isEqualTo(Instant.parse("2022-03-04T05:06:07Z"));
        assertThat(store.list().broken()).isEmpty();

        assertRefused(CATALOG_EXISTS, () -> add(store, "db2", ImmutableMap.of()));
        CatalogVersion next = store.prepare(definition("db2", ImmutableMap.of("a", "2")));
        store.replace(versions.get(0).version(), next, SettingsChange.NONE, replaced(versions.get(0).version(), next), FileContents.NONE);
        store.remove("tpch", versions.get(2).version(), deleted("tpch", versions.get(2).version()));
        CatalogVersion again = add(store, "gone", ImmutableMap.of());
        assertThat(versions(store)).containsExactly(versions.get(1), next, again);
        assertThat(query("SELECT GROUP_CONCAT(status ORDER BY id SEPARATOR '') FROM catalog")).isEqualTo("010011");
    }

    @Test
    public void testBrokenRows()
    {
        execute("INSERT INTO catalog (catalogName, connectorName, properties) VALUES ('text', 'mysql', 'connection-password=s3cret')",
                "INSERT INTO catalog (catalogName, connectorName, properties) VALUES ('list', 'mysql', '[\"s3cret\"]')",
                "INSERT INTO catalog (catalogName, connectorName, properties) VALUES ('nested', 'mysql', '{\"a\": {\"b\": \"s3cret\"}}')",
                "INSERT INTO catalog (catalogName, connectorName, properties) VALUES ('null', 'mysql', '{\"a\": null}')",
                "INSERT INTO catalog (catalogName, connectorName, properties) VALUES ('twice', 'mysql', '{\"a\": \"s3cret\", \"a\": \"2\"}')",
                "INSERT INTO catalog (catalogName, connectorName, properties) VALUES ('cut', 'mysql', '{\"a\": \"s3cret')",
                "INSERT INTO catalog (catalogName, connectorName, properties) VALUES ('more', 'mysql', '{} {}')",
                "INSERT INTO catalog (catalogName, connectorName, properties) VALUES ('blank', 'mysql', '')",
                "INSERT INTO catalog (catalogName, connectorName, properties) VALUES ('DB2', 'mysql', '{}')",
                "INSERT INTO catalog (catalogName, connectorName, properties) VALUES ('a.b', 'mysql', '{}')",
                "INSERT INTO catalog (catalogName, connectorName, properties) VALUES ('', 'mysql', '{}')",
                "INSERT INTO catalog (catalogName, connectorName, properties) VALUES ('nothing', '', '{}')",
                "INSERT INTO catalog (catalogName, connectorName, properties) VALUES ('fine', 'tpch', '{}')");

        StoredCatalogs stored = store.list();
        assertThat(stored.versions()).extracting(version -> version.name().value()).containsExactly("fine");
        assertThat(stored.broken()).extracting(BrokenCatalog::name).containsExactly("text", "list", "nested", "null", "twice", "cut", "more", "blank", "DB2", "a.b", "", "nothing");
        assertThat(stored.broken()).allSatisfy(broken -> assertThat(broken.error()).isNotBlank().doesNotContain("s3cret", "\n"));
        assertThat(stored.broken().get(2).error()).isEqualTo("The value of property 'a' is not a string");

        // a name that the collation equates is another name
        CatalogVersion db2 = add(store, "db2", ImmutableMap.of());
        for (BrokenCatalog broken : stored.broken()) {
            store.remove(broken.name(), broken.version(), deleted(broken.name(), broken.version()));
        }
        assertThat(store.list().broken()).isEmpty();
        assertThat(versions(store)).contains(db2).hasSize(2);
    }

    @Test
    public void testAbsurdSize()
    {
        execute("ALTER TABLE catalog MODIFY properties LONGTEXT", "INSERT INTO catalog (catalogName, connectorName, properties) VALUES ('big', 'mysql', REPEAT('x', 2000000))");
        CatalogStore store = open(config());
        BrokenCatalog big = getOnlyElement(store.list().broken());
        assertThat(big.error()).isEqualTo("The properties have 2000000 characters, and at most 1048576 are read");
        store.remove("big", big.version(), deleted("big", big.version()));
        assertThat(store.list().broken()).isEmpty();

        // the length of an extended column is used
        CatalogVersion version = add(store, "long", ImmutableMap.of("a", "x".repeat(100_000)));
        assertThat(versions(store)).containsExactly(version);
    }

    @Test
    public void testPropertiesThatMySqlWouldCut()
            throws SQLException
    {
        CatalogVersion longest = add(store, "longest", ImmutableMap.of("a", "x".repeat(1992)));
        // with these settings MySQL would truncate the properties
        CatalogStore lenient = open(config().setJdbcUrl(config().getJdbcUrl() + "&jdbcCompliantTruncation=false&sessionVariables=sql_mode=''"));
        assertRefused(INVALID_REQUEST, () -> add(lenient, "sales", ImmutableMap.of("a", "x".repeat(1993))));

        // version that was prepared for a wider table
        CatalogVersion wide = new CatalogVersion(definition("longest", ImmutableMap.of("a", "x".repeat(1993))), "77-00000000", Instant.EPOCH);
        assertRefused(INVALID_REQUEST, () -> lenient.replace(longest.version(), wide, SettingsChange.NONE, replaced(longest.version(), wide), FileContents.NONE));
        assertThat(versions(store)).containsExactly(longest);
        store.remove("longest", longest.version(), deleted("longest", longest.version()));
        assertRefused(INVALID_REQUEST, () -> lenient.add(wide, DEFAULT, added(wide), FileContents.NONE));
        assertThat(query("SELECT COUNT(*) FROM catalog")).isEqualTo("1");
    }
}
