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

import com.facebook.presto.spi.security.AllowAllAccessControl;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogInfo;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.access.AccessRule;
import io.prestodynamic.catalog.access.AccessRules;
import io.prestodynamic.catalog.access.Caller;
import io.prestodynamic.catalog.access.CatalogAccessControl;
import io.prestodynamic.catalog.access.CatalogRight;
import io.prestodynamic.catalog.coordinator.DynamicCatalogStore;
import io.prestodynamic.catalog.coordinator.TestingCatalogStore;
import io.prestodynamic.catalog.coordinator.TestingCoordinator;
import io.prestodynamic.catalog.coordinator.change.CatalogRequest;
import io.prestodynamic.catalog.coordinator.change.ChangeResult;
import io.prestodynamic.catalog.coordinator.change.ImportMode;
import io.prestodynamic.catalog.coordinator.change.ImportOptions;
import io.prestodynamic.catalog.coordinator.change.VersionCondition;
import io.prestodynamic.catalog.history.CatalogChange;
import io.prestodynamic.catalog.history.ChangeAction;
import io.prestodynamic.catalog.history.ChangeSource;
import io.prestodynamic.catalog.history.HistoryEntry;
import io.prestodynamic.catalog.history.HistoryPage;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_NOT_FOUND;
import static io.prestodynamic.catalog.CatalogErrorCode.FORBIDDEN;
import static io.prestodynamic.catalog.CatalogErrorCode.VERSION_NOT_FOUND;
import static io.prestodynamic.catalog.access.CatalogRight.CHANGE;
import static io.prestodynamic.catalog.access.CatalogRight.READ;
import static io.prestodynamic.catalog.access.CatalogRight.SEE;
import static io.prestodynamic.catalog.access.TestingCallers.caller;
import static io.prestodynamic.catalog.coordinator.AbstractTestDynamicCatalogStore.assertRefused;
import static io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome.RESTORED;
import static io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome.UNCHANGED;
import static io.prestodynamic.catalog.coordinator.change.VersionCondition.NONE;
import static io.prestodynamic.catalog.coordinator.lifecycle.DrainMode.FINISH_QUERIES;
import static io.prestodynamic.catalog.history.HistoryPage.newest;
import static io.prestodynamic.testing.Conditions.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Records of changes, who may read them, and the restoration of versions.
 */
public class TestCatalogHistory
{
    private static final CatalogName SALES = new CatalogName("sales");
    private static final Caller ADMIN = caller("admin");
    private static final Caller READER = caller("reader");
    private static final Caller BOB = caller("bob");
    private static final AccessRules RULES = new AccessRules(
            List.of(
                    rule("admin", ".*", SEE, READ, CHANGE),
                    rule("reader", "sales", SEE, READ),
                    rule("bob", "sales", SEE),
                    ruleForConnector("carol", "mysql", SEE, READ, CHANGE),
                    ruleForConnector("carol", "tpch", SEE),
                    ruleForConnector("dave", "mysql", SEE),
                    rule("bob", "other", SEE, CHANGE)),
            "by the rules of a test");

    private TestingCatalogStore store;
    private TestingCoordinator coordinator;
    private DynamicCatalogStore catalogs;

