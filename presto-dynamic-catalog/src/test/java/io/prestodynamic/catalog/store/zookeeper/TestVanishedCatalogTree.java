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
package io.prestodynamic.catalog.store.zookeeper;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.CatalogErrorCode;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.files.FileContents;
import io.prestodynamic.catalog.history.FoundChange;
import io.prestodynamic.catalog.store.AbstractTestCatalogStore;
import io.prestodynamic.catalog.store.SettingsChange;
import io.prestodynamic.catalog.store.VersionString;
import io.prestodynamic.testing.TestingLog;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingServer;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static io.prestodynamic.catalog.CatalogSettings.DEFAULT;
import static io.prestodynamic.catalog.history.HistoryPage.newest;
import static io.prestodynamic.catalog.history.TestingChanges.added;
import static io.prestodynamic.catalog.history.TestingChanges.deleted;
import static io.prestodynamic.catalog.history.TestingChanges.replaced;
import static io.prestodynamic.testing.Conditions.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Deletion of a tree or a part of it while stores use it.
 */
public class TestVanishedCatalogTree
{
    private static final java.time.Duration TIMEOUT = java.time.Duration.ofSeconds(60);
    private static final String PATH = "/presto/catalogs";
    private static final String GONE = "The nodes of the catalog store are gone: restore them, or restart the coordinator to begin without catalogs";
    private static final String OTHERS =
            "The nodes of the catalog store were replaced by others: restart the coordinator to use those, and only those";
    private static final String EMPTIED = "All definitions of the catalog store have disappeared without a removal by a coordinator: " +
            "restore them, or restart the coordinator to begin without catalogs";

    private Path directory;
    private TestingServer server;
    private CuratorFramework client;
    private ZooKeeperCatalogStore store;
    private CatalogVersion sales;
    private CatalogVersion web;

