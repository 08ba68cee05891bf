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

import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.files.FileContents;
import io.prestodynamic.catalog.store.BrokenCatalog;
import io.prestodynamic.catalog.store.StoredCatalogs;
import org.testng.annotations.Test;

import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_EXISTS;
import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static io.prestodynamic.catalog.CatalogSettings.DEFAULT;
import static io.prestodynamic.catalog.history.TestingChanges.added;
import static io.prestodynamic.catalog.history.TestingChanges.deleted;
import static io.prestodynamic.testing.Conditions.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Server and table that are changed while they are used.
 */
@Test(singleThreaded = true)
public class TestMySqlServerFaults
        extends AbstractTestMySqlFaults
{
    @Test
    public void testReadOnly()
    {
        CatalogVersion version = add("sales");
        CatalogVersion prepared = prepare("other");
        mysql.execute("mysql", "SET GLOBAL super_read_only = 1");
        try {
            String message = "The database of the catalog store is read-only at the moment";
            assertUnavailable(message, () -> prepare("new"));
            assertUnavailable(message, () -> store.add(prepared, DEFAULT, added(prepared), FileContents.NONE));
            assertUnavailable(message, () -> store.remove("sales", version.version(), deleted("sales", version.version())));
            assertThat(store.list().versions()).containsExactly(version);
        }
        finally {
            mysql.execute("mysql", "SET GLOBAL super_read_only = 0", "SET GLOBAL read_only = 0");
        }
        store.add(prepared, DEFAULT, added(prepared), FileContents.NONE);
        assertThat(truth.list().versions()).containsExactly(version, prepared);
    }

    /**
     * A missing table is not created again, because an empty one would remove all catalogs.
     */
    @Test
    public void testTableGone()
    {
        CatalogVersion version = add("sales");
        mysql.execute(database, "RENAME TABLE catalog TO away");
        assertUnavailable("The table of the catalog store is gone", store::list);
        assertUnavailable("The table of the catalog store is gone", () -> prepare("new"));
        assertUnavailable("The table of the catalog store is gone", () -> store.remove("sales", version.version(), deleted("sales", version.version())));
        mysql.execute(database, "RENAME TABLE away TO catalog");
        assertThat(store.list().versions()).containsExactly(version);
    }

    /**
     * The table is restored with a layout that does not keep names unique.
     */
    @Test
    public void testTableReplaced()
    {
        CatalogVersion version = add("sales");
        mysql.execute(database, "RENAME TABLE catalog TO away");
        assertUnavailable("The table of the catalog store is gone", store::list);
        mysql.execute(database, """
                CREATE TABLE catalog (id INT PRIMARY KEY AUTO_INCREMENT, catalogName VARCHAR(100), connectorName VARCHAR(100), properties TEXT,
                status INT DEFAULT 1, ctime DATETIME DEFAULT CURRENT_TIMESTAMP, mtime DATETIME)""",
                "INSERT INTO catalog SELECT id, catalogName, connectorName, properties, status, ctime, mtime FROM away");
        assertThat(store.list().versions()).containsExactly(version);
        CatalogVersion next = prepare("sales");
        assertThat(catchThrowableOfType(CatalogException.class, () -> store.add(next, DEFAULT, added(next), FileContents.NONE)).getCode()).isEqualTo(CATALOG_EXISTS);
        store.remove("sales", version.version(), deleted("sales", version.version()));
        CatalogVersion again = add("sales");
        store.remove("sales", again.version(), deleted("sales", again.version()));
        assertThat(truth.list().versions()).isEmpty();
    }

    @Test
    public void testRowsOfAnotherKind()
    {
        CatalogVersion version = add("sales");
        mysql.execute(database,
                "ALTER TABLE catalog MODIFY connectorName TEXT NULL, MODIFY catalogName VARCHAR(200) NULL",
                "INSERT INTO catalog (catalogName, connectorName, properties) VALUES (NULL, 'tpch', '{}'), ('null', NULL, '{}'), ('nothing', 'tpch', NULL), " +
                        "('long', REPEAT('y', 10000), '{}'), ('large', 'tpch', CONCAT('{\"a\":\"', REPEAT('x', 5000000), '\"}'))");
        StoredCatalogs stored = store.list();
        assertThat(stored.versions()).extracting(catalog -> catalog.name().value()).containsExactly("sales", "nothing", "long");
        assertThat(stored.broken()).extracting(BrokenCatalog::name).containsExactly("", "null", "large");
        assertThat(stored.versions()).contains(version);
        stored.broken().stream().filter(broken -> !broken.name().isEmpty()).forEach(broken -> store.remove(broken.name(), broken.version(), deleted(broken.name(), broken.version())));
        stored.versions().forEach(catalog -> store.remove(catalog.name().value(), catalog.version(), deleted(catalog.name().value(), catalog.version())));
        assertThat(store.list().versions()).isEmpty();
    }

    @Test
    public void testPasswordChanged()
    {
        CatalogVersion version = add("sales");
        setPassword("an0ther");
        try {
            // open connections are not affected
            assertThat(store.list().versions()).containsExactly(version);
            proxy.cut();
            await("new connections are refused", TIMEOUT, () -> !isAvailable());
            assertUnavailable("The catalog store refuses the user or the password of dynamic-catalog.jdbc", store::list);
            assertUnavailable("The catalog store refuses the user or the password of dynamic-catalog.jdbc", () -> prepare("new"));
        }
        finally {
            setPassword(mysql.getPassword());
        }
        await("the store works again", TIMEOUT, this::isAvailable);
        assertThat(store.list().versions()).containsExactly(version);
    }

    private void setPassword(String password)
    {
        mysql.execute("mysql", "ALTER USER '%s'@'%%' IDENTIFIED BY '%s'".formatted(mysql.getUser(), password));
    }
}
