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
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.history.CatalogChange;
import io.prestodynamic.catalog.history.HistoryEntry;
import io.prestodynamic.catalog.store.PropertiesRewriter;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.api.CuratorEvent;
import org.apache.curator.framework.api.transaction.CuratorOp;
import org.apache.zookeeper.KeeperException.NoNodeException;
import org.apache.zookeeper.KeeperException.NodeExistsException;
import org.apache.zookeeper.KeeperException.NotEmptyException;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import static com.google.common.collect.Iterables.getLast;
import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.groupingBy;
import static org.apache.zookeeper.CreateMode.PERSISTENT_SEQUENTIAL;

/**
 * Nodes of the recorded changes below the path of a store: {@code history/<name>} for each name, and below it {@code <time>-<number>} for each change, with a
 * {@link HistoryContent}. The sequence of a change is the number of the transaction that created its node (zxid). Each change also writes the parent, whose data
 * version therefore tells whether anything was recorded since it was read.
 */
final class HistoryTree
{
    /**
     * Node of a change.
     *
     * @param child name of the node: the time at which it was created, in milliseconds, and a number that increases within the name
     */
    record Reference(String catalogName, String child)
    {
        long epochMilli()
        {
            return Long.parseLong(child.substring(0, child.indexOf('-')));
        }

        String number()
        {
            return child.substring(child.indexOf('-') + 1);
        }
    }

    private static final Logger log = Logger.get(HistoryTree.class);
    private static final Duration TIMEOUT = new Duration(4, SECONDS);
    private static final byte[] EMPTY = new byte[0];
    // together with a definition, below the default limit of a server for a request
    private static final int MAX_LENGTH = 500_000;
    private static final int MAX_LENGTH_ALONE = 1_000_000;

    private final ZooKeeperRequests requests = new ZooKeeperRequests(TIMEOUT);
    private final CuratorFramework client;
    private final String definitions;
    private final String root;
    private final Set<String> prepared = ConcurrentHashMap.newKeySet();
    private volatile boolean known;

    HistoryTree(CuratorFramework client, String path)
    {
        this.client = requireNonNull(client, "client is null");
        this.definitions = TreeRequests.definitions(path);
        this.root = path + "/history";
    }

    /**
     * Creates the parent of the changes of a name if it is missing.
     *
     * @throws io.prestodynamic.catalog.CatalogException if the tree of the store is gone
     */
    void prepare(String catalogName)
            throws Exception
    {
        if (!prepared.contains(catalogName)) {
            if (createIfMissing(root) && known) {
                log.warn("Node %s of the catalog store is gone, and with it the records of all changes until now. It is created again: to get the records back, " +
                        "create its nodes from a backup", root);
            }
            known = true;
            createIfMissing(path(catalogName));
            prepared.add(catalogName);
        }
    }

    private boolean createIfMissing(String path)
            throws Exception
    {
        CuratorOp check = client.transactionOp().check().forPath(definitions);
        CuratorOp create = client.transactionOp().create().forPath(path, EMPTY);
        try {
            requests.call(callback -> client.transaction().inBackground(callback).forOperations(check, create));
            return true;
        }
        catch (NodeExistsException e) {
            return false;
        }
        catch (NoNodeException e) {
            throw KnownTree.gone();
        }
    }

    /**
     * Has the parent created again if it is missing, after a failure that this may have caused.
     */
    void checkBeforeNextUse(String catalogName)
    {
        prepared.remove(catalogName);
    }

    /**
     * Returns the part of a transaction that records a change.
     */
    List<CuratorOp> record(CatalogChange change)
            throws Exception
    {
        return ImmutableList.of(client.transactionOp().setData().forPath(path(change.catalogName()), EMPTY), create(change, MAX_LENGTH));
    }

    private CuratorOp create(CatalogChange change, int maxLength)
            throws Exception
    {
        return client.transactionOp().create()
                .withMode(PERSISTENT_SEQUENTIAL)
                .forPath("%s/%s-".formatted(path(change.catalogName()), System.currentTimeMillis()), HistoryContent.write(change, maxLength));
    }

    /**
     * Records a change that others have made, unless a change of the name was recorded since its parent had this version.
     *
     * @throws org.apache.zookeeper.KeeperException.BadVersionException if one was recorded
     */
    void recordFound(CatalogChange change, int parentVersion)
            throws Exception
    {
        CuratorOp check = client.transactionOp().setData().withVersion(parentVersion).forPath(path(change.catalogName()), EMPTY);
        CuratorOp create = create(change, MAX_LENGTH_ALONE);
        requests.call(callback -> client.transaction().inBackground(callback).forOperations(check, create));
    }

    int parentVersion(String catalogName)
            throws Exception
    {
        return requests.call(callback -> client.checkExists().inBackground(callback).forPath(path(catalogName))).getStat().getVersion();
    }

    List<String> names()
            throws Exception
    {
        return requests.get(children(root)).orElse(ImmutableList.of());
    }

    /**
     * Returns the changes of a name, oldest first.
     */
    List<Reference> find(String catalogName)
            throws Exception
    {
        return find(ImmutableList.of(catalogName));
    }

