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
package io.prestodynamic.catalog.lease.store;

import io.airlift.units.Duration;
import io.prestodynamic.catalog.ActiveCoordinatorConfig;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.store.zookeeper.ZooKeeperCatalogStore;
import io.prestodynamic.catalog.store.zookeeper.ZooKeeperStoreConfig;
import io.prestodynamic.testing.TestingZooKeeperServer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.io.IOException;
import java.util.Optional;

import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static io.prestodynamic.catalog.store.AbstractTestCatalogStore.assertRefused;
import static io.prestodynamic.testing.Conditions.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestZooKeeperLeaseStore
        extends AbstractTestLeaseStore
{
    private TestingZooKeeperServer server;
    private CuratorFramework client;
    private int paths;

    @BeforeClass
    public void startServer()
            throws Exception
    {
        server = new TestingZooKeeperServer();
        client = CuratorFrameworkFactory.newClient(server.getConnectString(), new RetryOneTime(100));
        client.start();
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
    protected void createStorage()
    {
        paths++;
    }

    @Override
    protected LeaseStore open(String environment, ActiveCoordinatorConfig config)
    {
        return closeLater(new ZooKeeperLeaseStore(storeConfig(), config, environment));
    }

    @Override
    protected void deleteLease()
    {
        try {
            client.delete().forPath(path());
        }
        catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    public void testNode()
            throws Exception
    {
        store.take(Optional.empty(), lease("c1", "s1", 1));
        store.renew("s1");
        assertThat(new String(client.getData().forPath(path()), UTF_8))
                .isEqualTo("{\"nodeId\":\"c1\",\"renewals\":\"1\",\"session\":\"s1\",\"term\":\"1\",\"uri\":\"http://c1:8080\"}");

        client.setData().forPath(path(), "{}".getBytes(UTF_8));
        assertThat(assertRefused(STORE_UNAVAILABLE, store::read)).hasMessageContaining("delete the node");
    }

    /**
     * The lease is not a catalog, and listeners of the catalog store are not called after its renewals.
     */
    @Test
    public void testBesideCatalogs()
    {
        store.take(Optional.empty(), lease("c1", "s1", 1));
        try (ZooKeeperCatalogStore catalogs = new ZooKeeperCatalogStore(storeConfig())) {
            assertThat(catalogs.list().versions()).isEmpty();
            assertThat(catalogs.list().broken()).isEmpty();
        }
    }

    @Test
    public void testForItsUserAlone()
    {
        LeaseStore secured = closeLater(new ZooKeeperLeaseStore(storeConfig().setUsername("presto").setPassword("s3cret"), new ActiveCoordinatorConfig(), ENVIRONMENT));
        assertThat(secured.take(Optional.empty(), lease("c1", "s1", 1))).isTrue();
        assertThat(secured.renew("s1")).isTrue();
        assertThatThrownBy(() -> client.getData().forPath(path())).hasMessageContaining("NoAuth");
    }

    @Test
    public void testServerRestart()
            throws Exception
    {
        LeaseStore hasty = open(ENVIRONMENT, new ActiveCoordinatorConfig().setLease(new Duration(4, SECONDS)));
        hasty.take(Optional.empty(), lease("c1", "s1", 1));
        server.stop();
        long start = System.nanoTime();
        assertThat(assertRefused(STORE_UNAVAILABLE, () -> hasty.renew("s1"))).hasMessage("The catalog store cannot be reached");
        // the timeout of a request is 1 s; the rest is for a busy machine
        assertThat(java.time.Duration.ofNanos(System.nanoTime() - start)).isLessThan(java.time.Duration.ofSeconds(4));
        server.restart();
        await("the lease is renewed again", java.time.Duration.ofSeconds(40), () -> isRenewed(hasty));
        assertThat(otherStore.read().orElseThrow().session()).isEqualTo("s1");
    }

    @Test
    public void testAbandoned()
            throws Exception
    {
        LeaseStore patient = open(ENVIRONMENT, new ActiveCoordinatorConfig().setLease(new Duration(2, MINUTES)));
        patient.take(Optional.empty(), lease("c1", "s1", 1));
        server.stop();
        try {
            assertRefused(STORE_UNAVAILABLE, () -> patient.renew("s1"));
            // this request waits for a connection
            assertAbandoned(patient, patient::read);
        }
        finally {
            server.restart();
        }
        await("the lease is renewed again", java.time.Duration.ofSeconds(40), () -> isRenewed(patient));
    }

    private ZooKeeperStoreConfig storeConfig()
    {
        return new ZooKeeperStoreConfig()
                .setConnectString(server.getConnectString())
                .setPath("/presto/" + paths);
    }

    private String path()
    {
        return "/presto/%s/leases/%s".formatted(paths, ENVIRONMENT);
    }

    private static boolean isRenewed(LeaseStore store)
    {
        try {
            return store.renew("s1");
        }
        catch (CatalogException e) {
            assertThat(e.getCode()).isEqualTo(STORE_UNAVAILABLE);
            return false;
        }
    }
}
