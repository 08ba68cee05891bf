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
import com.google.common.annotations.VisibleForTesting;
import com.google.common.collect.ImmutableList;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogFiles;
import io.prestodynamic.catalog.CatalogSettings;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.FileDigest;
import io.prestodynamic.catalog.files.FileContents;
import io.prestodynamic.catalog.history.CatalogChange;
import io.prestodynamic.catalog.store.EncryptableStore;
import io.prestodynamic.catalog.store.FileRewriter;
import io.prestodynamic.catalog.store.HistoryStore;
import io.prestodynamic.catalog.store.PropertiesRewriter;
import io.prestodynamic.catalog.store.SettingsChange;
import io.prestodynamic.catalog.store.StoredCatalogs;
import io.prestodynamic.catalog.store.VersionString;
import io.prestodynamic.catalog.store.zookeeper.CatalogTree.Lookup;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.transaction.CuratorOp;

import javax.annotation.PreDestroy;
import javax.inject.Inject;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static com.google.common.util.concurrent.Uninterruptibles.sleepUninterruptibly;
import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_EXISTS;
import static io.prestodynamic.catalog.CatalogErrorCode.CONCURRENT_CHANGE;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_CONFIGURATION;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static java.time.temporal.ChronoUnit.SECONDS;
import static java.util.Comparator.comparingLong;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * Store in the nodes of a ZooKeeper ensemble, as described in {@link CatalogTree}. Starts without a connection, and recovers when the ensemble does. Caches no
 * definitions: each call fails without a connection to a quorum. Remembers the names of the nodes, and fails all calls until the next start if they disappear
 * other than by removals or one by one.
 */
