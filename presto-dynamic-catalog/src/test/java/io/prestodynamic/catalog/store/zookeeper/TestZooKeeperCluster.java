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
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.testing.TestingZooKeeperServer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.apache.curator.test.InstanceSpec;
import org.apache.curator.test.TestingCluster;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static io.prestodynamic.catalog.history.HistoryPage.newest;
import static io.prestodynamic.catalog.history.TestingChanges.deleted;
import static io.prestodynamic.testing.Conditions.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three servers, so that two stores may use different ones.
 */
public class TestZooKeeperCluster
        extends AbstractTestZooKeeperCatalogStore
{
    private static final String READ_ONLY_MODE = "readonlymode.enabled";

    private Path directory;
    private TestingCluster cluster;

    @BeforeClass
    public void startCluster()
            throws Exception
    {
        System.setProperty(READ_ONLY_MODE, "true");
        directory = Files.createTempDirectory("zookeeper-cluster");
        cluster = new TestingCluster(IntStream.rangeClosed(1, 3).mapToObj(serverId -> TestingZooKeeperServer.instance(directory, serverId)).toArray(InstanceSpec[]::new));
        cluster.start();
    }

    @AfterClass(alwaysRun = true)
    public void stopCluster()
            throws IOException
    {
        System.clearProperty(READ_ONLY_MODE);
        if (cluster != null) {
            cluster.close();
        }
        deleteRecursively(directory, ALLOW_INSECURE);
    }

    @Override
    protected String connectString()
    {
        return cluster.getConnectString();
    }

    /**
     * A change acknowledged by one server is visible on the others.
     */
    @Test
    public void testServersSeeTheSame()
    {
        List<ZooKeeperCatalogStore> stores = new ArrayList<>();
        for (InstanceSpec instance : cluster.getInstances()) {
            stores.add(open(config().setConnectString(instance.getConnectString())));
        }
        for (int round = 0; round < 50; round++) {
            CatalogVersion version = add(stores.get(round % 3), "sales", ImmutableMap.of());
            for (ZooKeeperCatalogStore store : stores) {
                assertThat(store.history().list("sales", newest(1))).extracting(entry -> entry.change().after()).containsExactly(Optional.of(version.version()));
            }
            for (ZooKeeperCatalogStore store : stores) {
                assertThat(versions(store)).containsExactly(version);
            }
            stores.get((round + 1) % 3).remove("sales", version.version(), deleted("sales", version.version()));
            for (ZooKeeperCatalogStore store : stores) {
                assertThat(versions(store)).isEmpty();
            }
        }
    }

    @Test
    public void testServersKilled()
            throws Exception
    {
        CatalogVersion version = add(store, "sales", ImmutableMap.of("a", "1"));
        InstanceSpec connected = cluster.findConnectionInstance(((ZooKeeperCatalogStore) store).client().getZookeeperClient().getZooKeeper());
        cluster.killServer(connected);
        awaitAvailable(store);
        CatalogVersion second = add(store, "web", ImmutableMap.of());
        assertThat(versions(store)).containsExactly(version, second);

        List<InstanceSpec> left = cluster.getInstances().stream().filter(instance -> !instance.equals(connected)).toList();
        cluster.killServer(left.get(0));
        assertReadOnly(left.get(1));
        assertUnavailable(store::list);
        assertUnavailable(() -> store.remove("web", second.version(), deleted("web", second.version())));

        cluster.restartServer(left.get(0));
        cluster.restartServer(connected);
        awaitAvailable(store);
        awaitAvailable(otherStore);
        assertThat(versions(otherStore)).containsExactly(version, second);
        CatalogVersion third = add(store, "third", ImmutableMap.of());
        assertThat(versions(otherStore)).containsExactly(version, second, third);
    }

    /**
     * The remaining server still answers read-only clients.
     */
    private void assertReadOnly(InstanceSpec instance)
    {
        try (CuratorFramework reader = CuratorFrameworkFactory.builder()
                .connectString(instance.getConnectString())
                .retryPolicy(new RetryOneTime(100))
                .canBeReadOnly(true)
                .ensembleTracker(false)
                .build()) {
            reader.start();
            await("The last server is read-only", TIMEOUT, () -> isReadable(reader));
        }
    }

    private boolean isReadable(CuratorFramework reader)
    {
        try {
            assertThat(reader.getData().forPath(path("sales"))).isNotEmpty();
            return true;
        }
        catch (Exception e) {
            return false;
        }
    }
}
