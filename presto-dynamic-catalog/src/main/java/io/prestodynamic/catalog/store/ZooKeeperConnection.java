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
package io.prestodynamic.catalog.store;

import com.facebook.airlift.log.Logger;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.api.ACLProvider;
import org.apache.curator.framework.api.BackgroundCallback;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.curator.retry.RetryNTimes;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.client.ZKClientConfig;
import org.apache.zookeeper.common.ZKConfig;
import org.apache.zookeeper.data.ACL;

import java.util.List;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static java.lang.Math.toIntExact;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * A session with the ensemble, and after it the next one, for as long as the store is open. It is made while the ensemble is down as well as while it is up.
 * A watch tells of every change below a path; it is set whenever a connection comes up, and what was missed until then counts as a change.
 */
final class ZooKeeperConnection
        implements AutoCloseable
{
    private static final Logger log = Logger.get(ZooKeeperConnection.class);

    // for the list of names and for nodes that somebody made larger than the store does; larger packets break the connection
    private static final int MAX_PACKET_BYTES = 16 * 1024 * 1024;

    private final int connectionTimeoutMillis;
    private final String watchedPath;
    private final Runnable listener;
    private final Watcher watcher = this::process;
    private final CuratorFramework client;

    ZooKeeperConnection(ZooKeeperStoreConfig config, String watchedPath, Runnable listener)
    {
        this.connectionTimeoutMillis = toIntExact(config.getConnectionTimeout().toMillis());
        this.watchedPath = watchedPath;
        this.listener = listener;

        ZKClientConfig clientConfig = new ZKClientConfig();
        clientConfig.setProperty(ZKClientConfig.ENABLE_CLIENT_SASL_KEY, "false");
        clientConfig.setProperty(ZKConfig.JUTE_MAXBUFFER, Integer.toString(MAX_PACKET_BYTES));
        CuratorFrameworkFactory.Builder builder = CuratorFrameworkFactory.builder()
                .connectString(config.getConnectString())
                // the addresses are those of the configuration, not what servers call each other
                .ensembleTracker(false)
                .sessionTimeoutMs(toIntExact(config.getSessionTimeout().toMillis()))
                .connectionTimeoutMs(connectionTimeoutMillis)
                // a request that is repeated may find its own effect, so that is left to those who know what to look for
                .retryPolicy(new RetryNTimes(0, 0))
                .zkClientConfig(clientConfig)
                // definitions are neither written to a server without a quorum nor read from one
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

    CuratorFramework client()
    {
        return client;
    }

    /**
     * Waits for a connection to a server that has a quorum.
     *
     * @throws KeeperException.ConnectionLossException where none comes up within the connection timeout
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
                watch();
            }
            case SUSPENDED -> log.warn("Lost the connection to ZooKeeper");
            case LOST -> log.warn("Lost the session with ZooKeeper");
            case READ_ONLY -> log.warn("ZooKeeper is read-only");
        }
    }

    private void watch()
    {
        BackgroundCallback set = (ignored, event) -> {
            // without a connection it is tried again with the next one
            if (event.getResultCode() == KeeperException.Code.OK.intValue()) {
                listener.run();
            }
            else {
                log.warn("ZooKeeper set no watch: %s", KeeperException.Code.get(event.getResultCode()));
            }
        };
        try {
            client.watchers().add().withMode(AddWatchMode.PERSISTENT_RECURSIVE).inBackground(set).usingWatcher(watcher).forPath(watchedPath);
        }
        catch (Exception e) {
            log.warn(e, "ZooKeeper set no watch");
        }
    }

    private void process(WatchedEvent event)
    {
        // a change of the node itself is none of its children
        if (event.getPath() != null && !(event.getPath().equals(watchedPath) && event.getType() == EventType.NodeDataChanged)) {
            listener.run();
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