public class ZooKeeperCatalogStore
        implements EncryptableStore, AutoCloseable
{
    private interface Action
    {
        void run(Lookup lookup, List<CuratorOp> record)
                throws Exception;
    }

    private static final Logger log = Logger.get(ZooKeeperCatalogStore.class);
    private static final int MAX_ATTEMPTS = 50;

    private final ChangeNotifier notifier = new ChangeNotifier();
    private final ZooKeeperConnection connection;
    private final ZooKeeperCalls calls;
    private final CatalogTree tree;
    private final HistoryTree historyTree;
    private final FileTree fileTree;
    private final ZooKeeperHistoryStore history;

    @Inject
    public ZooKeeperCatalogStore(ZooKeeperStoreConfig config)
    {
        if (config.getUsername() == null) {
            log.warn("Everyone with access to ZooKeeper can read and change the catalogs and their passwords: set dynamic-catalog.zookeeper.username");
        }
        connection = new ZooKeeperConnection(config, new ZooKeeperWatch(TreeRequests.definitions(config.getPath()), notifier::notifyListeners)::set);
        calls = new ZooKeeperCalls(connection);
        tree = new CatalogTree(connection.client(), config.getPath());
        historyTree = new HistoryTree(connection.client(), config.getPath());
        fileTree = new FileTree(connection.client(), config.getPath());
        history = new ZooKeeperHistoryStore(calls, tree, historyTree, fileTree);
    }

    @Override
    public StoredCatalogs list()
    {
        List<CatalogNode> nodes = calls.callWithRetry(tree::readAll).stream()
                .sorted(comparingLong(node -> VersionString.number(node.version())))
                .collect(toImmutableList());
        return new StoredCatalogs(
                nodes.stream().flatMap(node -> node.definition().stream()).collect(toImmutableList()),
                nodes.stream().flatMap(node -> node.broken().stream()).collect(toImmutableList()),
                nodes.stream()
                        .filter(node -> node.definition().isPresent() && !node.settings().equals(CatalogSettings.DEFAULT))
                        .collect(toImmutableMap(node -> node.definition().orElseThrow().name().value(), CatalogNode::settings)));
    }

    @Override
    public CatalogVersion prepare(CatalogDefinition definition)
    {
        Instant now = Instant.now().truncatedTo(SECONDS);
        definition.files().digests().forEach(ZooKeeperCatalogStore::checkFits);
        checkFits(new CatalogVersion(definition, CatalogNode.version(Long.MAX_VALUE, definition, now), now), CatalogSettings.DEFAULT);
        return new CatalogVersion(definition, CatalogNode.version(calls.callWithRetry(tree::nextNumber), definition, now), now);
    }

    @Override
    public void add(CatalogVersion version, CatalogSettings settings, CatalogChange change, FileContents contents)
    {
        String name = version.name().value();
        byte[] content = CatalogContent.write(version, settings, 0);
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            List<CuratorOp> record = prepareRecord(change, version.definition().files(), contents);
            if (calls.change(() -> tree.create(name, content, record), current(name, CatalogNode::version), Optional.empty(), Optional.of(version.version()))) {
                history.trim(name);
                return;
            }
            historyTree.checkBeforeNextUse(name);
            if (calls.callWithRetry(current(name, CatalogNode::version)).isPresent()) {
                throw new CatalogException(CATALOG_EXISTS, "Catalog '%s' exists already".formatted(name));
            }
        }
        throw conflict();
    }

    @Override
    public void replace(String version, CatalogVersion next, SettingsChange settings, CatalogChange change, FileContents contents)
    {
        checkFits(next, settings.after());
        Supplier<List<CuratorOp>> recording = () -> prepareRecord(change, next.definition().files(), contents);
        change(recording, next.name().value(), version, CatalogNode::version, Optional.of(next.version()), (lookup, record) -> {
            settings.check(next.name().value(), lookup.node().orElseThrow().settings());
            tree.replace(next.name().value(), lookup, CatalogContent.write(next, settings.after(), lookup.revision() + 1), record);
        });
    }

    @Override
    public void configure(String catalogName, String version, SettingsChange settings, CatalogChange change)
    {
        // a node that others have written, or an earlier release, gets another version by this
        change(() -> prepareRecord(change), catalogName, version, CatalogNode::state, Optional.of(CatalogNode.state(version, settings.after())), (lookup, record) -> {
            settings.check(catalogName, lookup.node().orElseThrow().settings());
            CatalogVersion stored = lookup.node().flatMap(CatalogNode::definition)
                    .orElseThrow(() -> new CatalogException(INVALID_CONFIGURATION, "The stored catalog %s is not a valid definition: replace or delete it".formatted(catalogName)));
            tree.replace(catalogName, lookup, CatalogContent.write(stored, settings.after(), lookup.revision() + 1), record);
        });
    }

    @Override
    public void remove(String catalogName, String version, CatalogChange change)
    {
        change(() -> prepareRecord(change), catalogName, version, CatalogNode::version, Optional.empty(), (lookup, record) -> tree.delete(catalogName, lookup, record));
    }

    @Override
    public Optional<byte[]> readFile(String sha256)
    {
        return calls.callWithRetry(() -> tree.read(() -> fileTree.read(sha256)));
    }

    @Override
    public void rewriteFiles(FileRewriter rewriter)
    {
        for (String sha256 : calls.callWithRetry(fileTree::list).keySet()) {
            calls.callWithRetry(() -> {
                fileTree.rewrite(sha256, rewriter);
                return null;
            });
        }
    }

    @Override
    public HistoryStore history()
    {
        return history;
    }

    @Override
    public void rewriteFormer(PropertiesRewriter rewriter, IntConsumer rewritten)
    {
        history.rewrite(rewriter, rewritten);
    }

    @Override
    public void addChangeListener(Runnable listener)
    {
        notifier.addListener(listener);
    }

    @Override
    @PreDestroy
    public void close()
    {
        connection.close();
        notifier.close();
    }

    @VisibleForTesting
    CuratorFramework client()
    {
        return connection.client();
    }

    /**
     * @param state what the action changes of a node, so that it shows after a connection loss whether the change was made
     */
    /**
     * @param recording makes the part of the transaction that records the change
     */
    private void change(Supplier<List<CuratorOp>> recording, String name, String before, Function<CatalogNode, String> state, Optional<String> after, Action action)
    {
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            Lookup lookup = calls.callWithRetry(() -> tree.find(name));
            if (lookup.node().filter(node -> node.version().equals(before)).isEmpty()) {
                throw new CatalogException(CONCURRENT_CHANGE, "Somebody else changed catalog '%s': look at it again before you repeat the request".formatted(name));
            }
            List<CuratorOp> record = recording.get();
            if (calls.change(() -> action.run(lookup, record), current(name, state), lookup.node().map(state), after)) {
                history.trim(name);
                return;
            }
            historyTree.checkBeforeNextUse(name);
            // a conflict with a change of this name or with another removal
            sleepUninterruptibly(ThreadLocalRandom.current().nextInt(1, 5 + attempt), MILLISECONDS);
        }
        throw conflict();
    }

    private List<CuratorOp> prepareRecord(CatalogChange change, CatalogFiles files, FileContents contents)
    {
        List<CuratorOp> uses = calls.callWithRetry(() -> fileTree.use(files, contents));
        return ImmutableList.<CuratorOp>builder().addAll(uses).addAll(prepareRecord(change)).build();
    }

    private List<CuratorOp> prepareRecord(CatalogChange change)
    {
        return calls.callWithRetry(() -> {
            historyTree.prepare(change.catalogName());
            return historyTree.record(change);
        });
    }

    private static CatalogException conflict()
    {
        return new CatalogException(CONCURRENT_CHANGE, "Somebody else changes the catalogs at the same time: repeat the request");
    }

    private Callable<Optional<String>> current(String name, Function<CatalogNode, String> state)
    {
        return () -> tree.find(name).node().map(state);
    }

    private static void checkFits(String fileName, FileDigest digest)
    {
        if (digest.size() > FileTree.MAX_LENGTH) {
            throw new CatalogException(INVALID_REQUEST, "File %s has %s bytes, and the catalog store allows %s".formatted(fileName, digest.size(), FileTree.MAX_LENGTH));
        }
    }

    private static void checkFits(CatalogVersion version, CatalogSettings settings)
    {
        // with the longest revision, so that a prepared version always fits
        CatalogContent.write(version, settings, Integer.MAX_VALUE);
    }
}
