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

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.files.FileContents;
import io.prestodynamic.catalog.store.AbstractTestDatabaseStore;
import io.prestodynamic.catalog.store.SettingsChange;
import org.testng.annotations.Test;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import static com.google.common.collect.Iterables.getOnlyElement;
import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_EXISTS;
import static io.prestodynamic.catalog.CatalogErrorCode.CONCURRENT_CHANGE;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.history.TestingChanges.deleted;
import static io.prestodynamic.catalog.history.TestingChanges.replaced;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Table that the store has not created: without unique names, and with 2000 characters for the properties.
 */
public abstract class AbstractTestPlainTable
        extends AbstractTestDatabaseStore
{
    /**
     * Returns assignments in SQL, each of which changes the version of a catalog.
     */
    protected abstract List<String> edits();

    @Override
    protected int longValue()
    {
        return 1_000;
    }

    @Test
    public void testEditsInSql()
    {
        CatalogVersion version = add(store, "sales", ImmutableMap.of("a", "1"));
        Set<String> seen = new HashSet<>();
        seen.add(version.version());
        for (String edit : edits()) {
            execute("UPDATE catalog SET " + edit);
            CatalogVersion edited = getOnlyElement(versions(store));
            assertThat(seen.add(edited.version())).as(edit).isTrue();
            assertThat(versions(otherStore)).containsExactly(edited);
            assertRefused(CONCURRENT_CHANGE, () -> store.remove("sales", version.version(), deleted("sales", version.version())));
            CatalogVersion next = store.prepare(definition("sales", ImmutableMap.of()));
            assertRefused(CONCURRENT_CHANGE, () -> store.replace(version.version(), next, SettingsChange.NONE, replaced(version.version(), next), FileContents.NONE));
        }
        execute("UPDATE catalog SET status = 0");
        assertThat(versions(store)).isEmpty();
    }

    @Test
    public void testNameTwice()
    {
        execute("INSERT INTO catalog (catalogName, connectorName, properties) VALUES ('sales', 'mysql', '{\"a\": \"old\"}')",
                "INSERT INTO catalog (catalogName, connectorName, properties) VALUES ('sales', 'mysql', '{\"a\": \"new\"}')");
        CatalogVersion version = getOnlyElement(versions(store));
        assertThat(version.definition().properties()).containsEntry("a", "new");
        assertRefused(CATALOG_EXISTS, () -> add(store, "sales", ImmutableMap.of()));

        // the older row does not become active
        store.remove("sales", version.version(), deleted("sales", version.version()));
        assertThat(versions(store)).isEmpty();
    }

    @Test
    public void testPropertiesThatDoNotFit()
    {
        // the rest of the column is for {"a":""}
        CatalogVersion longest = add(store, "longest", ImmutableMap.of("a", "x".repeat(1992)));
        assertThat(versions(store)).containsExactly(longest);
        assertThat(assertRefused(INVALID_REQUEST, () -> store.prepare(definition("sales", ImmutableMap.of("a", "x".repeat(1993))))))
                .hasMessage("The properties have 2001 characters as JSON, and the column properties of the catalog store holds 2000");
    }
}
