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
package io.prestodynamic.catalog.coordinator;

import com.facebook.presto.spi.security.AccessControlContext;
import com.facebook.presto.spi.security.AllowAllAccessControl;
import com.facebook.presto.spi.security.Identity;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Sets;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogErrorCode;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogInfo;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.NodeInfo;
import io.prestodynamic.catalog.access.AccessRule;
import io.prestodynamic.catalog.access.AccessRules;
import io.prestodynamic.catalog.access.Caller;
import io.prestodynamic.catalog.access.CatalogAccessControl;
import io.prestodynamic.catalog.access.CatalogRight;
import io.prestodynamic.catalog.access.TestingCallers;
import io.prestodynamic.catalog.coordinator.change.CatalogImport;
import io.prestodynamic.catalog.coordinator.change.CatalogPatch;
import io.prestodynamic.catalog.coordinator.change.CatalogRequest;
import io.prestodynamic.catalog.coordinator.change.ImportOptions;
import io.prestodynamic.catalog.coordinator.change.SettingsPatch;
import io.prestodynamic.catalog.coordinator.change.VersionCondition;
import io.prestodynamic.catalog.coordinator.lifecycle.NameReservations.Reservation;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_EXISTS;
import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_IS_STATIC;
import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_NOT_FOUND;
import static io.prestodynamic.catalog.CatalogErrorCode.CONCURRENT_CHANGE;
import static io.prestodynamic.catalog.CatalogErrorCode.FORBIDDEN;
import static io.prestodynamic.catalog.access.CatalogRight.CHANGE;
import static io.prestodynamic.catalog.access.CatalogRight.EXPORT;
import static io.prestodynamic.catalog.access.CatalogRight.READ;
import static io.prestodynamic.catalog.access.CatalogRight.SEE;
import static io.prestodynamic.catalog.coordinator.AbstractTestDynamicCatalogStore.assertRefused;
import static io.prestodynamic.catalog.coordinator.change.ImportMode.ADD;
import static io.prestodynamic.catalog.coordinator.change.ImportMode.REPLACE;
import static io.prestodynamic.catalog.coordinator.change.VersionCondition.NONE;
import static io.prestodynamic.catalog.coordinator.lifecycle.DrainMode.FAIL_QUERIES;
import static io.prestodynamic.catalog.coordinator.lifecycle.DrainMode.FINISH_QUERIES;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rights of users on the catalogs of a coordinator.
 */
public class TestCatalogRights
{
    private static final Caller ADMIN = TestingCallers.caller("admin");
    private static final Caller ANNE = TestingCallers.caller("sales-anne");
    private static final Caller BOB = TestingCallers.caller("bob");
    private static final Caller EVE = TestingCallers.caller("eve");
    private static final Caller EXPORTER = TestingCallers.caller("exporter");
    private static final AccessRules RULES = new AccessRules(
            List.of(
                    rule("admin", ".*", ".*", SEE, READ, CHANGE, EXPORT),
                    rule("sales-.*", "sales_.*", "mysql", SEE, READ, CHANGE),
                    rule("sales-.*", "sales_.*", "jmx", SEE),
                    rule("eve", "nothing", ".*", SEE),
                    rule("exporter", "sales_.*", ".*", EXPORT),
                    new AccessRule(Optional.of(Pattern.compile("bob|sales-.*")), Optional.of(Pattern.compile("(?!payroll).*")), Optional.empty(), Set.of(SEE))),
            "by the rules of a test");

    private TestingCoordinator coordinator;

