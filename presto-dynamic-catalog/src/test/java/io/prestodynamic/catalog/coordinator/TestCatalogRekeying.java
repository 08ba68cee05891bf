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
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.CatalogState;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.access.TestingCallers;
import io.prestodynamic.catalog.coordinator.CatalogRekeying.Outcome;
import io.prestodynamic.catalog.coordinator.TestingCatalogStore.Operation;
import io.prestodynamic.catalog.coordinator.change.CatalogImport;
import io.prestodynamic.catalog.store.BrokenCatalog;
import io.prestodynamic.catalog.store.encryption.EncryptedCatalogStore;
import io.prestodynamic.catalog.store.encryption.TestingKeys;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static io.prestodynamic.catalog.TestingCatalogVersions.definition;
import static io.prestodynamic.catalog.access.TestingCallers.ANYBODY;
import static io.prestodynamic.testing.Conditions.await;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Encryption of what was stored in clear, whatever becomes of it.
 */
public class TestCatalogRekeying
{
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final Map<String, String> SECRET = ImmutableMap.of("connection-password", "s3cret");

    private TestingCatalogStore store;
    private TestingCoordinator coordinator;
    private CatalogRekeying rekeying;

    @BeforeMethod
    public void setUp()
    {
        store = new TestingCatalogStore();
        EncryptedCatalogStore encrypted = new EncryptedCatalogStore(store, TestingKeys.key("k1"), (connector, properties) -> Set.of("connection-password"));
        coordinator = new TestingCoordinator(encrypted);
        rekeying = new CatalogRekeying(encrypted, coordinator.changes, coordinator.bulkChanges, TestingCallers.open(), coordinator.audit::add);
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
    {
        coordinator.close();
    }

    @Test
    public void testCatalogsThatCannotBeLoaded()
    {
        store.put(definition("sales", SECRET));
        store.put(definition("refused", SECRET));
        coordinator.connectors.fail("refused", new IllegalArgumentException("No such host"));
        store.put(new CatalogDefinition(new CatalogName("unknown"), "no-such-connector", SECRET));
        coordinator.start();
        await("others to be unusable", TIMEOUT, () -> coordinator.registry.getUnusable().size() == 2);

        Outcome outcome = rekeying.rekey(ANYBODY);
        assertThat(outcome.catalogs()).allMatch(catalog -> catalog.refusal().isEmpty());
        assertThat(outcome.catalogs().stream().map(catalog -> catalog.name() + " " + state(catalog))).containsExactly("refused FAILED", "sales ACTIVE", "unknown FAILED");
        assertThat(outcome.failure()).isEmpty();
        assertThat(coordinator.audit).last().satisfies(record -> assertThat(record.action() + " " + record.outcome()).isEqualTo("REKEY REKEYED"));
        assertThat(store.list().versions()).hasSize(3).allMatch(TestCatalogRekeying::isEncrypted);
        assertThat(store.history().listLatest()).hasSize(3).allMatch(change -> change.after().equals(storedVersion(change.catalogName())));
        for (String name : new String[] {"sales", "refused", "unknown"}) {
            await("the coordinator to follow", TIMEOUT, () -> coordinator.registry.getStoredVersion(name).equals(storedVersion(name)));
        }
        assertThat(rekeying.rekey(ANYBODY).catalogs()).isEmpty();
    }

    @Test
    public void testCatalogInUseThatCannotBeLoadedAgain()
    {
        CatalogVersion version = store.put(definition("sales", SECRET));
        coordinator.start();
        await("the catalog to be loaded", TIMEOUT, () -> coordinator.names.resolve("sales").isPresent());
        coordinator.connectors.fail("sales", new IllegalArgumentException("No such host"));

        assertThat(rekeying.rekey(ANYBODY).catalogs()).extracting(TestCatalogRekeying::state).containsExactly(CatalogState.FAILED);
        assertThat(store.list().versions()).allMatch(TestCatalogRekeying::isEncrypted);
        await("the coordinator to follow", TIMEOUT, () -> coordinator.registry.getStoredVersion("sales").equals(storedVersion("sales")));
        assertThat(coordinator.names.resolve("sales")).contains(version.connectorId());
    }

    @Test
    public void testBroken()
    {
        BrokenCatalog broken = store.putBroken("Odd");
        store.put(definition("sales", ImmutableMap.of("connection-password", "{aes256gcm:k0:AAAA}")));
        coordinator.start();
        Outcome outcome = rekeying.rekey(ANYBODY);
        assertThat(outcome.catalogs()).isEmpty();
        assertThat(outcome.broken()).hasSize(2).contains(broken).extracting(BrokenCatalog::name).contains("sales");
    }

    @Test
    public void testSeveralAtOnce()
    {
        store.put(definition("held", SECRET));
        store.put(definition("other", SECRET));
        coordinator.start();
        await("the catalogs to be loaded", TIMEOUT, () -> coordinator.registry.getCurrent().size() == 2);
        CountDownLatch held = coordinator.connectors.holdCreation("held");
        CompletableFuture<Outcome> outcome = supplyAsync(() -> rekeying.rekey(ANYBODY));
        await("the other catalog", TIMEOUT, () -> store.list().versions().stream().anyMatch(TestCatalogRekeying::isEncrypted));
        held.countDown();
        assertThat(outcome).succeedsWithin(TIMEOUT).satisfies(done -> assertThat(done.catalogs()).hasSize(2).allMatch(catalog -> catalog.outcome().isPresent()));
    }

    @Test
    public void testStoreFails()
    {
        store.put(definition("sales", SECRET));
        store.put(definition("web", SECRET));
        coordinator.start();
        store.fail(Operation.REPLACE);
        Outcome refused = rekeying.rekey(ANYBODY);
        assertThat(refused.catalogs()).hasSize(2).allMatch(catalog -> catalog.refusal().orElseThrow().getCode() == STORE_UNAVAILABLE);
        assertThat(refused.failure()).map(CatalogException::getCode).contains(STORE_UNAVAILABLE);

        store.recover();
        store.fail(Operation.REWRITE);
        Outcome partial = rekeying.rekey(ANYBODY);
        assertThat(partial.catalogs()).hasSize(2).allMatch(catalog -> catalog.outcome().isPresent());
        assertThat(partial.failure()).map(CatalogException::getCode).contains(STORE_UNAVAILABLE);
        assertThat(store.list().versions()).allMatch(TestCatalogRekeying::isEncrypted);

        store.recover();
        assertThat(rekeying.rekey(ANYBODY).failure()).isEmpty();
    }

    private static CatalogState state(CatalogImport catalog)
    {
        return catalog.state().orElseThrow();
    }

    private Optional<String> storedVersion(String name)
    {
        return store.list().versions().stream().filter(version -> version.name().value().equals(name)).map(CatalogVersion::version).findFirst();
    }

    private static boolean isEncrypted(CatalogVersion version)
    {
        return version.definition().properties().get("connection-password").startsWith("{aes256gcm:k1:");
    }
}
