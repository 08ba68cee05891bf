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

import com.google.common.collect.ImmutableSet;
import io.airlift.units.Duration;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.CuratorEvent;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.KeeperException.NoNodeException;
import org.apache.zookeeper.data.Stat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Nodes of the store below its path:
 * <dl>
 * <dt>{@code definitions/<name>}<dd>One node for each active version, with a {@link CatalogContent}. A name therefore has at most one version.
 * <dt>{@code definitions}<dd>Its data version counts removals. ZooKeeper restarts the data version of a node that is deleted and created again, so each
 * replacement and removal also checks that there was no removal since the node was read.
 * <dt>{@code history}<dd>A {@link HistoryTree}. Each change is recorded in it, in the same transaction.
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
    // deleting a tree by hand deletes its leaves one by one
    private static final Duration DELETION_PAUSE = new Duration(1, SECONDS);

    /**
     * Node of a name, if it exists, and the number of removals at the time of the read.
     */
    record Lookup(Optional<CatalogNode> node, int removals)
    {
        int revision()
        {
            return node.orElseThrow().revision();
        }
    }

    private interface Read<T>
    {
        T run(Stat definitions)
                throws Exception;
    }

    /**
     * Consistent read of all nodes.
     *
     * @param start in {@link System#nanoTime}
     * @param definitions state of the node {@code definitions} when it had these names
     */
    private record Reading(long start, Stat definitions, Set<String> names, List<CatalogNode> nodes) {}

    private final KnownTree known = new KnownTree();
    private final TreeRequests requests;

    CatalogTree(CuratorFramework client, String path)
    {
        this.requests = new TreeRequests(client, path);
    }

    /**
     * @throws io.prestodynamic.catalog.CatalogException if the tree was replaced, or if all definitions have disappeared without {@link #delete}
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
        return requests.inOneSession(() -> {
            CuratorEvent children = requests.list();
            known.check(children.getStat());
            return new Reading(start, children.getStat(), ImmutableSet.copyOf(children.getChildren()), requests.readAll(children.getChildren()));
        });
    }

    Lookup find(String name)
            throws Exception
    {
        return read(definitions -> new Lookup(requests.read(name), definitions.getVersion()));
    }

    /**
     * Reads further nodes of the store as they are when this is called, or later.
     *
     * @throws io.prestodynamic.catalog.CatalogException if the tree was replaced
     */
    <T> T read(Callable<T> reads)
            throws Exception
    {
        return read(definitions -> reads.call());
    }

    private <T> T read(Read<T> reads)
            throws Exception
    {
        catchUp();
        return requests.inOneSession(() -> reads.run(checkDefinitions()));
    }

    long nextNumber()
            throws Exception
    {
        createIfUnknown();
        long number;
        try {
            number = requests.writeSequence();
        }
        catch (NoNodeException e) {
            createMissing();
            number = requests.writeSequence();
        }
        checkDefinitions();
        return number;
    }

    /**
     * @param record part of the transaction that records the change
     */
    void create(String name, byte[] content, List<CuratorOp> record)
            throws Exception
    {
        createIfUnknown();
        checkDefinitions();
        requests.create(name, content, record);
        known.remember(name);
    }

    void replace(String name, Lookup lookup, byte[] content, List<CuratorOp> record)
            throws Exception
    {
        requests.replace(name, lookup.removals(), lookup.revision(), content, record);
    }

    void delete(String name, Lookup lookup, List<CuratorOp> record)
            throws Exception
    {
        requests.delete(name, lookup.removals(), lookup.revision(), record);
    }

    private void catchUp()
            throws Exception
    {
        try {
            requests.catchUp();
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

    private void createMissing()
            throws Exception
    {
        if (known.isKnown()) {
            // may be missing alone, because its data is not used
            checkDefinitions();
            requests.createSequence();
        }
        else {
            requests.createTree();
        }
    }

    private Stat checkDefinitions()
            throws Exception
    {
        Stat stat = requests.getDefinitionsStat();
        known.check(stat);
        return stat;
    }
}