    @BeforeMethod
    public void setUp()
    {
        coordinator = new TestingCoordinator(
                new TestingCatalogStore(),
                TestingCoordinator.config().setExportSecrets(true),
                true,
                new CatalogAccessControl(new HidingAccessControl(), () -> RULES));
        coordinator.catalogs.loadCatalogs();
        coordinator.catalogs.store().add(ADMIN, CatalogRequest.of(definition("sales_eu", "mysql")));
        coordinator.catalogs.store().add(ADMIN, CatalogRequest.of(definition("sales_lake", "jmx")));
        coordinator.catalogs.store().add(ADMIN, CatalogRequest.of(definition("payroll", "mysql")));
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
    {
        coordinator.close();
    }

    @Test
    public void testLists()
    {
        assertThat(names(coordinator.visible.list(ADMIN))).containsExactly("payroll", "sales_eu", "sales_lake");
        assertThat(names(coordinator.visible.list(BOB))).containsExactly("sales_eu", "sales_lake");
        assertThat(names(coordinator.visible.listDynamic(BOB))).containsExactly("sales_eu", "sales_lake");
        assertThat(names(coordinator.visible.listVersions(BOB))).containsExactly("sales_eu", "sales_lake");
        assertThat(coordinator.visible.list(EVE)).isEmpty();
        assertThat(coordinator.visible.get(ADMIN, "payroll").catalogName()).isEqualTo("payroll");
        assertThat(assertRefused(() -> coordinator.visible.get(BOB, "payroll"), CATALOG_NOT_FOUND))
                .as("as if there were none")
                .hasMessage(assertRefused(() -> coordinator.visible.get(ADMIN, "missing"), CATALOG_NOT_FOUND).getMessage().replace("missing", "payroll"));
    }

    @Test
    public void testDefinitionNeedsRead()
    {
        CatalogInfo read = coordinator.visible.get(ANNE, "sales_eu");
        assertThat(read.connectorName()).contains("mysql");
        assertThat(read.properties()).containsEntry("connection-user", "u").containsEntry("connection-password", "******");

        CatalogInfo seen = coordinator.visible.get(BOB, "sales_eu");
        assertThat(seen.connectorName()).isEmpty();
        assertThat(seen.properties()).isEmpty();
        assertThat(seen.version()).isEqualTo(read.version());
        assertThat(seen.state()).isEqualTo(read.state());
        assertThat(seen.nodes()).isEqualTo(read.nodes());
    }

    @Test
    public void testChanges()
    {
        DynamicCatalogStore catalogs = coordinator.catalogs.store();
        catalogs.add(ANNE, CatalogRequest.of(definition("sales_us", "mysql")));
        catalogs.put(ANNE, VersionCondition.NONE, CatalogRequest.of(definition("sales_us", "mysql", "another")));
        catalogs.remove(ANNE, VersionCondition.NONE, "sales_us", FINISH_QUERIES);

        assertNothingChanges(() -> catalogs.add(ANNE, CatalogRequest.of(definition("sales_us", "jmx"))), FORBIDDEN);
        assertNothingChanges(() -> catalogs.add(ANNE, CatalogRequest.of(definition("hr", "mysql"))), FORBIDDEN);
        assertNothingChanges(() -> catalogs.addIfAbsent(ANNE, CatalogRequest.of(definition("hr", "mysql"))), FORBIDDEN);
        assertNothingChanges(() -> catalogs.put(ANNE, VersionCondition.NONE, CatalogRequest.of(definition("hr", "mysql"))), FORBIDDEN);
        assertNothingChanges(() -> catalogs.add(BOB, CatalogRequest.of(definition("sales_us", "mysql"))), FORBIDDEN);
        assertNothingChanges(() -> catalogs.remove(BOB, VersionCondition.NONE, "sales_eu", FINISH_QUERIES), FORBIDDEN);
        assertNothingChanges(() -> catalogs.remove(BOB, VersionCondition.NONE, "sales_eu", FAIL_QUERIES), FORBIDDEN);
        assertNothingChanges(() -> catalogs.remove(BOB, VersionCondition.NONE, "missing", FINISH_QUERIES), CATALOG_NOT_FOUND);
    }

    @Test
    public void testOldAndNewConnectorNeedTheRight()
    {
        DynamicCatalogStore catalogs = coordinator.catalogs.store();
        assertNothingChanges(() -> catalogs.put(ANNE, VersionCondition.NONE, CatalogRequest.of(definition("sales_lake", "mysql"))), FORBIDDEN);
        assertNothingChanges(() -> catalogs.put(ANNE, VersionCondition.NONE, CatalogRequest.of(definition("sales_eu", "jmx"))), FORBIDDEN);
        assertNothingChanges(() -> catalogs.remove(ANNE, VersionCondition.NONE, "sales_lake", FINISH_QUERIES), FORBIDDEN);
    }

    @Test
    public void testHiddenCatalogsAreNotTold()
    {
        DynamicCatalogStore catalogs = coordinator.catalogs.store();
        assertNothingChanges(() -> catalogs.put(BOB, VersionCondition.NONE, CatalogRequest.of(definition("payroll", "mysql"))), CATALOG_NOT_FOUND);
        assertNothingChanges(() -> catalogs.remove(BOB, VersionCondition.NONE, "payroll", FAIL_QUERIES), CATALOG_NOT_FOUND);
        String taken = assertNothingChanges(() -> catalogs.add(EVE, CatalogRequest.of(definition("payroll", "mysql"))), FORBIDDEN).getMessage();
        String free = assertNothingChanges(() -> catalogs.add(EVE, CatalogRequest.of(definition("free", "mysql"))), FORBIDDEN).getMessage();
        assertThat(taken.replace("payroll", "free")).isEqualTo(free);
        assertNothingChanges(() -> catalogs.add(ADMIN, CatalogRequest.of(definition("payroll", "mysql"))), CATALOG_EXISTS);
    }

    @Test
    public void testAccessControlOfPrestoHidesCatalogs()
    {
        DynamicCatalogStore catalogs = coordinator.catalogs.store();
        catalogs.add(ADMIN, CatalogRequest.of(definition("vault", "mysql")));
        Caller auditor = TestingCallers.caller(HidingAccessControl.USER);
        assertThat(names(coordinator.visible.list(ADMIN))).contains("vault");
        assertThat(names(coordinator.visible.list(auditor))).containsExactly("sales_eu", "sales_lake");
        assertRefused(() -> coordinator.visible.get(auditor, "vault"), CATALOG_NOT_FOUND);
        assertNothingChanges(() -> catalogs.remove(auditor, VersionCondition.NONE, "vault", FINISH_QUERIES), CATALOG_NOT_FOUND);
        assertNothingChanges(() -> catalogs.add(auditor, CatalogRequest.of(definition("vault", "mysql"))), FORBIDDEN);
    }

    @Test
    public void testStaticCatalogs()
    {
        coordinator.names.addStaticCatalog("payroll_static");
        DynamicCatalogStore catalogs = coordinator.catalogs.store();
        assertThat(names(coordinator.visible.list(BOB))).doesNotContain("payroll_static");
        assertRefused(() -> coordinator.visible.get(BOB, "payroll_static"), CATALOG_NOT_FOUND);
        assertNothingChanges(() -> catalogs.remove(BOB, VersionCondition.NONE, "payroll_static", FINISH_QUERIES), CATALOG_NOT_FOUND);
        assertNothingChanges(() -> catalogs.put(BOB, VersionCondition.NONE, CatalogRequest.of(definition("payroll_static", "mysql"))), CATALOG_NOT_FOUND);

        coordinator.names.addStaticCatalog("sales_static");
        assertNothingChanges(() -> catalogs.add(ANNE, CatalogRequest.of(definition("sales_static", "mysql"))), CATALOG_IS_STATIC);
    }

    @Test
    public void testDisabled()
    {
        DynamicCatalogStore catalogs = coordinator.catalogs.store();
        CatalogPatch disable = CatalogPatch.of(new SettingsPatch(Optional.empty(), Optional.of(false), Optional.empty()));
        for (String name : List.of("sales_eu", "sales_lake", "payroll")) {
            catalogs.patch(ADMIN, NONE, new CatalogName(name), disable);
        }
        CatalogPatch enable = CatalogPatch.of(new SettingsPatch(Optional.empty(), Optional.of(true), Optional.empty()));
        assertNothingChanges(() -> catalogs.patch(BOB, NONE, new CatalogName("sales_eu"), enable), FORBIDDEN);
        assertNothingChanges(() -> catalogs.patch(ANNE, NONE, new CatalogName("payroll"), enable), CATALOG_NOT_FOUND);
        assertNothingChanges(() -> catalogs.put(ANNE, NONE, CatalogRequest.of(definition("sales_lake", "mysql"))), FORBIDDEN);
        assertNothingChanges(() -> catalogs.remove(BOB, NONE, "sales_eu", FINISH_QUERIES), FORBIDDEN);
        assertNothingChanges(() -> catalogs.remove(EVE, NONE, "sales_eu", FINISH_QUERIES), CATALOG_NOT_FOUND);
        assertRefused(() -> coordinator.rights.checkRead(EVE, "sales_eu"), CATALOG_NOT_FOUND);
        assertRefused(() -> coordinator.rights.checkRead(BOB, "sales_eu"), FORBIDDEN);
        assertThat(coordinator.registry.getDisabled()).hasSize(3);
        assertThat(catalogs.patch(ANNE, NONE, new CatalogName("sales_eu"), enable).catalog().settings().enabled()).isTrue();
    }

    @Test
    public void testImport()
    {
        CatalogDefinition changed = definition("sales_eu", "mysql", "another");
        List<CatalogImport> outcomes = coordinator.transfer.importAll(
                ANNE,
                Stream.of(changed, definition("sales_lake", "mysql"), definition("hr", "mysql"), definition("payroll", "mysql"), definition("sales_us", "mysql")).map(CatalogRequest::of).toList(),
                ImportOptions.of(REPLACE));
        assertThat(outcomes.stream().map(CatalogImport::refusal).map(refusal -> refusal.map(CatalogException::getCode)))
                .containsExactly(Optional.empty(), Optional.of(FORBIDDEN), Optional.of(FORBIDDEN), Optional.of(CATALOG_NOT_FOUND), Optional.empty());
        assertThat(names(coordinator.visible.list(ADMIN))).containsExactly("payroll", "sales_eu", "sales_lake", "sales_us");
        assertThat(coordinator.visible.get(ADMIN, "sales_lake").connectorName()).contains("jmx");

        assertNothingChanges(() -> coordinator.transfer.importAll(BOB, List.of(CatalogRequest.of(changed)), ImportOptions.of(ADD)), FORBIDDEN);
    }

    @Test
    public void testNobodyWithoutRightsSendsABody()
    {
        assertRefused(() -> coordinator.rights.checkAny(BOB), FORBIDDEN);
        assertRefused(() -> coordinator.rights.checkAny(BOB, "payroll"), CATALOG_NOT_FOUND);
        assertRefused(() -> coordinator.rights.checkAny(BOB, "sales_eu"), FORBIDDEN);
        assertRefused(() -> coordinator.rights.checkAny(EVE, "sales_eu"), CATALOG_NOT_FOUND);
        coordinator.rights.checkAny(ANNE);
        coordinator.rights.checkAny(ANNE, "payroll");
    }

    @Test
    public void testPutOfVisibleCatalogWithForbiddenConnector()
    {
        DynamicCatalogStore catalogs = coordinator.catalogs.store();
        assertNothingChanges(() -> catalogs.put(ANNE, VersionCondition.NONE, CatalogRequest.of(definition("sales_eu", "jmx"))), FORBIDDEN);
    }

    @Test
    public void testChangesOfOthersAreNotTold()
    {
        DynamicCatalogStore catalogs = coordinator.catalogs.store();
        try (Reservation ignored = coordinator.reservations.reserve("payroll")) {
            assertNothingChanges(() -> catalogs.remove(BOB, VersionCondition.NONE, "payroll", FINISH_QUERIES), CATALOG_NOT_FOUND);
            assertNothingChanges(() -> catalogs.add(BOB, CatalogRequest.of(definition("payroll", "mysql"))), FORBIDDEN);
            assertNothingChanges(() -> catalogs.remove(ADMIN, VersionCondition.NONE, "payroll", FINISH_QUERIES), CONCURRENT_CHANGE);
        }
    }

    @Test
    public void testImportTellsNothingByMasks()
    {
        Map<String, String> masked = ImmutableMap.of("connection-password", "******");
        for (String name : List.of("payroll", "missing")) {
            CatalogDefinition guess = new CatalogDefinition(new CatalogName(name), "mysql", masked);
            assertThat(coordinator.transfer.importAll(ANNE, List.of(CatalogRequest.of(guess)), ImportOptions.of(ADD))).singleElement()
                    .satisfies(outcome -> assertThat(outcome.refusal().orElseThrow().getCode()).isEqualTo(FORBIDDEN));
        }
    }

    @Test
    public void testExport()
    {
        assertThat(coordinator.transfer.exportMasked(ADMIN).catalogs()).hasSize(3);
        assertThat(coordinator.transfer.exportMasked(ANNE).catalogs()).extracting(catalog -> catalog.definition().name().value()).containsExactly("sales_eu");
        assertRefused(() -> coordinator.transfer.exportMasked(BOB), FORBIDDEN);

        assertThat(coordinator.transfer.exportWithSecrets(ADMIN).catalogs())
                .extracting(catalog -> catalog.definition().properties().get("connection-password"))
                .containsExactly("hunter2", "hunter2", "hunter2");
        assertThat(coordinator.transfer.exportWithSecrets(EXPORTER).catalogs())
                .as("without the right to read")
                .extracting(catalog -> catalog.definition().name().value())
                .containsExactly("sales_eu", "sales_lake");
        assertRefused(() -> coordinator.transfer.exportWithSecrets(ANNE), FORBIDDEN);
        assertRefused(() -> coordinator.transfer.exportWithSecrets(BOB), FORBIDDEN);
    }

    @Test
    public void testAnswerToAChange()
    {
        Caller blind = TestingCallers.caller("blind");
        AccessRules rules = new AccessRules(List.of(AccessRule.forEverybody(CHANGE)), "by the rules of a test");
        try (TestingCoordinator other = new TestingCoordinator(
                new TestingCatalogStore(), TestingCoordinator.config(), true, new CatalogAccessControl(new AllowAllAccessControl(), () -> rules))) {
            other.catalogs.loadCatalogs();
            CatalogInfo added = other.changes.add(blind, () -> CatalogRequest.of(definition("sales", "mysql")));
            assertThat(added.catalogName()).isEqualTo("sales");
            assertThat(added.properties()).isEmpty();
            assertThat(added.nodes()).extracting(NodeInfo::error).containsOnly(Optional.empty());
        }
    }

    private CatalogException assertNothingChanges(ThrowingCallable change, CatalogErrorCode code)
    {
        String desired = coordinator.registry.getDesired().digest();
        CatalogException refusal = assertRefused(change, code);
        assertThat(coordinator.registry.getDesired().digest()).isEqualTo(desired);
        return refusal;
    }

    private static AccessRule rule(String user, String catalog, String connector, CatalogRight... rights)
    {
        return new AccessRule(Optional.of(Pattern.compile(user)), Optional.of(Pattern.compile(catalog)), Optional.of(Pattern.compile(connector)), Set.of(rights));
    }

    private static CatalogDefinition definition(String name, String connector)
    {
        return definition(name, connector, "u");
    }

    private static CatalogDefinition definition(String name, String connector, String user)
    {
        return new CatalogDefinition(new CatalogName(name), connector, ImmutableMap.of("connection-user", user, "connection-password", "hunter2"));
    }

    private static List<String> names(List<CatalogInfo> catalogs)
    {
        return catalogs.stream().map(CatalogInfo::catalogName).toList();
    }

    private static class HidingAccessControl
            extends AllowAllAccessControl
    {
        private static final String USER = "sales-auditor";

        @Override
        public Set<String> filterCatalogs(Identity identity, AccessControlContext context, Set<String> catalogs)
        {
            return identity.getUser().equals(USER) ? Sets.difference(catalogs, Set.of("vault")) : catalogs;
        }
    }
}
