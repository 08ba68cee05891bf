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
import com.google.common.collect.ImmutableSet;
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
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.prestodynamic.catalog.store.zookeeper.CatalogContent.MAX_LENGTH;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Nodes of the store below its path:
 * <dl>
 * <dt>{@code definitions/<name>}<dd>One node for each active version, with a {@link CatalogContent}. A name therefore has at most one version.
 * <dt>{@code definitions}<dd>Its data version counts removals. ZooKeeper restarts the data version of a node that is deleted and created again, so each
 * replacement and removal also checks that there was no removal since the node was read.
 * <dt>{@code sequence}<dd>Written for the number of the transaction (zxid), which increases with every transaction of the ensemble and never repeats.
 * </dl>
 * The number of a version is that of the transaction that prepared it. The content has the number of overwrites. If ZooKeeper counts differently, a node was
 * written by others, and its version has the number of their transaction. Every change of a node is therefore a new version. The one exception is a node that
 * was deleted by hand and created again with the same bytes that the store first wrote.
 *
 * <p>A read returns the state that the ensemble had agreed on when the call began, or a later one. Servers may lag, so a read first waits for an empty
 * transaction. A {@code sync} is not enough, because a partitioned leader still answers it for a while.
 *
 * <p>The tree is created on first use, and never again, because an empty tree would remove all catalogs. {@link KnownTree} detects another tree.
 */
final class CatalogTree
{
    private static final Duration REQUEST_TIMEOUT = new Duration(4, SECONDS);
    // deleting a tree by hand deletes its leaves one by one
    private static final Duration DELETION_PAUSE = new Duration(1, SECONDS);
    private static final byte[] EMPTY = new byte[0];

    /**
     * Node of a name, if it exists, and the number of removals at the time of the read.
     */
    record Lookup(Optional<CatalogNode> node, int removals) {}

    /**
     * Consistent read of all nodes.
     *
     * @param start in {@link System#nanoTime}
     * @param definitions state of the node {@code definitions} when it had these names
     */
    private record Reading(long start, Stat definitions, Set<String> names, List<CatalogNode> nodes) {}

    private final KnownTree known = new KnownTree();
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

    /**
     * @throws CatalogException if the tree was replaced, or if all definitions have disappeared without {@link #delete}
     */
    List<CatalogNode> readAll()
            throws Exception
    {
        Reading reading = read();
        int vanished = known.countVanished(reading.definitions(), reading.names());
        for (int before = 0; vanished > before; vanished = known.countVanished(reading.definitions(), reading.names())) {
            // a deletion by hand, which may still be in progress
            before = vanished;
            Thread.sleep(DELETION_PAUSE.toMillis());
            reading = read();
        }
        if (vanished > 0 && reading.names().isEmpty()) {
            throw KnownTree.emptied();
        }
        known.remember(reading.definitions(), reading.names(), reading.start());
        return reading.nodes();
    }

    private Reading read()
            throws Exception
    {
        long start = System.nanoTime();
        catchUp();
        long session = sessionId();
        CuratorEvent children = call(callback -> client.getChildren().inBackground(callback).forPath(definitions));
        known.check(children.getStat());
        List<CompletableFuture<Optional<CatalogNode>>> nodes = children.getChildren().stream()
                .map(this::read)
                .collect(toImmutableList());
        ImmutableList.Builder<CatalogNode> found = ImmutableList.builder();
        for (CompletableFuture<Optional<CatalogNode>> node : nodes) {
            requests.get(node).ifPresent(found::add);
        }
        if (sessionId() != session) {
            // the server of a new session may lag
            throw new KeeperException.SessionExpiredException();
        }
        return new Reading(start, children.getStat(), ImmutableSet.copyOf(children.getChildren()), found.build());
    }

    Lookup find(String name)
            throws Exception
    {
        catchUp();
        long session = sessionId();
        int removals = checkDefinitions().getVersion();
        Optional<CatalogNode> node = isNodeName(name) ? requests.get(read(name)) : Optional.empty();
        if (sessionId() != session) {
            throw new KeeperException.SessionExpiredException();
        }
        return new Lookup(node, removals);
    }

    long nextNumber()
            throws Exception
    {
        createIfUnknown();
        long number;
        try {
            number = write(sequence);
        }
        catch (NoNodeException e) {
            createMissing();
            number = write(sequence);
        }
        checkDefinitions();
        return number;
    }

    void create(String name, byte[] content)
            throws Exception
    {
        createIfUnknown();
        checkDefinitions();
        createInTree(path(name), content);
        known.remember(name);
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

    private void createIfUnknown()
            throws Exception
    {
        if (!known.isKnown()) {
            catchUp();
        }
    }

    private Stat checkDefinitions()
            throws Exception
    {
        Stat stat = call(callback -> client.checkExists().inBackground(callback).forPath(definitions)).getStat();
        known.check(stat);
        return stat;
    }

    private void createMissing()
            throws Exception
    {
        if (known.isKnown()) {
            createSequence();
            return;
        }
        for (String path : ImmutableList.of(sequence, definitions)) {
            try {
                create(EMPTY, path);
            }
            catch (NodeExistsException e) {
                // created concurrently
            }
        }
    }

    // may be missing alone, because its data is not used
    private void createSequence()
            throws Exception
    {
        checkDefinitions();
        try {
            createInTree(sequence, EMPTY);
        }
        catch (NodeExistsException e) {
            // created concurrently
        }
    }

    private void createInTree(String path, byte[] content)
            throws Exception
    {
        try {
            transact(client.transactionOp().check().forPath(definitions),
                    client.transactionOp().create().forPath(path, content));
        }
        catch (NoNodeException e) {
            throw KnownTree.gone();
        }
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
