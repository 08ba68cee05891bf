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
package io.prestodynamic.catalog.sql;

import com.facebook.presto.common.predicate.Domain;
import com.facebook.presto.common.predicate.TupleDomain;
import com.facebook.presto.common.transaction.TransactionId;
import com.facebook.presto.connector.system.GlobalSystemTransactionHandle;
import com.facebook.presto.server.security.SecurityConfig;
import com.facebook.presto.spi.ConnectorSession;
import com.facebook.presto.spi.PrestoException;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.coordinator.TestingCatalogStore;
import io.prestodynamic.catalog.coordinator.TestingCoordinator;
import io.prestodynamic.catalog.files.FileContents;
import org.testng.annotations.Test;

import java.util.List;
import java.util.Map;

import static com.facebook.presto.common.type.VarcharType.VARCHAR;
import static com.facebook.presto.spi.StandardErrorCode.PERMISSION_DENIED;
import static com.facebook.presto.testing.TestingSession.testSessionBuilder;
import static io.airlift.slice.Slices.utf8Slice;
import static io.prestodynamic.catalog.CatalogSettings.DEFAULT;
import static io.prestodynamic.catalog.access.TestingCallers.ANYBODY;
import static io.prestodynamic.catalog.history.TestingChanges.added;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A query of one catalog reads the changes of this catalog, however old they are.
 */
public class TestCatalogHistoryTable
{
    @Test
    public void test()
    {
        TestingCatalogStore store = new TestingCatalogStore();
        try (TestingCoordinator coordinator = new TestingCoordinator(store)) {
            add(store, "oldest");
            for (int i = 0; i < 1000; i++) {
                add(store, "catalog" + i);
            }
            CatalogHistoryTable table = new CatalogHistoryTable(coordinator.history, new StatementCallers(new SecurityConfig()));
            int column = table.getTableMetadata().getColumns().stream().map(metadata -> metadata.getName()).toList().indexOf("catalog_name");
            assertThat(list(table, TupleDomain.all())).hasSize(1000).doesNotContain("oldest");
            assertThat(list(table, names(column, "oldest"))).containsExactly("oldest");
            assertThat(list(table, names(column, "catalog0"))).containsExactly("catalog0");
            assertThat(list(table, names(column, "Oldest"))).isEmpty();
            assertThat(list(table, names(column, "catalog0", "catalog1"))).contains("catalog0", "catalog1");
            assertThat(list(table, TupleDomain.none())).isEmpty();
        }
    }

    @Test
    public void testPlainHttp()
    {
        try (TestingCoordinator coordinator = new TestingCoordinator(new TestingCatalogStore())) {
            CatalogHistoryTable table = new CatalogHistoryTable(coordinator.history, new StatementCallers(new SecurityConfig().setAuthenticationTypes("PASSWORD")));
            ConnectorSession session = testSessionBuilder().build().toConnectorSession();
            assertThatThrownBy(() -> table.cursor(new GlobalSystemTransactionHandle("system", TransactionId.create()), session, TupleDomain.all()))
                    .isInstanceOfSatisfying(PrestoException.class, e -> assertThat(e.getErrorCode()).isEqualTo(PERMISSION_DENIED.toErrorCode()))
                    .hasMessageStartingWith("This server knows its users by HTTPS only");
        }
    }

    private static List<String> list(CatalogHistoryTable table, TupleDomain<Integer> constraint)
    {
        return table.list(ANYBODY, constraint).stream().map(entry -> entry.change().catalogName()).toList();
    }

    private static TupleDomain<Integer> names(int column, String... names)
    {
        return TupleDomain.withColumnDomains(Map.of(column, Domain.multipleValues(VARCHAR, List.of(names).stream().map(name -> utf8Slice(name)).toList())));
    }

    private static void add(TestingCatalogStore store, String name)
    {
        CatalogVersion version = store.prepare(new CatalogDefinition(new CatalogName(name), "mysql", Map.of()));
        store.add(version, DEFAULT, added(version), FileContents.NONE);
    }
}
