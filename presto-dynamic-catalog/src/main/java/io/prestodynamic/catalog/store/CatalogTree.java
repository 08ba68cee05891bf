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

import com.google.common.collect.ImmutableList;
import io.airlift.units.Duration;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.KeeperException.NoNodeException;
import org.apache.zookeeper.KeeperException.NodeExistsException;
import org.apache.zookeeper.common.PathUtils;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.prestodynamic.catalog.store.CatalogContent.MAX_LENGTH;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * The nodes of the store, and what is done with them. Below its path there are
 * <dl>
 * <dt>{@code definitions/<name>}<dd>one node for each active version, so that a name has at most one; its data is a {@link CatalogContent}
 * <dt>{@code definitions}<dd>its data version counts removals. ZooKeeper starts to count a node's versions anew when a node is deleted and made again,
 *     so each replacement and removal also checks that there was no removal since the node was read
 * <dt>{@code sequence}<dd>is written to for the number of the transaction (zxid), which rises with every transaction of the ensemble and never repeats
 * </dl>
 * The number of a version is that of the transaction that prepared it. A node says how often it had been overwritten when the store wrote it; where ZooKeeper
 * counts otherwise, somebody else wrote the node, and the number of the version is that of the transaction that did so. Therefore every change of a node
 * is another version, with one exception: a node that was deleted by hand and made again with the very bytes that the store had first written is the version that it was.
 * <p>
 * What is read is what the ensemble had agreed on when the call began, or later: a server may lag behind the others, so reads wait for an empty transaction first.
 * A {@code sync} would do nearly as well, except that a leader that was cut off answers it for a while.
 */
final class CatalogTree
{
    private static final Duration REQUEST_TIMEOUT = new Duration(4, SECONDS);
    private static final byte[] EMPTY = new byte[0];

    /**
     * The node of a name, if there is one, and how many removals there had been when it was read.
     */
    record Lookup(Optional<CatalogNode> node, int removals) {}

    private final ZooKeeperRequests requests = new ZooKeeperRequests(REQUEST_TIMEOUT);
    private final CuratorFramework client;
    private final String definitions;
    private final String sequence;

    CatalogTree(CuratorFramework client, String path)
    {
        this.client = requireNonNull(client, "client is null");
        this.definitions = definitions(path);
        this.sequence = path + "/sequence";
    }

    static String definitions(String path)
    {
        return path + "/definitions";
    }

    List<CatalogNode> readAll()
            throws Exception
    {
        catchUp();
        long session = sessionId();
        List<CompletableFuture<Optional<CatalogNode>>> nodes = requests.call(callback -> client.getChildren().inBackground(callback).forPath(definitions)).getChildren().stream()
                .map(this::read)
                .collect(toImmutableList());
        ImmutableList.Builder<CatalogNode> found = ImmutableList.builder();
        for (CompletableFuture<Optional<CatalogNode>> node : nodes) {
            requests.get(node).ifPresent(found::add);
        }
        if (sessionId() != session) {
            // the server of another session may be behind
            throw new KeeperException.SessionExpiredException();
        }
        return found.build();
    }

    Lookup find(String name)
            throws Exception
    {
        catchUp();
        long session = sessionId();
        int removals = requests.call(callback -> client.checkExists().inBackground(callback).forPath(definitions)).getStat().getVersion();
        Optional<CatalogNode> node = isNodeName(name) ? requests.get(read(name)) : Optional.empty();
        if (sessionId() != session) {
            throw new KeeperException.SessionExpiredException();
        }
        return new Lookup(node, removals);
    }

    long nextNumber()
            throws Exception
    {
        try {
            return write(sequence);
        }
        catch (NoNodeException e) {
            createMissing();
            return write(sequence);
        }
    }

    void create(String name, byte[] content)
            throws Exception
    {
        create(content, path(name));
    }

    void replace(String name, Lookup lookup, byte[] content)
            throws Exception
    {
        transact(client.transactionOp().check().withVersion(lookup.removals()).forPath(definitions),
                client.transactionOp().setData().withVersion(lookup.node().orElseThrow().revision()).forPath(path(name), content));
    }

    void delete(String name, Lookup lookup)
            throws Exception
    {
        transact(client.transactionOp().setData().withVersion(lookup.removals()).forPath(definitions, EMPTY),
                client.transactionOp().delete().withVersion(lookup.node().orElseThrow().revision()).forPath(path(name)));
    }

    private void catchUp()
            throws Exception
    {
        try {
            transact(client.transactionOp().check().forPath(definitions));
        }
        catch (NoNodeException e) {
            createMissing();
        }
    }

    private void createMissing()
            throws Exception
    {
        for (String path : ImmutableList.of(sequence, definitions)) {
            try {
                create(EMPTY, path);
            }
            catch (NodeExistsException e) {
                // that is as well
            }
        }
    }

    private void transact(CuratorOp... operations)
            throws Exception
    {
        requests.call(callback -> client.transaction().inBackground(callback).forOperations(operations));
    }

    private void create(byte[] content, String path)
            throws Exception
    {
        requests.call(callback -> client.create().creatingParentsIfNeeded().inBackground(callback).forPath(path, content));
    }

    private long write(String path)
            throws Exception
    {
        return requests.call(callback -> client.setData().inBackground(callback).forPath(path, EMPTY)).getStat().getMzxid();
    }

    private long sessionId()
            throws Exception
    {
        return client.getZookeeperClient().getZooKeeper().getSessionId();
    }

    private CompletableFuture<Optional<CatalogNode>> read(String name)
    {
        return requests.ask(callback -> client.checkExists().inBackground(callback).forPath(path(name))).thenCompose(size -> {
            if (size.isPresent() && size.get().getStat().getDataLength() > MAX_LENGTH) {
                // it might take more than a packet
                return CompletableFuture.completedFuture(Optional.of(CatalogNode.tooLarge(name, size.get().getStat())));
            }
            if (size.isEmpty()) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            return requests.ask(callback -> client.getData().inBackground(callback).forPath(path(name)))
                    .thenApply(answer -> answer.map(event -> CatalogNode.of(name, event.getStat(), event.getData())));
        });
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
