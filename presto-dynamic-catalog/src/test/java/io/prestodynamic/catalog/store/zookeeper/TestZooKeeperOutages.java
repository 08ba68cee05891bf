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
import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.files.FileContents;
import io.prestodynamic.catalog.store.CatalogStore;
import io.prestodynamic.catalog.store.SettingsChange;
import org.apache.curator.test.TestingServer;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_EXISTS;
import static io.prestodynamic.catalog.CatalogErrorCode.CONCURRENT_CHANGE;
import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static io.prestodynamic.catalog.CatalogSettings.DEFAULT;
import static io.prestodynamic.catalog.history.TestingChanges.added;
import static io.prestodynamic.catalog.history.TestingChanges.deleted;
import static io.prestodynamic.catalog.history.TestingChanges.replaced;
import static io.prestodynamic.catalog.store.AbstractTestCatalogStore.add;
import static io.prestodynamic.catalog.store.AbstractTestCatalogStore.assertRefused;
import static io.prestodynamic.catalog.store.AbstractTestCatalogStore.definition;
import static io.prestodynamic.catalog.store.AbstractTestCatalogStore.versions;
import static io.prestodynamic.catalog.store.zookeeper.AbstractTestZooKeeperCatalogStore.TIMEOUT;
import static io.prestodynamic.catalog.store.zookeeper.AbstractTestZooKeeperCatalogStore.assertUnavailable;
import static io.prestodynamic.catalog.store.zookeeper.AbstractTestZooKeeperCatalogStore.awaitAvailable;
import static io.prestodynamic.catalog.store.zookeeper.TestingZooKeeperProxy.Fault.LOSE_ANSWER;
import static io.prestodynamic.catalog.store.zookeeper.TestingZooKeeperProxy.Fault.LOSE_ANSWER_AND_STAY_DOWN;
import static io.prestodynamic.catalog.store.zookeeper.TestingZooKeeperProxy.Fault.LOSE_REQUEST;
import static io.prestodynamic.testing.Conditions.await;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Outages, hangs and lost messages of a single server.
 */
public class TestZooKeeperOutages
{
    private TestingServer server;
    private TestingZooKeeperProxy proxy;
    private ZooKeeperCatalogStore store;
    private ZooKeeperCatalogStore otherStore;