    /**
     * Returns the changes of names, oldest first for each name.
     */
    List<Reference> find(Collection<String> names)
            throws Exception
    {
        List<CompletableFuture<List<Reference>>> answers = names.stream()
                .map(name -> children(path(name)).thenApply(children -> references(name, children.orElse(ImmutableList.of()))))
                .toList();
        ImmutableList.Builder<Reference> found = ImmutableList.builder();
        for (CompletableFuture<List<Reference>> answer : answers) {
            found.addAll(requests.get(answer));
        }
        return found.build();
    }

    /**
     * Returns the last change of each of these names that has one.
     */
    List<Reference> findLatest(Collection<String> names)
            throws Exception
    {
        return find(names).stream().collect(groupingBy(Reference::catalogName)).values().stream()
                .map(references -> getLast(references))
                .toList();
    }

    private static List<Reference> references(String name, List<String> children)
    {
        return children.stream().map(child -> new Reference(name, child)).sorted(comparing(Reference::number)).toList();
    }

    /**
     * Returns the sequences of those changes that still exist.
     */
    Map<Reference, Long> sequences(Collection<Reference> references)
            throws Exception
    {
        return getAll(Maps.toMap(references, reference -> requests.ask(callback -> client.checkExists().inBackground(callback).forPath(path(reference)))
                .thenApply(answer -> answer.map(event -> event.getStat().getCzxid()))));
    }

    /**
     * Returns the entries that still exist, in the order of their sequence.
     */
    List<HistoryEntry> read(Collection<Reference> references)
            throws Exception
    {
        return read(references, identity()).values().stream().sorted(comparingLong(HistoryEntry::sequence)).toList();
    }

    /**
     * Returns what is needed of the entries that still exist, without keeping the rest in memory.
     */
    <T> Map<Reference, T> read(Collection<Reference> references, Function<HistoryEntry, T> view)
            throws Exception
    {
        return getAll(Maps.toMap(references, reference -> read(reference).thenApply(entry -> entry.map(view))));
    }

    private <T> Map<Reference, T> getAll(Map<Reference, CompletableFuture<Optional<T>>> answers)
            throws Exception
    {
        ImmutableMap.Builder<Reference, T> found = ImmutableMap.builder();
        for (Map.Entry<Reference, CompletableFuture<Optional<T>>> answer : answers.entrySet()) {
            requests.get(answer.getValue()).ifPresent(value -> found.put(answer.getKey(), value));
        }
        return found.build();
    }

    private CompletableFuture<Optional<HistoryEntry>> read(Reference reference)
    {
        return requests.ask(callback -> client.getData().inBackground(callback).forPath(path(reference)))
                .thenApply(answer -> answer.flatMap(event -> HistoryContent.read(reference.catalogName(), event.getData())
                        .map(change -> new HistoryEntry(event.getStat().getCzxid(), change))));
    }

    /**
     * Rewrites the properties of a change, if it still exists.
     *
     * @return whether they were rewritten
     */
    boolean rewrite(Reference reference, PropertiesRewriter rewriter)
            throws Exception
    {
        Optional<CatalogChange> change = requests.get(read(reference)).map(HistoryEntry::change);
        Optional<CatalogChange> next = change.map(found -> found.withProperties(rewriter.rewrite(found.catalogName(), found.connectorName(), found.properties())));
        if (next.equals(change)) {
            return false;
        }
        byte[] content = HistoryContent.write(next.orElseThrow(), MAX_LENGTH_ALONE);
        requests.get(requests.ask(callback -> client.setData().inBackground(callback).forPath(path(reference), content)));
        return true;
    }

    void delete(Collection<Reference> references)
            throws Exception
    {
        requests.get(deleteAll(references));
    }

    /**
     * Deletes the parent of the changes of a name, unless it has some again.
     */
    void deleteParent(String catalogName)
            throws Exception
    {
        try {
            requests.get(requests.ask(callback -> client.delete().inBackground(callback).forPath(path(catalogName))));
        }
        catch (NotEmptyException e) {
            // the name was used again
        }
        prepared.remove(catalogName);
    }

    /**
     * Begins to delete all but the last entries of a name.
     */
    CompletableFuture<Void> trim(String catalogName, int kept)
    {
        return children(path(catalogName)).thenCompose(children -> {
            List<Reference> references = references(catalogName, children.orElse(ImmutableList.of()));
            return deleteAll(references.subList(0, Math.max(0, references.size() - kept)));
        });
    }

    private CompletableFuture<Void> deleteAll(Collection<Reference> references)
    {
        return CompletableFuture.allOf(references.stream()
                .map(reference -> requests.ask(callback -> client.delete().inBackground(callback).forPath(path(reference))))
                .toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Optional<List<String>>> children(String path)
    {
        return requests.ask(callback -> client.getChildren().inBackground(callback).forPath(path))
                .thenApply(answer -> answer.map(CuratorEvent::getChildren));
    }

    private String path(Reference reference)
    {
        return path(reference.catalogName()) + "/" + reference.child();
    }

    private String path(String catalogName)
    {
        return root + "/" + catalogName;
    }
}
