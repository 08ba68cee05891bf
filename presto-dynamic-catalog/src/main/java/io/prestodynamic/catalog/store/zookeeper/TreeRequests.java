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
import io.airlift.units.Duration;
import io.prestodynamic.catalog.store.zookeeper.ZooKeeperRequests.Request;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.CuratorEvent;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.NoNodeException;
import org.apache.zookeeper.KeeperException.NodeExistsException;
import org.apache.zookeeper.common.PathUtils;
import org.apache.zookeeper.data.Stat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.prestodynamic.catalog.store.zookeeper.CatalogContent.MAX_LENGTH;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Requests for the nodes of a {@link CatalogTree}.
 */
final class TreeRequests
{
    private static final Duration TIMEOUT = new Duration(4, SECONDS);
    private static final byte[] EMPTY = new byte[0];

    private final ZooKeeperRequests requests = new ZooKeeperRequests(TIMEOUT);
    private final CuratorFramework client;
    private final String definitions;
    private final String sequence;

    TreeRequests(CuratorFramework client, String path)
    {
        this.client = requireNonNull(client, "client is null");
        this.definitions = definitions(path);
        this.sequence = path + "/sequence";
    }

    static String definitions(String path)
    {
        return path + "/definitions";
    }

    /**
     * Runs requests, and fails if the session changes meanwhile, because the server of a new session may lag.
     */
    <T> T inOneSession(Callable<T> reads)
            throws Exception
    {
        long session = sessionId();
        T result = reads.call();
        if (sessionId() != session) {
            throw new KeeperException.SessionExpiredException();
        }
        return result;
    }

    /**
     * Waits until the server has the current state of the ensemble.
     *
     * @throws NoNodeException if the node {@code definitions} is missing
     */
    void catchUp()
            throws Exception
    {
        transact(client.transactionOp().check().forPath(definitions));
    }

    /**
     * Returns the names of all nodes, with the state of the node {@code definitions}.
     */
    CuratorEvent list()
            throws Exception
    {
        return call(callback -> client.getChildren().inBackground(callback).forPath(definitions));
    }

    Stat getDefinitionsStat()
            throws Exception
    {
        return call(callback -> client.checkExists().inBackground(callback).forPath(definitions)).getStat();
    }

    /**
     * Returns the nodes that still exist.
     */
    List<CatalogNode> readAll(List<String> names)
            throws Exception
    {
        List<CompletableFuture<Optional<CatalogNode>>> nodes = names.stream()
                .map(this::ask)
                .collect(toImmutableList());
        ImmutableList.Builder<CatalogNode> found = ImmutableList.builder();
        for (CompletableFuture<Optional<CatalogNode>> node : nodes) {
            requests.get(node).ifPresent(found::add);
        }
        return found.build();
    }

    Optional<CatalogNode> read(String name)
            throws Exception
    {
        return isNodeName(name) ? requests.get(ask(name)) : Optional.empty();
    }

    /**
     * @param record further part of the transaction
     */
    void create(String name, byte[] content, List<CuratorOp> record)
            throws Exception
    {
        transact(record,
                client.transactionOp().check().forPath(definitions),
                client.transactionOp().create().forPath(path(name), content));
    }

    void replace(String name, int removals, int revision, byte[] content, List<CuratorOp> record)
            throws Exception
    {
        transact(record,
                client.transactionOp().check().withVersion(removals).forPath(definitions),
                client.transactionOp().setData().withVersion(revision).forPath(path(name), content));
    }

    void delete(String name, int removals, int revision, List<CuratorOp> record)
            throws Exception
    {
        transact(record,
                client.transactionOp().setData().withVersion(removals).forPath(definitions, EMPTY),
                client.transactionOp().delete().withVersion(revision).forPath(path(name)));
    }

    /**
     * Returns the number of the transaction that writes the node {@code sequence}.
     *
     * @throws NoNodeException if the node is missing
     */
    long writeSequence()
            throws Exception
    {
        return requests.call(callback -> client.setData().inBackground(callback).forPath(sequence, EMPTY)).getStat().getMzxid();
    }

    void createSequence()
            throws Exception
    {
        try {
            transact(client.transactionOp().check().forPath(definitions),
                    client.transactionOp().create().forPath(sequence, EMPTY));
        }
        catch (NodeExistsException e) {
            // created concurrently
        }
        catch (NoNodeException e) {
            throw KnownTree.gone();
        }
    }

    void createTree()
            throws Exception
    {
        for (String path : ImmutableList.of(sequence, definitions)) {
            try {
                requests.call(callback -> client.create().creatingParentsIfNeeded().inBackground(callback).forPath(path, EMPTY));
            }
            catch (NodeExistsException e) {
                // created concurrently
            }
        }
    }

    private CompletableFuture<Optional<CatalogNode>> ask(String name)
    {
        return requests.ask(callback -> client.checkExists().inBackground(callback).forPath(path(name))).thenCompose(size -> {
            if (size.isPresent() && size.get().getStat().getDataLength() > MAX_LENGTH) {
                // larger than a packet
                return CompletableFuture.completedFuture(Optional.of(CatalogNode.tooLarge(name, size.get().getStat())));
            }
            if (size.isEmpty()) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            return requests.ask(callback -> client.getData().inBackground(callback).forPath(path(name)))
                    .thenApply(answer -> answer.map(event -> CatalogNode.of(name, event.getStat(), event.getData())));
        });
    }

    private CuratorEvent call(Request request)
            throws Exception
    {
        try {
            return requests.call(request);
        }
        catch (NoNodeException e) {
            throw KnownTree.gone();
        }
    }

    private void transact(List<CuratorOp> record, CuratorOp... operations)
            throws Exception
    {
        transact(ImmutableList.<CuratorOp>builder().add(operations).addAll(record).build().toArray(CuratorOp[]::new));
    }

    private void transact(CuratorOp... operations)
            throws Exception
    {
        requests.call(callback -> client.transaction().inBackground(callback).forOperations(operations));
    }

    private long sessionId()
            throws Exception
    {
        return client.getZookeeperClient().getZooKeeper().getSessionId();
    }

    private boolean isNodeName(String name)
    {
        try {
            PathUtils.validatePath(path(name));
            return !name.contains("/");
        }
        catch (IllegalArgumentException e) {
            return false;
        }
    }

    private String path(String name)
    {
        return definitions + "/" + name;
    }
}