    @BeforeMethod
    public void setUp()
    {
        store = new TestingCatalogStore();
        coordinator = new TestingCoordinator(store, TestingCoordinator.config(), true, new CatalogAccessControl(new AllowAllAccessControl(), () -> RULES));
        coordinator.catalogs.loadCatalogs();
        catalogs = coordinator.catalogs.store();
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
    {
        coordinator.close();
    }

    @Test
    public void testRecords()
    {
        String first = version(catalogs.add(ADMIN, CatalogRequest.of(sales("one", "s3cret"))));
        String second = version(catalogs.put(ADMIN, VersionCondition.NONE, CatalogRequest.of(sales("two", "s3cret"))).catalog());
        catalogs.put(ADMIN, VersionCondition.NONE, CatalogRequest.of(sales("two", "s3cret")));
        catalogs.remove(ADMIN, VersionCondition.NONE, "sales", FINISH_QUERIES);
        coordinator.transfer.importAll(ADMIN, List.of(CatalogRequest.of(sales("three", "other"))), ImportOptions.of(ImportMode.ADD));

        List<CatalogChange> changes = changes(READER);
        assertThat(changes).extracting(CatalogChange::action).containsExactly(ChangeAction.ADDED, ChangeAction.DELETED, ChangeAction.REPLACED, ChangeAction.ADDED);
        assertThat(changes).allMatch(change -> change.origin().user().equals(Optional.of("admin")));
        assertThat(changes).extracting(change -> change.origin().source())
                .containsExactly(ChangeSource.IMPORT, ChangeSource.HTTP, ChangeSource.HTTP, ChangeSource.HTTP);
        assertThat(changes).extracting(CatalogChange::before).containsExactly(Optional.empty(), Optional.of(second), Optional.of(first), Optional.empty());
        assertThat(changes.get(2).after()).contains(second);
        assertThat(changes.get(2).changed()).containsExactly("connection-user");
        assertThat(changes).allMatch(change -> change.properties().get("connection-password").equals("******"));
        assertThat(coordinator.visible.get(ADMIN, "sales").createdBy()).contains("admin");
    }

    @Test
    public void testRefusedChangesAreNotRecorded()
    {
        assertRefused(() -> catalogs.add(BOB, CatalogRequest.of(sales("one", "s3cret"))), FORBIDDEN);
        assertThat(store.history().list(newest(10))).isEmpty();
    }

    @Test
    public void testRights()
    {
        catalogs.add(ADMIN, CatalogRequest.of(sales("one", "s3cret")));
        catalogs.add(ADMIN, CatalogRequest.of(new CatalogDefinition(new CatalogName("payroll"), "mysql", Map.of())));
        catalogs.remove(ADMIN, VersionCondition.NONE, "payroll", FINISH_QUERIES);

        assertThat(coordinator.history.list(ADMIN, newest(10)).entries()).hasSize(3);
        assertThat(coordinator.history.list(READER, newest(10)).entries()).extracting(entry -> entry.change().catalogName()).containsExactly("sales");
        assertThat(coordinator.history.list(BOB, newest(10)).entries()).isEmpty();
        assertRefused(() -> coordinator.history.list(BOB, SALES, newest(10)), FORBIDDEN);
        String hidden = assertRefused(() -> coordinator.history.list(READER, new CatalogName("payroll"), newest(10)), CATALOG_NOT_FOUND).getMessage();
        assertThat(assertRefused(() -> coordinator.history.list(ADMIN, new CatalogName("missing"), newest(10)), CATALOG_NOT_FOUND))
                .hasMessage(hidden.replace("payroll", "missing"));
    }

    @Test
    public void testPages()
    {
        catalogs.add(ADMIN, CatalogRequest.of(new CatalogDefinition(new CatalogName("payroll"), "mysql", Map.of())));
        for (int i = 0; i < 3; i++) {
            catalogs.put(ADMIN, VersionCondition.NONE, CatalogRequest.of(sales("user" + i, "s3cret")));
        }
        HistoryEntries first = coordinator.history.list(READER, SALES, newest(2));
        assertThat(first.entries()).hasSize(2);
        HistoryEntries second = coordinator.history.list(READER, SALES, new HistoryPage(first.next(), 2));
        assertThat(second.entries()).extracting(entry -> entry.change().action()).containsExactly(ChangeAction.ADDED);
        assertThat(coordinator.history.list(READER, SALES, new HistoryPage(second.next(), 2))).isEqualTo(new HistoryEntries(List.of(), OptionalLong.empty()));

        // what the user may not read is left out of a page, and the pages go on
        HistoryPage oldest = new HistoryPage(coordinator.history.list(READER, newest(3)).next(), 3);
        assertThat(coordinator.history.list(READER, oldest).entries()).isEmpty();
        assertThat(coordinator.history.list(ADMIN, oldest).entries()).extracting(entry -> entry.change().catalogName()).containsExactly("payroll");

        HistoryPage beyond = new HistoryPage(OptionalLong.of(1), 2);
        assertRefused(() -> coordinator.history.list(BOB, SALES, beyond), FORBIDDEN);
        String hidden = assertRefused(() -> coordinator.history.list(READER, new CatalogName("payroll"), beyond), CATALOG_NOT_FOUND).getMessage();
        assertThat(assertRefused(() -> coordinator.history.list(READER, new CatalogName("missing"), beyond), CATALOG_NOT_FOUND))
                .hasMessage(hidden.replace("payroll", "missing"));
    }

    @Test
    public void testRestore()
    {
        String first = version(catalogs.add(ADMIN, CatalogRequest.of(sales("one", "s3cret"))));
        catalogs.put(ADMIN, VersionCondition.NONE, CatalogRequest.of(sales("two", "other")));

        ChangeResult restored = catalogs.restore(ADMIN, NONE, SALES, first);
        assertThat(restored.outcome()).isEqualTo(RESTORED);
        assertThat(version(restored.catalog())).isNotEqualTo(first);
        assertThat(current().definition()).isEqualTo(sales("one", "s3cret"));
        assertThat(catalogs.restore(ADMIN, NONE, SALES, first).outcome()).isEqualTo(UNCHANGED);
        assertThat(changes(ADMIN).get(0).action()).isEqualTo(ChangeAction.RESTORED);
        assertThat(changes(ADMIN)).hasSize(3);

        catalogs.remove(ADMIN, VersionCondition.NONE, "sales", FINISH_QUERIES);
        assertThat(catalogs.restore(ADMIN, NONE, SALES, version(restored.catalog())).outcome()).isEqualTo(RESTORED);
        assertThat(current().definition()).isEqualTo(sales("one", "s3cret"));
    }

    @Test
    public void testRestoreIsRefused()
    {
        String version = version(catalogs.add(ADMIN, CatalogRequest.of(sales("one", "s3cret"))));
        String payroll = version(catalogs.add(ADMIN, CatalogRequest.of(new CatalogDefinition(new CatalogName("payroll"), "mysql", Map.of()))));
        catalogs.put(ADMIN, VersionCondition.NONE, CatalogRequest.of(sales("two", "s3cret")));

        assertRefused(() -> catalogs.restore(ADMIN, NONE, SALES, "1-ffff"), VERSION_NOT_FOUND);
        assertRefused(() -> catalogs.restore(ADMIN, NONE, SALES, payroll), VERSION_NOT_FOUND);
        assertRefused(() -> catalogs.restore(BOB, NONE, SALES, version), FORBIDDEN);
        // as if there were none
        assertThat(assertRefused(() -> catalogs.restore(BOB, NONE, new CatalogName("payroll"), payroll), VERSION_NOT_FOUND))
                .hasMessage(assertRefused(() -> catalogs.restore(BOB, NONE, new CatalogName("payroll"), "9-ab"), VERSION_NOT_FOUND).getMessage().replace("9-ab", payroll));
        assertThat(current().definition()).isEqualTo(sales("two", "s3cret"));
    }

    /**
     * A version with a connector that the user may not see is none, and no refusal names a connector that the user may not read.
     */
    @Test
    public void testRestoreWithHiddenConnector()
    {
        String hidden = version(catalogs.add(ADMIN, CatalogRequest.of(new CatalogDefinition(SALES, "jmx", Map.of()))));
        String seen = version(catalogs.put(ADMIN, VersionCondition.NONE, CatalogRequest.of(new CatalogDefinition(SALES, "tpch", Map.of()))).catalog());
        catalogs.put(ADMIN, VersionCondition.NONE, CatalogRequest.of(sales("one", "s3cret")));

        for (Caller caller : List.of(caller("carol"), caller("dave"))) {
            assertThat(assertRefused(() -> catalogs.restore(caller, NONE, SALES, hidden), VERSION_NOT_FOUND))
                    .hasMessage(assertRefused(() -> catalogs.restore(caller, NONE, SALES, "9-ab"), VERSION_NOT_FOUND).getMessage().replace("9-ab", hidden));
        }
        assertThat(assertRefused(() -> catalogs.restore(caller("carol"), NONE, SALES, seen), FORBIDDEN)).message().doesNotContain("tpch");
        assertThat(current().definition()).isEqualTo(sales("one", "s3cret"));
    }

    @Test
    public void testFoundChanges()
    {
        catalogs.add(ADMIN, CatalogRequest.of(sales("one", "s3cret")));
        CatalogVersion byOthers = store.put(sales("two", "s3cret"));
        awaitLast(ChangeAction.REPLACED, ChangeSource.STORE);
        CatalogChange found = changes(ADMIN).get(0);
        assertThat(found.after()).contains(byOthers.version());
        assertThat(found.changed()).containsExactly("connection-user");
        assertThat(found.origin().user()).isEmpty();
        await("the author to be unknown", Duration.ofMinutes(1), () -> coordinator.visible.get(ADMIN, "sales").createdBy().isEmpty());

        store.delete("sales");
        awaitLast(ChangeAction.DELETED, ChangeSource.STORE);
        assertThat(changes(ADMIN).get(0).before()).contains(byOthers.version());
        store.put(sales("three", "s3cret"));
        awaitLast(ChangeAction.ADDED, ChangeSource.STORE);
        assertThat(changes(ADMIN)).hasSize(4);

        // an entry that cannot be read is neither a version nor a deletion
        store.putBroken("sales");
        await("the broken entry", Duration.ofMinutes(1), () -> coordinator.registry.getUnusable("sales").isPresent());
        coordinator.historyMaintenance.compareSoon();
        coordinator.historyMaintenance.compare();
        assertThat(changes(ADMIN)).hasSize(4);
    }

    @Test
    public void testFoundAtStart()
    {
        CatalogVersion added = store.put(sales("one", "s3cret"));
        tearDown();
        coordinator = new TestingCoordinator(store, TestingCoordinator.config(), true, new CatalogAccessControl(new AllowAllAccessControl(), () -> RULES));
        coordinator.catalogs.loadCatalogs();
        awaitLast(ChangeAction.ADDED, ChangeSource.STORE);
        assertThat(changes(ADMIN)).extracting(CatalogChange::after).containsExactly(Optional.of(added.version()));
    }

    private void awaitLast(ChangeAction action, ChangeSource source)
    {
        await("%s by %s".formatted(action, source), Duration.ofMinutes(1), () -> store.history().list("sales", newest(1)).stream()
                .map(HistoryEntry::change)
                .anyMatch(change -> change.action() == action && change.origin().source() == source));
    }

    private CatalogVersion current()
    {
        return coordinator.registry.getCurrent("sales").orElseThrow();
    }

    private List<CatalogChange> changes(Caller caller)
    {
        return coordinator.history.list(caller, SALES, newest(10)).entries().stream().map(HistoryEntry::change).toList();
    }

    private static String version(CatalogInfo catalog)
    {
        return catalog.version().orElseThrow();
    }

    private static CatalogDefinition sales(String user, String password)
    {
        return new CatalogDefinition(SALES, "mysql", ImmutableMap.of("connection-user", user, "connection-password", password));
    }

    private static AccessRule ruleForConnector(String user, String connector, CatalogRight... rights)
    {
        return new AccessRule(Optional.of(Pattern.compile(user)), Optional.empty(), Optional.of(Pattern.compile(connector)), Set.of(rights));
    }

    private static AccessRule rule(String user, String catalog, CatalogRight... rights)
    {
        return new AccessRule(Optional.of(Pattern.compile(user)), Optional.of(Pattern.compile(catalog)), Optional.empty(), Set.of(rights));
    }
}