    @BeforeMethod
    public void setUp()
            throws Exception
    {
        // the server leaves files beside its data
        directory = Files.createDirectory(Files.createTempDirectory("vanished-catalog-tree").resolve("data"));
        server = new TestingServer(new InstanceSpec(directory.toFile(), -1, -1, -1, false, -1), true);
        client = AbstractTestZooKeeperCatalogStore.connect(server.getConnectString());
        store = open();
        sales = AbstractTestCatalogStore.add(store, "sales", ImmutableMap.of());
        web = AbstractTestCatalogStore.add(store, "web", ImmutableMap.of());
        assertThat(store.list().versions()).containsExactly(sales, web);
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
            throws IOException
    {
        store.close();
        client.close();
        server.close();
        deleteRecursively(directory.getParent(), ALLOW_INSECURE);
    }

    private ZooKeeperCatalogStore open()
    {
        return new ZooKeeperCatalogStore(new ZooKeeperStoreConfig()
                .setConnectString(server.getConnectString())
                .setPath(PATH)
                .setConnectionTimeout(io.airlift.units.Duration.valueOf("2s"))
                .setSessionTimeout(io.airlift.units.Duration.valueOf("5s")));
    }

    @Test
    public void testDeleteAll()
            throws Exception
    {
        CatalogVersion prepared = store.prepare(AbstractTestCatalogStore.definition("other", ImmutableMap.of()));
        CatalogVersion next = store.prepare(AbstractTestCatalogStore.definition("sales", ImmutableMap.of("a", "b")));
        deleteAll();
        assertRefused(GONE, store::list);
        assertHistoryRefused(GONE);
        assertRefused(GONE, () -> store.prepare(prepared.definition()));
        assertRefused(GONE, () -> store.add(prepared, DEFAULT, added(prepared), FileContents.NONE));
        assertRefused(GONE, () -> store.replace(sales.version(), next, SettingsChange.NONE, replaced(sales.version(), next), FileContents.NONE));
        assertRefused(GONE, () -> store.remove("sales", sales.version(), deleted("sales", sales.version())));
        assertThat(client.checkExists().forPath(PATH)).isNull();

        // a store that starts uses the new tree, and running stores do not
        try (ZooKeeperCatalogStore started = open()) {
            assertThat(started.list().versions()).isEmpty();
            assertRefused(OTHERS, store::list);
            CatalogVersion other = AbstractTestCatalogStore.add(started, "sales", ImmutableMap.of());
            assertRefused(OTHERS, store::list);
            assertHistoryRefused(OTHERS);
            assertRefused(OTHERS, () -> store.prepare(prepared.definition()));
            assertRefused(OTHERS, () -> store.add(prepared, DEFAULT, added(prepared), FileContents.NONE));
            assertRefused(OTHERS, () -> store.replace(other.version(), next, SettingsChange.NONE, replaced(other.version(), next), FileContents.NONE));
            assertRefused(OTHERS, () -> store.remove("sales", other.version(), deleted("sales", other.version())));
            assertThat(started.list().versions()).containsExactly(other);
        }
        try (ZooKeeperCatalogStore restarted = open()) {
            assertThat(restarted.list().versions()).hasSize(1);
        }
    }

    /**
     * A read during the deletion of the leaves does not show the remaining ones.
     */
    @Test
    public void testReadWhileBeingDeleted()
            throws Exception
    {
        client.delete().forPath(PATH + "/definitions/sales");
        CompletableFuture<CatalogException> refused = supplyAsync(() -> catchThrowableOfType(store::list, CatalogException.class));
        deleteAll();
        assertThat(refused).succeedsWithin(TIMEOUT).satisfies(exception -> assertThat(exception).hasMessage(GONE));
    }

    @Test
    public void testDefinitionsDeletedByHand()
            throws Exception
    {
        client.delete().forPath(PATH + "/definitions/sales");
        assertThat(store.list().versions()).containsExactly(web);
        AbstractTestCatalogStore.add(store, "other", ImmutableMap.of());
        assertThat(store.list().versions()).hasSize(2);

        client.delete().forPath(PATH + "/definitions/web");
        client.delete().forPath(PATH + "/definitions/other");
        assertRefused(EMPTIED, store::list);
        assertRefused(EMPTIED, store::list);
        client.create().forPath(PATH + "/definitions/other", "{\"connectorName\":\"mysql\"}".getBytes(UTF_8));
        assertThat(store.list().versions()).extracting(version -> version.name().value()).containsExactly("other");
    }

    /**
     * Any coordinator may remove the last catalog.
     */
    @Test
    public void testAllRemoved()
    {
        try (ZooKeeperCatalogStore other = open()) {
            other.remove("sales", sales.version(), deleted("sales", sales.version()));
            other.remove("web", web.version(), deleted("web", web.version()));
            assertThat(store.list().versions()).isEmpty();
            CatalogVersion version = AbstractTestCatalogStore.add(other, "sales", ImmutableMap.of());
            assertThat(store.list().versions()).containsExactly(version);
        }
    }

    @Test
    public void testSequenceDeleted()
            throws Exception
    {
        client.delete().forPath(PATH + "/sequence");
        CatalogVersion version = AbstractTestCatalogStore.add(store, "other", ImmutableMap.of());
        assertThat(store.list().versions()).containsExactly(sales, web, version);
    }

    @Test
    public void testHistoryDeleted()
            throws Exception
    {
        CatalogVersion next = store.prepare(AbstractTestCatalogStore.definition("sales", ImmutableMap.of("a", "b")));
        try (TestingLog log = new TestingLog("io.prestodynamic.catalog.store")) {
            client.delete().deletingChildrenIfNeeded().forPath(PATH + "/history");
            store.replace(sales.version(), next, SettingsChange.NONE, replaced(sales.version(), next), FileContents.NONE);
            AbstractTestCatalogStore.add(store, "other", ImmutableMap.of());
            assertThat(store.history().list(newest(10))).extracting(entry -> entry.change().catalogName()).containsExactly("other", "sales");
            assertThat(log.getMessages()).containsExactly("Node /presto/catalogs/history of the catalog store is gone, and with it the records of all changes until now. " +
                    "It is created again: to get the records back, create its nodes from a backup");
        }
    }

    /**
     * Another coordinator deletes what has expired.
     */
    @Test
    public void testFoundAfterHistoryOfNameIsDeleted()
            throws Exception
    {
        FoundChange found = new FoundChange(added(sales), OptionalLong.empty());
        client.delete().deletingChildrenIfNeeded().forPath(PATH + "/history/sales");
        await("the change is recorded", TIMEOUT, () -> store.history().recordFound(List.of(found)));
        assertThat(store.history().list("sales", newest(10))).hasSize(1);
    }

    /**
     * Versions of nodes that earlier releases have written stay the same.
     */
    @Test
    public void testEarlierFormat()
            throws Exception
    {
        byte[] content = "{\"connectorName\":\"mysql\",\"properties\":{\"a\":\"1\"},\"createdAt\":\"2026-01-31T12:00:00Z\",\"id\":7,\"revision\":0}".getBytes(UTF_8);
        client.create().forPath(PATH + "/definitions/earlier", content);
        CatalogVersion earlier = store.list().versions().get(0);
        assertThat(earlier.version()).isEqualTo(VersionString.of(7, "mysql", "{\"a\":\"1\"}"));
        assertThat(earlier.createdAt()).isEqualTo(Instant.parse("2026-01-31T12:00:00Z"));
        CatalogVersion next = store.prepare(earlier.definition());
        store.replace(earlier.version(), next, SettingsChange.NONE, replaced(earlier.version(), next), FileContents.NONE);
        assertThat(store.list().versions()).containsExactly(sales, web, next);
    }

    @Test
    public void testLostDisks()
            throws Exception
    {
        client.close();
        server.stop();
        deleteRecursively(directory, ALLOW_INSECURE);
        Files.createDirectory(directory);
        server.restart();
        await("the store has found out", TIMEOUT, () -> GONE.equals(catchThrowableOfType(store::list, CatalogException.class).getMessage()));

        try (ZooKeeperCatalogStore started = open()) {
            assertThat(started.list().versions()).isEmpty();
            assertRefused(OTHERS, store::list);
            await("it is later", TIMEOUT, () -> Instant.now().isAfter(web.createdAt().plusSeconds(1)));
            // with numbers that start again
            long last = VersionString.number(web.version());
            CatalogVersion version;
            do {
                version = started.prepare(sales.definition());
                assertThat(version.version()).isNotIn(List.of(sales.version(), web.version()));
            }
            while (VersionString.number(version.version()) < last);
        }
        client = AbstractTestZooKeeperCatalogStore.connect(server.getConnectString());
    }

    private void assertHistoryRefused(String message)
    {
        assertRefused(message, () -> store.history().list(newest(10)));
        assertRefused(message, () -> store.history().list("sales", newest(10)));
        assertRefused(message, () -> store.history().find("sales", sales.version()));
        assertRefused(message, () -> store.history().listLatest());
        assertRefused(message, () -> store.history().readLatest(List.of("sales")));
        assertRefused(message, () -> store.history().recordFound(List.of(new FoundChange(added(sales), OptionalLong.empty()))));
        assertRefused(message, () -> store.history().deleteBefore(Instant.now()));
        assertRefused(message, () -> store.rewriteFormer((name, connector, properties) -> properties, count -> {}));
    }

    private void deleteAll()
            throws Exception
    {
        client.delete().deletingChildrenIfNeeded().forPath("/presto");
    }

    private static void assertRefused(String message, Runnable call)
    {
        CatalogException exception = catchThrowableOfType(call::run, CatalogException.class);
        assertThat(exception).hasMessage(message);
        assertThat(exception.getCode()).isEqualTo(CatalogErrorCode.STORE_UNAVAILABLE);
    }
}
