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

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.files.FileContents;
import io.prestodynamic.catalog.history.FoundChange;
import io.prestodynamic.catalog.history.HistoryEntry;
import io.prestodynamic.catalog.store.BrokenCatalog;
import io.prestodynamic.catalog.store.SettingsChange;
import io.prestodynamic.catalog.store.StoredCatalogs;
import io.prestodynamic.catalog.store.VersionString;
import io.prestodynamic.testing.TestingZooKeeperServer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.KeeperException.BadVersionException;
import org.apache.zookeeper.KeeperException.NoAuthException;
import org.apache.zookeeper.ZooDefs.Ids;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

import static com.google.common.collect.Iterables.getOnlyElement;
import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_EXISTS;
import static io.prestodynamic.catalog.CatalogErrorCode.CONCURRENT_CHANGE;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static io.prestodynamic.catalog.CatalogSettings.DEFAULT;
import static io.prestodynamic.catalog.history.HistoryPage.newest;
import static io.prestodynamic.catalog.history.TestingChanges.added;
import static io.prestodynamic.catalog.history.TestingChanges.deleted;
import static io.prestodynamic.catalog.history.TestingChanges.replaced;
import static io.prestodynamic.testing.Conditions.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apache.zookeeper.CreateMode.PERSISTENT_SEQUENTIAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestZooKeeperCatalogStore
        extends AbstractTestZooKeeperCatalogStore
{
    private interface Attempt
    {
        void run()
                throws Exception;
    }

    private TestingZooKeeperServer server;
    private CuratorFramework client;

    @BeforeClass
    public void startServer()
            throws Exception
    {
        server = new TestingZooKeeperServer();
        client = connect();
    }

    @AfterClass(alwaysRun = true)
    public void stopServer()
            throws IOException
    {
        if (client != null) {
            client.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @Override
    protected String connectString()
    {
        return server.getConnectString();
    }

    @Test
    public void testNodes()
            throws Exception
    {
        CatalogVersion version = add(store, "sales", ImmutableMap.of("b", "\"é\"", "a", "1"));
        assertThat(new String(client.getData().forPath(path("sales")), UTF_8)).isEqualTo(
                "{\"connectorName\":\"mysql\",\"properties\":{\"a\":\"1\",\"b\":\"\\\"\\u00E9\\\"\"},\"createdAt\":\"%s\",\"id\":%s,\"revision\":0,\"format\":2}",
                version.createdAt(),
                VersionString.number(version.version()));
        store.remove("sales", version.version(), deleted("sales", version.version()));
        assertThat(client.getChildren().forPath(path() + "/definitions")).isEmpty();
    }

    @Test
    public void testNumbersRise()
            throws Exception
    {
        CatalogVersion first = add(store, "sales", ImmutableMap.of());
        store.remove("sales", first.version(), deleted("sales", first.version()));
        client.delete().deletingChildrenIfNeeded().forPath(path());
        ZooKeeperCatalogStore started = open();
        CatalogVersion second = started.prepare(definition("sales", ImmutableMap.of()));
        CatalogVersion third = started.prepare(definition("other", ImmutableMap.of()));
        assertThat(VersionString.number(second.version())).isGreaterThan(VersionString.number(first.version()));
        assertThat(VersionString.number(third.version())).isGreaterThan(VersionString.number(second.version()));
        started.add(second, DEFAULT, added(second), FileContents.NONE);
        assertThat(versions(started)).containsExactly(second);
    }

    /**
     * A node that was removed and added again has the same data version, and is nevertheless distinguished.
     */
    @Test
    public void testRemovedAndAddedInBetween()
            throws Exception
    {
        CatalogTree tree = new CatalogTree(client, path());
        for (boolean remove : new boolean[] {true, false}) {
            CatalogVersion version = add(store, "sales", ImmutableMap.of("a", "1"));
            CatalogTree.Lookup lookup = tree.find("sales");
            store.remove("sales", version.version(), deleted("sales", version.version()));
            CatalogVersion other = add(otherStore, "sales", ImmutableMap.of("a", "2"));
            assertThat(tree.find("sales").node().orElseThrow().revision()).isEqualTo(lookup.node().orElseThrow().revision());

            CatalogVersion next = store.prepare(definition("sales", ImmutableMap.of("a", "3")));
            List<CuratorOp> record = new HistoryTree(client, path()).record(added(next));
            assertThat(fails(remove ? () -> tree.delete("sales", lookup, record) : () -> tree.replace("sales", lookup, CatalogContent.write(next, DEFAULT, 1), record))).isTrue();
            assertThat(versions(store)).containsExactly(other);
            store.remove("sales", other.version(), deleted("sales", other.version()));
        }
    }

    /**
     * The order of changes does not depend on the clocks of coordinators.
     */
    @Test
    public void testHistoryOfFastClock()
            throws Exception
    {
        CatalogVersion first = add(store, "sales", ImmutableMap.of());
        String history = path() + "/history/sales";
        String recorded = getOnlyElement(client.getChildren().forPath(history));
        client.create().withMode(PERSISTENT_SEQUENTIAL).forPath(history + "/9999999999999-", client.getData().forPath(history + "/" + recorded));
        CatalogVersion second = store.prepare(definition("sales", ImmutableMap.of("a", "1")));
        store.replace(first.version(), second, SettingsChange.NONE, replaced(first.version(), second), FileContents.NONE);

        List<HistoryEntry> last = store.history().list("sales", newest(1));
        assertThat(last).extracting(entry -> entry.change().after().orElseThrow()).containsExactly(second.version());
        store.history().recordFound(List.of(new FoundChange(added(second), OptionalLong.of(last.get(0).sequence()))));
        assertThat(store.history().list("sales", newest(10))).hasSize(4);
    }

    @Test
    public void testNodesByHand()
            throws Exception
    {
        store.list();
        write("full", "{\"connectorName\": \"mysql\", \"properties\": {\"port\": 3306, \"ratio\": 1.50}, \"createdAt\": \"2022-03-04T05:06:07Z\", \"owner\": {\"a\": []}}");
        write("short", "{\"connectorName\": \"tpch\"}");
        List<CatalogVersion> versions = versions(store);
        assertThat(versions).extracting(version -> version.name().value()).containsExactly("full", "short");
        assertThat(versions.get(0).definition().properties()).isEqualTo(ImmutableMap.of("port", "3306", "ratio", "1.50"));
        assertThat(versions.get(0).createdAt()).isEqualTo(Instant.parse("2022-03-04T05:06:07Z"));
        assertThat(versions.get(1).createdAt()).isBetween(Instant.now().minusSeconds(60), Instant.now());
        assertThat(versions(otherStore)).isEqualTo(versions);

        assertRefused(CATALOG_EXISTS, () -> add(store, "full", ImmutableMap.of()));
        CatalogVersion next = store.prepare(definition("full", ImmutableMap.of("a", "2")));
        store.replace(versions.get(0).version(), next, SettingsChange.NONE, replaced(versions.get(0).version(), next), FileContents.NONE);
        store.remove("short", versions.get(1).version(), deleted("short", versions.get(1).version()));
        assertThat(versions(otherStore)).containsExactly(next);
    }

    @Test
    public void testBrokenNodes()
            throws Exception
    {
        store.list();
        ImmutableMap<String, String> nodes = ImmutableMap.<String, String>builder()
                .put("text", "connection-password=s3cret")
                .put("list", "[\"s3cret\"]")
                .put("nested", "{\"connectorName\": \"mysql\", \"properties\": {\"a\": {\"b\": \"s3cret\"}}}")
                .put("properties", "{\"connectorName\": \"mysql\", \"properties\": \"s3cret\"}")
                .put("twice", "{\"connectorName\": \"mysql\", \"properties\": {\"a\": \"s3cret\", \"a\": \"2\"}}")
                .put("cut", "{\"connectorName\": \"mysql\", \"properties\": {\"a\": \"s3cret")
                .put("more", "{\"connectorName\": \"mysql\"} s3cret")
                .put("time", "{\"connectorName\": \"mysql\", \"createdAt\": \"s3cret\"}")
                .put("id", "{\"connectorName\": \"mysql\", \"id\": \"s3cret\"}")
                .put("connector", "{\"connectorName\": 7}")
                .put("nothing", "{}")
                .put("DB2", "{\"connectorName\": \"mysql\"}")
                .put("a.b c", "{\"connectorName\": \"mysql\"}")
                .put("empty", "")
                .build();
        for (String name : nodes.keySet()) {
            write(name, nodes.get(name));
        }
        client.create().forPath(path("null"), null);
        CatalogVersion fine = add(store, "fine", ImmutableMap.of());

        StoredCatalogs stored = store.list();
        assertThat(stored.versions()).containsExactly(fine);
        assertThat(stored.broken()).extracting(BrokenCatalog::name).containsExactlyElementsOf(
                ImmutableList.<String>builder().addAll(nodes.keySet()).add("null").build());
        assertThat(stored.broken()).allSatisfy(broken -> assertThat(broken.error()).isNotBlank().doesNotContain("s3cret", "\n"));
        assertThat(stored.broken().get(2).error()).isEqualTo("The value of property 'a' is not a string");

        assertThat(otherStore.list()).isEqualTo(stored);
        CatalogVersion text = store.prepare(definition("text", ImmutableMap.of()));
        store.replace(stored.broken().get(0).version(), text, SettingsChange.NONE, replaced(stored.broken().get(0).version(), text), FileContents.NONE);
        for (BrokenCatalog broken : stored.broken().subList(1, stored.broken().size())) {
            store.remove(broken.name(), broken.version(), deleted(broken.name(), broken.version()));
        }
        assertThat(otherStore.list()).isEqualTo(new StoredCatalogs(ImmutableList.of(fine, text), ImmutableList.of(), ImmutableMap.of()));
    }

    @Test
    public void testNamesThatNoNodeHas()
    {
        for (String name : new String[] {"", "a/b", ".", "..", "a\0"}) {
            assertRefused(CONCURRENT_CHANGE, () -> store.remove(name, "1-00000000", deleted(name, "1-00000000")));
        }
    }

    @Test
    public void testNodeWithChildren()
            throws Exception
    {
        CatalogVersion version = add(store, "sales", ImmutableMap.of());
        client.create().forPath(path("sales") + "/note", new byte[0]);
        assertThat(versions(store)).containsExactly(version);
        assertThat(assertRefused(STORE_UNAVAILABLE, () -> store.remove("sales", version.version(), deleted("sales", version.version())))).hasMessageContaining("child nodes");
        client.delete().forPath(path("sales") + "/note");
        store.remove("sales", version.version(), deleted("sales", version.version()));
    }

    @Test
    public void testEditsByHand()
            throws Exception
    {
        CatalogVersion version = add(store, "sales", ImmutableMap.of("a", "1"));
        byte[] written = client.getData().forPath(path("sales"));
        Set<String> seen = new HashSet<>();
        seen.add(version.version());
        String text = new String(written, UTF_8);
        for (String edited : new String[] {text.replace("\"1\"", "\"2\""), text, text + " ", text, "", text.replace("\"revision\":0", "\"revision\":6").replace("mysql", "hive")}) {
            client.setData().forPath(path("sales"), edited.getBytes(UTF_8));
            StoredCatalogs stored = store.list();
            String now = edited.isEmpty() ? getOnlyElement(stored.broken()).version() : getOnlyElement(stored.versions()).version();
            assertThat(seen.add(now)).as(edited).isTrue();
            assertThat(otherStore.list()).isEqualTo(stored);
            assertRefused(CONCURRENT_CHANGE, () -> store.remove("sales", version.version(), deleted("sales", version.version())));
            CatalogVersion next = store.prepare(definition("sales", ImmutableMap.of()));
            assertRefused(CONCURRENT_CHANGE, () -> store.replace(version.version(), next, SettingsChange.NONE, replaced(version.version(), next), FileContents.NONE));
        }
    }

    @Test
    public void testSize()
            throws Exception
    {
        CatalogVersion longest = add(store, "x".repeat(200), ImmutableMap.of("a", "x".repeat(479_700)));
        assertThat(versions(otherStore)).containsExactly(longest);
        CatalogVersion next = store.prepare(definition("x".repeat(200), ImmutableMap.of("a", "y".repeat(479_700))));
        store.replace(longest.version(), next, SettingsChange.NONE, replaced(longest.version(), next), FileContents.NONE);
        assertThat(versions(otherStore)).containsExactly(next);

        CatalogException exception = assertRefused(INVALID_REQUEST, () -> store.prepare(definition("sales", ImmutableMap.of("a", "x".repeat(480_000)))));
        assertThat(exception).hasMessageMatching("The definition has 480[0-9]{3} bytes as JSON, and the catalog store allows 480000");
        CatalogVersion tooLong = new CatalogVersion(definition(next.name().value(), ImmutableMap.of("a", "é".repeat(100_000))), "7-00", Instant.EPOCH);
        assertRefused(INVALID_REQUEST, () -> store.replace(next.version(), tooLong, SettingsChange.NONE, replaced(next.version(), tooLong), FileContents.NONE));
        assertRefused(INVALID_REQUEST, () -> store.add(tooLong, DEFAULT, added(tooLong), FileContents.NONE));

        // close to the limit of the server
        write("big", "x".repeat(1_048_000));
        assertThat(store.list().versions()).containsExactly(next);
        BrokenCatalog big = getOnlyElement(store.list().broken());
        assertThat(big.error()).isEqualTo("The node has 1048000 bytes, and at most 1000000 are read");
        store.remove("big", big.version(), deleted("big", big.version()));
        assertThat(otherStore.list().broken()).isEmpty();
    }

    @Test
    public void testManyCatalogs()
    {
        List<CatalogVersion> versions = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            versions.add(add(store, "catalog" + i, ImmutableMap.of("connection-url", "jdbc:mysql://h" + i, "padding", "x".repeat(500))));
        }
        assertThat(versions(otherStore)).isEqualTo(versions);
    }

    @Test
    public void testListener()
            throws Exception
    {
        AtomicInteger changes = new AtomicInteger();
        store.addChangeListener(() -> {
            throw new IllegalStateException("first listener");
        });
        store.addChangeListener(changes::incrementAndGet);
        // listeners may call the store
        store.addChangeListener(store::list);
        store.list();
        awaitChange("connected", changes, 0);

        CatalogVersion version = expectChange(changes, () -> add(otherStore, "sales", ImmutableMap.of()));
        CatalogVersion next = otherStore.prepare(definition("sales", ImmutableMap.of("a", "1")));
        expectChange(changes, () -> {
            otherStore.replace(version.version(), next, SettingsChange.NONE, replaced(version.version(), next), FileContents.NONE);
            return null;
        });
        expectChange(changes, () -> client.setData().forPath(path("sales"), "x".getBytes(UTF_8)));
        expectChange(changes, () -> client.delete().forPath(path("sales")));
        expectChange(changes, () -> add(store, "web", ImmutableMap.of()));
    }

    @Test
    public void testAcl()
            throws Exception
    {
        store.list();
        assertThat(client.getACL().forPath(path() + "/definitions")).isEqualTo(Ids.OPEN_ACL_UNSAFE);

        createStorage();
        ZooKeeperCatalogStore owner = open(config().setUsername("presto").setPassword("s3cret"));
        CatalogVersion version = add(owner, "sales", ImmutableMap.of("a", "1"));
        for (String path : new String[] {path("sales"), path() + "/definitions", path() + "/sequence", path()}) {
            assertThat(getOnlyElement(owner.client().getACL().forPath(path)).getId().getScheme()).isEqualTo("digest");
            assertThatThrownBy(() -> client.getData().forPath(path)).isInstanceOf(NoAuthException.class);
        }
        for (ZooKeeperCatalogStore other : new ZooKeeperCatalogStore[] {open(), open(config().setUsername("presto").setPassword("wr0ng"))}) {
            assertForbidden(other::list);
            assertForbidden(() -> other.prepare(definition("web", ImmutableMap.of())));
            assertForbidden(() -> other.add(version, DEFAULT, added(version), FileContents.NONE));
            assertForbidden(() -> other.remove("sales", version.version(), deleted("sales", version.version())));
        }
        assertThat(versions(open(config().setUsername("presto").setPassword("s3cret")))).containsExactly(version);
    }

    private static void assertForbidden(Runnable call)
    {
        assertThat(assertRefused(STORE_UNAVAILABLE, call::run)).hasMessage(
                "ZooKeeper denies access to the nodes of the catalog store: check dynamic-catalog.zookeeper.username and dynamic-catalog.zookeeper.password");
    }

    private void write(String name, String content)
            throws Exception
    {
        client.create().forPath(path(name), content.getBytes(UTF_8));
    }

    private static boolean fails(Attempt attempt)
            throws Exception
    {
        try {
            attempt.run();
            return false;
        }
        catch (BadVersionException e) {
            return true;
        }
    }

    private static <T> T expectChange(AtomicInteger changes, Callable<T> change)
            throws Exception
    {
        int before = changes.get();
        T result = change.call();
        awaitChange("change", changes, before);
        return result;
    }

    private static void awaitChange(String what, AtomicInteger changes, int before)
    {
        await("The listener is told: " + what, TIMEOUT, () -> changes.get() > before);
    }
}
