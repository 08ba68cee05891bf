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
package io.prestodynamic.catalog.coordinator.history;

import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.coordinator.TestingCatalogStore;
import io.prestodynamic.catalog.files.FileContents;
import io.prestodynamic.catalog.history.CatalogChange;
import io.prestodynamic.catalog.history.HistoryEntry;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import static io.prestodynamic.catalog.CatalogSettings.DEFAULT;
import static io.prestodynamic.catalog.history.HistoryPage.newest;
import static io.prestodynamic.catalog.history.TestingChanges.added;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Comparison of a store with many catalogs with its records.
 */
public class TestFoundChanges
{
    private static final int CATALOGS = 120;

    private TestingCatalogStore store;
    private FoundChanges foundChanges;

    @BeforeMethod
    public void setUp()
    {
        store = new TestingCatalogStore();
        foundChanges = new FoundChanges(store, new ChangeAuthors());
        for (int i = 0; i < CATALOGS; i++) {
            CatalogVersion version = store.prepare(definition("catalog" + i, "one"));
            store.add(version, DEFAULT, added(version), FileContents.NONE);
        }
    }

    @Test
    public void testNothingFound()
    {
        assertThat(foundChanges.record()).isTrue();
        assertThat(store.history().getReadNames()).isEmpty();
        assertThat(store.history().getFoundTogether()).isEmpty();
    }

    @Test
    public void testManyFound()
    {
        List<String> edited = IntStream.range(0, CATALOGS - 10).mapToObj(i -> "catalog" + i).toList();
        edited.forEach(name -> store.put(definition(name, "two")));
        assertThat(foundChanges.record()).isTrue();
        assertThat(store.history().getReadNames()).containsExactlyInAnyOrderElementsOf(edited);
        assertThat(store.history().getFoundTogether()).containsExactly(50, 50, 10);
        assertThat(store.history().list(newest(edited.size()))).extracting(HistoryEntry::change)
                .allSatisfy(change -> assertThat(change.changed()).containsExactly("connection-user"))
                .extracting(CatalogChange::catalogName).containsExactlyInAnyOrderElementsOf(edited);

        assertThat(foundChanges.record()).isTrue();
        assertThat(store.history().getFoundTogether()).hasSize(3);
    }

    private static CatalogDefinition definition(String name, String user)
    {
        return new CatalogDefinition(new CatalogName(name), "mysql", Map.of("connection-user", user));
    }
}