    @BeforeMethod
    public void setUp()
            throws Exception
    {
        server = new TestingServer();
        proxy = new TestingZooKeeperProxy(server.getPort(), "/definitions/sales");
        store = open(proxy.connectString());
        otherStore = open(server.getConnectString());
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
            throws IOException
    {
        store.close();
        otherStore.close();
        proxy.close();
        server.close();
    }

    private static ZooKeeperCatalogStore open(String connectString)
    {
        return new ZooKeeperCatalogStore(new ZooKeeperStoreConfig()
                .setConnectString(connectString)
                .setConnectionTimeout(new Duration(2000, MILLISECONDS))
                .setSessionTimeout(new Duration(6, SECONDS)));
    }

    @Test
    public void testServerRestart()
            throws Exception
    {
        CatalogVersion sales = add(store, "sales", ImmutableMap.of("a", "1"));
        CatalogVersion prepared = store.prepare(definition("web", ImmutableMap.of("a", "1")));
        AtomicInteger changes = listen(store);
        server.stop();
        assertUnavailable(store::list);
        assertUnavailable(() -> store.prepare(definition("web", ImmutableMap.of())));
        assertUnavailable(() -> store.add(prepared, DEFAULT, added(prepared), FileContents.NONE));
        assertUnavailable(() -> store.replace(sales.version(), prepared, SettingsChange.NONE, replaced(sales.version(), prepared), FileContents.NONE));
        assertUnavailable(() -> store.remove("sales", sales.version(), deleted("sales", sales.version())));
        int before = changes.get();
        server.restart();
        awaitAvailable(store);
        assertThat(versions(store)).containsExactly(sales);
        await("The listener is told of the connection", TIMEOUT, () -> changes.get() > before);
        store.add(prepared, DEFAULT, added(prepared), FileContents.NONE);
        awaitAvailable(otherStore);
        assertThat(versions(otherStore)).containsExactly(sales, prepared);
    }

    @Test
    public void testOpenedWhileServerIsDown()
            throws Exception
    {
        server.stop();
        AtomicInteger changes;
        ZooKeeperCatalogStore early = open(server.getConnectString());
        try {
            changes = listen(early);
            assertUnavailable(early::list);
            assertThat(changes).hasValue(0);
            server.restart();
            awaitAvailable(early);
            await("The listener is told of the connection", TIMEOUT, () -> changes.get() > 0);
            CatalogVersion version = add(early, "sales", ImmutableMap.of("a", "1"));
            assertThat(versions(early)).containsExactly(version);
        }
        finally {
            early.close();
        }
    }

    @Test
    public void testUnknownHost()
    {
        ZooKeeperCatalogStore lost = open("no-such-host.invalid:2181");
        try {
            assertUnavailable(lost::list);
        }
        finally {
            lost.close();
        }
    }

    @Test
    public void testServerHangs()
    {
        CatalogVersion version = add(store, "sales", ImmutableMap.of("a", "1"));
        proxy.hang();
        assertUnavailable(store::list);
        assertUnavailable(() -> store.remove("sales", version.version(), deleted("sales", version.version())));
        proxy.up();
        awaitAvailable(store);
        assertThat(versions(store)).containsExactly(version);
    }

    @Test
    public void testSessionExpires()
            throws Exception
    {
        CatalogVersion first = add(store, "sales", ImmutableMap.of("a", "1"));
        AtomicInteger changes = listen(store);
        long session = store.client().getZookeeperClient().getZooKeeper().getSessionId();
        store.client().getZookeeperClient().getZooKeeper().getTestable().injectSessionExpiration();
        await("The listener is told of the new session", TIMEOUT, () -> changes.get() > 0);
        assertThat(store.client().getZookeeperClient().getZooKeeper().getSessionId()).isNotEqualTo(session);
        assertThat(versions(store)).containsExactly(first);

        await("Nothing else is told", TIMEOUT, () -> {
            int before = changes.get();
            versions(store);
            return changes.get() == before;
        });
        int before = changes.get();
        CatalogVersion second = add(otherStore, "web", ImmutableMap.of());
        await("The listener is told of a change in the new session", TIMEOUT, () -> changes.get() > before);
        assertThat(versions(store)).containsExactly(first, second);
    }

    @Test
    public void testConnectionBreaks()
            throws Exception
    {
        CatalogVersion version = add(store, "sales", ImmutableMap.of("a", "1"));
        for (int i = 0; i < 10; i++) {
            store.client().getZookeeperClient().getZooKeeper().getTestable().closeSocket();
            awaitAvailable(store);
            assertThat(versions(store)).containsExactly(version);
        }
    }

    @Test
    public void testClosed()
    {
        store.list();
        store.close();
        assertRefused(STORE_UNAVAILABLE, store::list);
        assertRefused(STORE_UNAVAILABLE, () -> store.prepare(definition("sales", ImmutableMap.of())));
    }

    @DataProvider
    public Object[][] changes()
    {
        return new Object[][] {{"add"}, {"replace"}, {"remove"}};
    }

    /**
     * The change was made, and the store reports success.
     */
    @Test(dataProvider = "changes")
    public void testAnswerLost(String kind)
    {
        Change change = change(kind);
        proxy.set(LOSE_ANSWER);
        change.run().run();
        assertThat(proxy.happened()).isTrue();
        assertThat(current()).isEqualTo(change.after());
        assertRefused(kind.equals("add") ? CATALOG_EXISTS : CONCURRENT_CHANGE, change.run()::run);
    }

    /**
     * The change was not made, and the store reports it.
     */
    @Test(dataProvider = "changes")
    public void testRequestLost(String kind)
    {
        Change change = change(kind);
        proxy.set(LOSE_REQUEST);
        CatalogException exception = assertRefused(STORE_UNAVAILABLE, change.run()::run);
        assertThat(exception).hasMessage("The catalog store lost the connection before the change was made: repeat the request");
        assertThat(proxy.happened()).isTrue();
        assertThat(current()).isEqualTo(change.before());
        change.run().run();
        assertThat(current()).isEqualTo(change.after());
    }

    /**
     * The change was made, and the store reports an unknown outcome.
     */
    @Test(dataProvider = "changes")
    public void testOutcomeUnknown(String kind)
    {
        Change change = change(kind);
        proxy.set(LOSE_ANSWER_AND_STAY_DOWN);
        CatalogException exception = assertRefused(STORE_UNAVAILABLE, change.run()::run);
        assertThat(exception).hasMessage("The catalog store lost the connection during a change: check whether the change is there before you repeat it");
        assertThat(current()).isEqualTo(change.after());
        proxy.up();
        awaitAvailable(store);
        assertThat(versions(store)).isEqualTo(versions(otherStore));
    }

    private record Change(Runnable run, Optional<CatalogVersion> before, Optional<CatalogVersion> after) {}

    private Change change(String kind)
    {
        CatalogVersion version = store.prepare(definition("sales", ImmutableMap.of("a", "1")));
        if (kind.equals("add")) {
            return new Change(() -> store.add(version, DEFAULT, added(version), FileContents.NONE), Optional.empty(), Optional.of(version));
        }
        store.add(version, DEFAULT, added(version), FileContents.NONE);
        if (kind.equals("remove")) {
            return new Change(() -> store.remove("sales", version.version(), deleted("sales", version.version())), Optional.of(version), Optional.empty());
        }
        CatalogVersion next = store.prepare(definition("sales", ImmutableMap.of("a", "2")));
        return new Change(() -> store.replace(version.version(), next, SettingsChange.NONE, replaced(version.version(), next), FileContents.NONE), Optional.of(version), Optional.of(next));
    }

    private Optional<CatalogVersion> current()
    {
        return versions(otherStore).stream().findAny();
    }

    private static AtomicInteger listen(CatalogStore store)
    {
        AtomicInteger changes = new AtomicInteger();
        store.addChangeListener(changes::incrementAndGet);
        return changes;
    }
}
