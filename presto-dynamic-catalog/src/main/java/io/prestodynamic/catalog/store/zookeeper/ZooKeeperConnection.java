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

import com.facebook.airlift.log.Logger;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.api.ACLProvider;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.retry.RetryNTimes;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.common.ZKConfig;
import org.apache.zookeeper.data.ACL;

import java.util.List;
import java.util.function.Consumer;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static java.lang.Math.toIntExact;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * Connection to the ensemble, with a new session after the loss of one. Does not wait for the ensemble.
 */
public final class ZooKeeperConnection
        implements AutoCloseable
{
    private static final Logger log = Logger.get(ZooKeeperConnection.class);

    // for the list of names, and for nodes of others that exceed the limit of the store; a larger packet closes the connection
    private static final int MAX_PACKET_BYTES = 16 * 1024 * 1024;

    private final int connectionTimeoutMillis;
    private final Consumer<CuratorFramework> onConnected;
    private final CuratorFramework client;

    /**
     * @param onConnected called with the client for each new connection
     */
    public ZooKeeperConnection(ZooKeeperStoreConfig config, Consumer<CuratorFramework> onConnected)
    {
        this.connectionTimeoutMillis = toIntExact(config.getConnectionTimeout().toMillis());
        this.onConnected = requireNonNull(onConnected, "onConnected is null");

        ZKClientConfig clientConfig = new ZKClientConfig();
        clientConfig.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
        clientConfig.setProperty(ZKConfig.JUTE_MAXBUFFER, Integer.toString(MAX_PACKET_BYTES));
        CuratorFrameworkFactory.Builder builder = CuratorFrameworkFactory.builder()
                .connectString(config.getConnectString())
                // use the configured addresses, and not those that the servers announce
                .ensembleTracker(false)
                .sessionTimeoutMs(toIntExact(config.getSessionTimeout().toMillis()))
                .connectionTimeoutMs(connectionTimeoutMillis)
                // the caller decides about retries, because a retry may find its own effect
                .retryPolicy(new RetryNTimes(0, 0))
                .zkClientConfig(clientConfig)
                // a server without a quorum must not serve definitions
                .canBeReadOnly(false)
                .dontUseContainerParents()
                .threadFactory(daemonThreadsNamed("dynamic-catalog-zookeeper-%s"));
        if (config.getUsername() != null) {
            builder.authorization("digest", (config.getUsername() + ":" + config.getPassword()).getBytes(UTF_8))
                    .aclProvider(new CreatorOnly());
        }
        client = builder.build();
        client.getConnectionStateListenable().addListener((ignored, state) -> stateChanged(state));
        client.start();
    }

    public CuratorFramework client()
    {
        return client;
    }

    /**
     * Waits for a connection to a server with a quorum.
     *
     * @throws KeeperException.ConnectionLossException if there is none within the connection timeout
     */
    void await()
            throws InterruptedException, KeeperException
    {
        if (!client.blockUntilConnected(connectionTimeoutMillis, MILLISECONDS)) {
            throw new KeeperException.ConnectionLossException();
        }
    }

    @Override
    public void close()
    {
        client.close();
    }

    private void stateChanged(ConnectionState state)
    {
        switch (state) {
            case CONNECTED, RECONNECTED -> {
                log.info("Connected to ZooKeeper");
                onConnected.accept(client);
            }
            case SUSPENDED -> log.warn("Lost the connection to ZooKeeper");
            case LOST -> log.warn("Lost the session with ZooKeeper");
            case READ_ONLY -> log.warn("ZooKeeper is read-only");
        }
    }

    private static class CreatorOnly
            implements ACLProvider
    {
        @Override
        public List<ACL> getDefaultAcl()
        {
            return Ids.CREATOR_ALL_ACL;
        }

        @Override
        public List<ACL> getAclForPath(String path)
        {
            return Ids.CREATOR_ALL_ACL;
        }
    }
}
