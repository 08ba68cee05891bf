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

import com.facebook.airlift.node.NodeInfo;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Ordering;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.ActiveCoordinatorConfig;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.store.PropertiesJson;
import io.prestodynamic.catalog.store.zookeeper.ZooKeeperCalls;
import io.prestodynamic.catalog.store.zookeeper.ZooKeeperConnection;
import io.prestodynamic.catalog.store.zookeeper.ZooKeeperRequests;
import io.prestodynamic.catalog.store.zookeeper.ZooKeeperStoreConfig;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.CuratorEvent;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.BadVersionException;
import org.apache.zookeeper.KeeperException.NoNodeException;
import org.apache.zookeeper.KeeperException.NodeExistsException;

import javax.annotation.PreDestroy;
import javax.inject.Inject;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Lease in a node {@code leases/<environment>} beside those of the catalogs. Has its own connection, which detects a silent server sooner. Each change names
 * the expected version of the node. The node is persistent, because the end of a ZooKeeper session does not mean that the coordinator has ended.
 */
public class ZooKeeperLeaseStore
        implements LeaseStore, AutoCloseable
{
    /**
     * @param version of the node that contains the lease
     */
    private record Found(LeaseRecord lease, int version) {}

    private static final Duration MIN_SESSION_TIMEOUT = new Duration(2, SECONDS);

    private final String environment;
    private final String path;
    private final ZooKeeperConnection connection;
    private final ZooKeeperCalls calls;
    private final ZooKeeperRequests requests;
    private final CuratorFramework client;

    @Inject
    public ZooKeeperLeaseStore(ZooKeeperStoreConfig storeConfig, ActiveCoordinatorConfig config, NodeInfo node)
    {
        this(storeConfig, config, node.getEnvironment());
    }

    ZooKeeperLeaseStore(ZooKeeperStoreConfig storeConfig, ActiveCoordinatorConfig config, String environment)
    {
        this.environment = requireNonNull(environment, "environment is null");
        path = storeConfig.getPath() + "/leases/" + environment;
        connection = new ZooKeeperConnection(withTimeoutsFor(config, storeConfig), ignored -> {});
        calls = new ZooKeeperCalls(connection);
        requests = new ZooKeeperRequests(config.requestTimeout());
        client = connection.client();
    }

    @Override
    public Optional<LeaseRecord> read()
    {
        return calls.callOnce(() -> find().map(Found::lease));
    }

    @Override
    public boolean take(Optional<LeaseRecord> expected, LeaseRecord mine)
    {
        return calls.callOnce(() -> {
            Optional<Found> found = find();
            return found.map(Found::lease).equals(expected) && write(found, mine);
        });
    }

    @Override
    public boolean renew(String session)
    {
        return calls.callOnce(() -> {
            Optional<Found> found = find().filter(lease -> lease.lease().isHeldBy(session));
            return found.isPresent() && write(found, renewed(found.get().lease()));
        });
    }

    @Override
    public void release(String session)
    {
        calls.callOnce(() -> {
            Optional<Found> found = find().filter(lease -> lease.lease().isHeldBy(session));
            return found.isPresent() && write(found, released(found.get().lease()));
        });
    }

    @Override
    @PreDestroy
    public void close()
    {
        connection.close();
    }

    /**
     * Returns the state that the ensemble had agreed on when the call began, or a later one. Servers may lag, so it first waits for an empty transaction.
     */
    private Optional<Found> find()
            throws Exception
    {
        long session = sessionId();
        try {
            requests.call(callback -> client.transaction().inBackground(callback).forOperations(client.transactionOp().check().forPath(path)));
        }
        catch (NoNodeException e) {
            return Optional.empty();
        }
        Optional<CuratorEvent> node = requests.get(requests.ask(callback -> client.getData().inBackground(callback).forPath(path)));
        if (sessionId() != session) {
            // the server of a new session may lag
            throw new KeeperException.SessionExpiredException();
        }
        return node.map(event -> new Found(parse(new String(event.getData(), UTF_8)), event.getStat().getVersion()));
    }

    /**
     * @return false if the lease has changed meanwhile
     */
    private boolean write(Optional<Found> expected, LeaseRecord lease)
            throws Exception
    {
        byte[] content = format(lease).getBytes(UTF_8);
        try {
            requests.call(callback -> {
                if (expected.isPresent()) {
                    client.setData().withVersion(expected.get().version()).inBackground(callback).forPath(path, content);
                }
                else {
                    client.create().creatingParentsIfNeeded().inBackground(callback).forPath(path, content);
                }
            });
            return true;
        }
        catch (BadVersionException | NodeExistsException | NoNodeException e) {
            return false;
        }
    }

    private long sessionId()
            throws Exception
    {
        return client.getZookeeperClient().getZooKeeper().getSessionId();
    }

    private LeaseRecord parse(String json)
    {
        try {
            Map<String, String> values = PropertiesJson.read(json).properties();
            return new LeaseRecord(
                    environment,
                    values.get("nodeId"),
                    URI.create(values.get("uri")),
                    values.get("session"),
                    Long.parseLong(values.get("term")),
                    Long.parseLong(values.get("renewals")));
        }
        catch (IllegalArgumentException | NullPointerException e) {
            throw new CatalogException(STORE_UNAVAILABLE, "The lease in node %s cannot be read: delete the node".formatted(path), e);
        }
    }

    private static String format(LeaseRecord lease)
    {
        return PropertiesJson.write(ImmutableMap.of(
                "nodeId", lease.nodeId(),
                "uri", lease.uri().toString(),
                "session", lease.session(),
                "term", Long.toString(lease.term()),
                "renewals", Long.toString(lease.renewals())));
    }

    private static LeaseRecord renewed(LeaseRecord lease)
    {
        return new LeaseRecord(lease.environment(), lease.nodeId(), lease.uri(), lease.session(), lease.term(), lease.renewals() + 1);
    }

    private static LeaseRecord released(LeaseRecord lease)
    {
        return new LeaseRecord(lease.environment(), lease.nodeId(), lease.uri(), "", lease.term(), lease.renewals());
    }

    private static ZooKeeperStoreConfig withTimeoutsFor(ActiveCoordinatorConfig config, ZooKeeperStoreConfig storeConfig)
    {
        Duration halfLease = Ordering.natural().max(MIN_SESSION_TIMEOUT, new Duration(config.getLease().toMillis() / 2.0, MILLISECONDS));
        return new ZooKeeperStoreConfig()
                .setConnectString(storeConfig.getConnectString())
                .setUsername(storeConfig.getUsername())
                .setPassword(storeConfig.getPassword())
                .setSessionTimeout(Ordering.natural().min(storeConfig.getSessionTimeout(), halfLease))
                .setConnectionTimeout(Ordering.natural().min(storeConfig.getConnectionTimeout(), config.requestTimeout()));
    }
}
