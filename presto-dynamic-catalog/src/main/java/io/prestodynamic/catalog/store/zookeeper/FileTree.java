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
import com.google.common.collect.ImmutableMap;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogFiles;
import io.prestodynamic.catalog.FileDigest;
import io.prestodynamic.catalog.files.FileContents;
import io.prestodynamic.catalog.store.FileRewriter;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.CuratorEvent;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.KeeperException.BadVersionException;
import org.apache.zookeeper.KeeperException.NoNodeException;
import org.apache.zookeeper.KeeperException.NodeExistsException;
import org.apache.zookeeper.data.Stat;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Nodes of the contents of files below the path of a store: {@code files/<sha256>} for each content, and below it {@code content} with the content itself. A content is stored
 * before the definition that needs it, because a transaction is a request, for which a server has a limit. In the transaction of the definition, the node of the content is
 * written. So nobody deletes it at the same time, because a deletion names the data version that the node had before it was found to be unused.
 */
final class FileTree
{
    /**
     * Leaves room for the path and the rest of the request below the default limit of a server, 1,048,575 bytes.
     */
    static final int MAX_LENGTH = 1_000_000;

    private static final Duration TIMEOUT = new Duration(4, SECONDS);
    private static final byte[] EMPTY = new byte[0];

    private final ZooKeeperRequests requests = new ZooKeeperRequests(TIMEOUT);
    private final CuratorFramework client;
    private final String definitions;
    private final String root;

    FileTree(CuratorFramework client, String path)
    {
        this.client = requireNonNull(client, "client is null");
        this.definitions = TreeRequests.definitions(path);
        this.root = path + "/files";
    }

    /**
     * Stores those contents that are missing.
     *
     * @return the part of a transaction that keeps them from being deleted
     * @throws io.prestodynamic.catalog.CatalogException if a content is neither stored nor given, or if the tree of the store is gone
     */
    List<CuratorOp> use(CatalogFiles files, FileContents contents)
            throws Exception
    {
        // several files may have one content
        Map<String, CuratorOp> uses = new HashMap<>();
        for (Map.Entry<String, FileDigest> file : files.digests().entrySet()) {
            String sha256 = file.getValue().sha256();
            if (stat(sha256).isEmpty()) {
                create(sha256, contents.getMissing(file.getKey(), sha256));
            }
            uses.put(sha256, client.transactionOp().setData().forPath(path(sha256), EMPTY));
        }
        return ImmutableList.copyOf(uses.values());
    }

    private void create(String sha256, byte[] content)
            throws Exception
    {
        create(client.transactionOp().create().forPath(root, EMPTY));
        create(client.transactionOp().create().forPath(path(sha256), EMPTY), client.transactionOp().create().forPath(contentPath(sha256), content));
    }

    private void create(CuratorOp... operations)
            throws Exception
    {
        CuratorOp check = client.transactionOp().check().forPath(definitions);
        try {
            requests.call(callback -> client.transaction().inBackground(callback).forOperations(ImmutableList.<CuratorOp>builder().add(check).add(operations).build()));
        }
        catch (NodeExistsException e) {
            // another change has created it
        }
        catch (NoNodeException e) {
            throw KnownTree.gone();
        }
    }

    Optional<byte[]> read(String sha256)
            throws Exception
    {
        return requests.get(requests.ask(callback -> client.getData().inBackground(callback).forPath(contentPath(sha256)))).map(CuratorEvent::getData);
    }

    /**
     * Returns the hashes of all contents, with the state of their nodes.
     */
    Map<String, Stat> list()
            throws Exception
    {
        Optional<CuratorEvent> children = requests.get(requests.ask(callback -> client.getChildren().inBackground(callback).forPath(root)));
        ImmutableMap.Builder<String, Stat> contents = ImmutableMap.builder();
        for (String sha256 : children.map(CuratorEvent::getChildren).orElse(ImmutableList.of())) {
            stat(sha256).ifPresent(stat -> contents.put(sha256, stat));
        }
        return contents.build();
    }

    /**
     * Rewrites a content, if it is still stored.
     */
    void rewrite(String sha256, FileRewriter rewriter)
            throws Exception
    {
        Optional<byte[]> stored = read(sha256);
        if (stored.isPresent()) {
            byte[] rewritten = rewriter.rewrite(sha256, stored.get());
            if (!Arrays.equals(rewritten, stored.get())) {
                requests.get(requests.ask(callback -> client.setData().inBackground(callback).forPath(contentPath(sha256), rewritten)));
            }
        }
    }

    /**
     * Deletes a content, unless a change has used it since a time, or since its node was in a state.
     */
    void delete(String sha256, Stat stat, Instant before)
            throws Exception
    {
        if (stat.getMtime() >= before.toEpochMilli()) {
            return;
        }
        CuratorOp content = client.transactionOp().delete().forPath(contentPath(sha256));
        CuratorOp node = client.transactionOp().delete().withVersion(stat.getVersion()).forPath(path(sha256));
        try {
            requests.call(callback -> client.transaction().inBackground(callback).forOperations(content, node));
        }
        catch (BadVersionException | NoNodeException e) {
            // used again, or deleted by another coordinator
        }
    }

    private Optional<Stat> stat(String sha256)
            throws Exception
    {
        return requests.get(requests.ask(callback -> client.checkExists().inBackground(callback).forPath(path(sha256)))).map(CuratorEvent::getStat);
    }

    private String contentPath(String sha256)
    {
        return path(sha256) + "/content";
    }

    private String path(String sha256)
    {
        return root + "/" + sha256;
    }
}
