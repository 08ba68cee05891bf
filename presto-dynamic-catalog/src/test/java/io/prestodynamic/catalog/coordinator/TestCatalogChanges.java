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

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.CatalogErrorCode;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.coordinator.change.CatalogRequest;
import io.prestodynamic.catalog.coordinator.change.VersionCondition;
import io.prestodynamic.testing.TestingLog;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_EXISTS;
import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_NOT_FOUND;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_CONFIGURATION;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static io.prestodynamic.catalog.TestingCatalogVersions.definition;
import static io.prestodynamic.catalog.access.TestingCallers.ANYBODY;
import static io.prestodynamic.catalog.coordinator.lifecycle.DrainMode.FINISH_QUERIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Test(singleThreaded = true)
public class TestCatalogChanges
        extends AbstractTestDynamicCatalogStore
{
    private static final ImmutableMap<String, String> SECRET = ImmutableMap.of("connection-password", "hunter2");

    private TestingLog log;
    private TestingLog allLogs;

    @BeforeMethod
    public void openLogs()
    {
        log = new TestingLog(CatalogChanges.class.getName());
        allLogs = new TestingLog("");
    }

    @AfterMethod(alwaysRun = true)
    public void closeLogs()
    {
        log.close();
        allLogs.close();
    }

    @Test
    public void testAdd()
    {
        coordinator.cluster.addActiveWorker("w1");
        coordinator.changes.add(ANYBODY, () -> CatalogRequest.of(definition("sales")));
        assertThat(coordinator.changeStats.getAdded().getTotalCount()).isEqualTo(1);
        assertThat(coordinator.changeStats.getAddTime().getAllTime().getCount()).isEqualTo(1);
        assertThat(log.getInfos()).singleElement().asString()
                .matches("Added catalog sales version 1-ab \\(connector mysql\\) in [0-9.]+.?s: ACTIVE; LOADED on coordinator, w1");
    }

    @Test
    public void testNodesThatAreNotLoaded()
    {
        coordinator.cluster.addActiveWorker("w1");
        coordinator.cluster.addActiveWorker("w2").refuse("sales");
        coordinator.cluster.addActiveWorker("w3").disconnect();
        coordinator.changes.add(ANYBODY, () -> CatalogRequest.of(definition("sales")));
        assertThat(log.getInfos()).singleElement().asString().endsWith(": ACTIVE; LOADED on coordinator, w1; FAILED on w2; UNREACHABLE on w3");
    }

    @Test
    public void testPut()
    {
        coordinator.changes.put(ANYBODY, VersionCondition.NONE, "sales", () -> CatalogRequest.of(definition("sales")));
        coordinator.changes.put(ANYBODY, VersionCondition.NONE, "sales", () -> CatalogRequest.of(definition("sales", ImmutableMap.of("connection-user", "u"))));
        coordinator.changes.put(ANYBODY, VersionCondition.NONE, "sales", () -> CatalogRequest.of(definition("sales", ImmutableMap.of("connection-user", "u"))));
        assertThat(coordinator.changeStats.getAdded().getTotalCount()).isEqualTo(1);
        assertThat(coordinator.changeStats.getReplaced().getTotalCount()).isEqualTo(1);
        assertThat(coordinator.changeStats.getReplaceTime().getAllTime().getCount()).isEqualTo(1);
        assertThat(coordinator.changeStats.getUnchanged().getTotalCount()).isEqualTo(1);
        assertThat(log.getInfos()).hasSize(3);
        assertThat(log.getInfos().get(0)).startsWith("Added catalog sales version 1-ab ");
        assertThat(log.getInfos().get(1)).startsWith("Replaced catalog sales version 2-ab ");
        assertThat(log.getInfos().get(2)).startsWith("Left unchanged catalog sales version 2-ab ");
    }

    @Test
    public void testRemove()
    {
        coordinator.cluster.addActiveWorker("w1");
        coordinator.cluster.addActiveWorker("w2");
        CatalogVersion first = added("sales");
        coordinator.transactions.set(first.connectorId(), 3);
        coordinator.changes.remove(ANYBODY, VersionCondition.NONE, "sales", () -> FINISH_QUERIES);
        assertThat(coordinator.changeStats.getRemoved().getTotalCount()).isEqualTo(1);
        assertThat(coordinator.changeStats.getRemoveTime().getAllTime().getCount()).isEqualTo(1);
        assertThat(log.getInfos()).singleElement().asString()
                .matches("Deleted catalog sales version 1-ab \\(connector mysql\\) in [0-9.]+.?s: DRAINING for 3 queries");

        added("other");
        coordinator.changes.remove(ANYBODY, VersionCondition.NONE, "other", () -> FINISH_QUERIES);
        assertThat(log.getInfos().get(1)).endsWith(": DELETED");
    }

    @Test
    public void testRefusals()
    {
        added("sales");
        assertRefused(() -> coordinator.changes.add(ANYBODY, () -> CatalogRequest.of(definition("sales"))), CATALOG_EXISTS);
        assertRefused(() -> coordinator.changes.remove(ANYBODY, VersionCondition.NONE, "missing", () -> FINISH_QUERIES), CATALOG_NOT_FOUND);
        assertRefused(() -> coordinator.changes.put(ANYBODY, VersionCondition.NONE, "fresh", () -> CatalogRequest.of(definition("fresh", ImmutableMap.of("refuse", "No such host")))), INVALID_CONFIGURATION);
        store.fail(TestingCatalogStore.Operation.REMOVE);
        assertRefused(() -> coordinator.changes.remove(ANYBODY, VersionCondition.NONE, "sales", () -> FINISH_QUERIES), STORE_UNAVAILABLE);
        assertRefused(() -> coordinator.changes.add(ANYBODY, () -> refuse(INVALID_REQUEST)), INVALID_REQUEST);

        CatalogRefusalStats refused = coordinator.changeStats.getRefused();
        assertThat(refused.getTotal()).isEqualTo(5);
        assertThat(refused.getCatalogExists()).isEqualTo(1);
        assertThat(refused.getCatalogNotFound()).isEqualTo(1);
        assertThat(refused.getInvalidConfiguration()).isEqualTo(1);
        assertThat(refused.getStoreUnavailable()).isEqualTo(1);
        assertThat(refused.getInvalidRequest()).isEqualTo(1);
        assertThat(coordinator.changeStats.getAdded().getTotalCount()).isEqualTo(0);
        assertThat(coordinator.changeStats.getFailed().getTotalCount()).isEqualTo(0);

        assertThat(log.getInfos()).hasSize(5);
        assertThat(log.getInfos().get(0)).matches("Refused to add catalog sales in [0-9.]+.?s: CATALOG_EXISTS: There is a catalog sales already");
        assertThat(log.getInfos().get(1)).startsWith("Refused to delete catalog missing in ").endsWith(": CATALOG_NOT_FOUND: There is no catalog missing");
        assertThat(log.getInfos().get(2)).endsWith(": INVALID_CONFIGURATION: Connector mysql refused catalog fresh: Property refuse: No such host");
        assertThat(log.getInfos().get(4)).startsWith("Refused to add a catalog in ");
    }

    @Test
    public void testFailure()
    {
        assertThatThrownBy(() -> coordinator.changes.add(ANYBODY, () -> {
            throw new IllegalStateException("password hunter2");
        })).isInstanceOf(IllegalStateException.class);
        assertThat(coordinator.changeStats.getFailed().getTotalCount()).isEqualTo(1);
        assertThat(coordinator.changeStats.getRefused().getTotal()).isEqualTo(0);
        assertThat(log.getInfos()).singleElement().asString().startsWith("Failed to add a catalog in ").endsWith(": IllegalStateException");
    }

    @Test
    public void testNobodyForgesLines()
    {
        assertRefused(() -> coordinator.changes.remove(ANYBODY, VersionCondition.NONE, "no\nINFO Deleted catalog sales", () -> FINISH_QUERIES), INVALID_REQUEST);
        assertThat(log.getInfos()).singleElement().asString().doesNotContain("\n").startsWith("Refused to delete catalog no INFO Deleted catalog sales in ");
    }

    @Test
    public void testNoSecretIsLogged()
    {
        coordinator.changes.add(ANYBODY, () -> CatalogRequest.of(definition("sales", SECRET)));
        coordinator.changes.put(ANYBODY, VersionCondition.NONE, "sales", () -> CatalogRequest.of(definition("sales", ImmutableMap.of("connection-password", "hunter2", "connection-user", "u"))));
        coordinator.changes.remove(ANYBODY, VersionCondition.NONE, "sales", () -> FINISH_QUERIES);
        assertRefused(
                () -> coordinator.changes.add(ANYBODY, () -> CatalogRequest.of(definition("sales", ImmutableMap.of("connection-password", "hunter2", "refuse", "Bad password hunter2")))),
                INVALID_CONFIGURATION);
        assertThat(log.getInfos()).hasSize(4);
        assertThat(allLogs.getMessages()).isNotEmpty().noneMatch(message -> message.contains("hunter2"));
    }

    private static <T> T refuse(CatalogErrorCode code)
    {
        throw new CatalogException(code, "It is refused");
    }
}
