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

import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.store.AbstractTestSharedCatalogStore;
import io.prestodynamic.catalog.store.CatalogStore;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryOneTime;

import java.time.Duration;

import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static io.prestodynamic.testing.Conditions.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests with a real ZooKeeper, each with its own path.
 */
abstract class AbstractTestZooKeeperCatalogStore
        extends AbstractTestSharedCatalogStore
{
    protected static final Duration TIMEOUT = Duration.ofSeconds(40);

    private int paths;

    protected abstract String connectString();

    @Override
    protected void createStorage()
    {
        paths++;
    }

    protected String path()
    {
        return "/presto/" + getClass().getSimpleName() + "-" + paths;
    }

    protected String path(String name)
    {
        return path() + "/definitions/" + name;
    }

    protected ZooKeeperStoreConfig config()
    {
        return new ZooKeeperStoreConfig()
                .setConnectString(connectString())
                .setPath(path())
                .setSessionTimeout(new io.airlift.units.Duration(5, SECONDS));
    }

    @Override
    protected ZooKeeperCatalogStore open()
    {
        return open(config());
    }

    protected ZooKeeperCatalogStore open(ZooKeeperStoreConfig config)
    {
        return closeLater(new ZooKeeperCatalogStore(config));
    }

    /**
     * Returns a client for changes by hand.
     */
    protected CuratorFramework connect()
    {
        return connect(connectString());
    }

    static CuratorFramework connect(String connectString)
    {
        CuratorFramework client = CuratorFrameworkFactory.newClient(connectString, new RetryOneTime(100));
        client.start();
        return client;
    }

    protected static void assertUnavailable(Runnable call)
    {
        long start = System.nanoTime();
        assertThat(assertRefused(STORE_UNAVAILABLE, call::run)).hasMessage("The catalog store cannot be reached");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }

    protected static void awaitAvailable(CatalogStore store)
    {
        await("The store works again", TIMEOUT, () -> isAvailable(store));
    }

    private static boolean isAvailable(CatalogStore store)
    {
        try {
            store.list();
            return true;
        }
        catch (CatalogException e) {
            assertThat(e.getCode()).isEqualTo(STORE_UNAVAILABLE);
            return false;
        }
    }
}
