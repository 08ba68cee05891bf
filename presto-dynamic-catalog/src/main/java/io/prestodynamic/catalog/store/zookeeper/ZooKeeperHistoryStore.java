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
import com.google.common.collect.Lists;
import com.google.common.collect.Sets;
import io.prestodynamic.catalog.FileDigest;
import io.prestodynamic.catalog.history.CatalogChange;
import io.prestodynamic.catalog.history.FoundChange;
import io.prestodynamic.catalog.history.HistoryEntry;
import io.prestodynamic.catalog.history.HistoryPage;
import io.prestodynamic.catalog.history.LatestChange;
import io.prestodynamic.catalog.store.HistoryStore;
import io.prestodynamic.catalog.store.PropertiesRewriter;
import io.prestodynamic.catalog.store.zookeeper.HistoryTree.Reference;
import org.apache.zookeeper.KeeperException.BadVersionException;
import org.apache.zookeeper.KeeperException.NoNodeException;
import org.apache.zookeeper.data.Stat;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static com.google.common.collect.Iterables.getLast;
import static io.prestodynamic.catalog.history.ChangeAction.DELETED;
import static io.prestodynamic.catalog.history.ChangeAction.OF_SETTINGS;
import static io.prestodynamic.catalog.security.LogText.line;
import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.groupingBy;

/**
 * Recorded changes in the nodes of a {@link HistoryTree}. ZooKeeper keeps all nodes in memory, so each name has only its last entries, however young the others are.
 */
final class ZooKeeperHistoryStore
        implements HistoryStore
{
    private static final Logger log = Logger.get(ZooKeeperHistoryStore.class);

    private final ZooKeeperCalls calls;
    private final CatalogTree catalogs;
    private final HistoryTree tree;
    private final FileTree files;
    private final LatestChanges latestChanges;

    ZooKeeperHistoryStore(ZooKeeperCalls calls, CatalogTree catalogs, HistoryTree tree, FileTree files)
    {
        this.calls = requireNonNull(calls, "calls is null");
        this.catalogs = requireNonNull(catalogs, "catalogs is null");
        this.tree = requireNonNull(tree, "tree is null");
        this.files = requireNonNull(files, "files is null");
        this.latestChanges = new LatestChanges(tree);
    }

    @Override
    public List<HistoryEntry> list(HistoryPage page)
    {
        return read(() -> newestFirst(tree.find(tree.names()), page));
    }

    @Override
    public List<HistoryEntry> list(String catalogName, HistoryPage page)
    {
        return read(() -> newestFirst(tree.find(catalogName), page));
    }

    private List<HistoryEntry> newestFirst(List<Reference> references, HistoryPage page)
            throws Exception
    {
        // the times in the names of nodes are those of several clocks
        Map<Reference, Long> sequences = tree.sequences(references);
        return Lists.reverse(tree.read(sequences.keySet().stream()
                .filter(reference -> sequences.get(reference) < page.before().orElse(Long.MAX_VALUE))
                .sorted(comparing(sequences::get).reversed())
                .limit(page.limit())
                .toList()));
    }

    @Override
    public Optional<HistoryEntry> find(String catalogName, String version)
    {
        return list(catalogName, HistoryPage.newest(Integer.MAX_VALUE)).stream()
                .filter(entry -> entry.change().after().equals(Optional.of(version)) && !OF_SETTINGS.contains(entry.change().action()))
                .findFirst();
    }

    @Override
    public List<LatestChange> listLatest()
    {
        return read(latestChanges::list);
    }

    @Override
    public List<HistoryEntry> readLatest(Collection<String> catalogNames)
    {
        return read(() -> tree.read(tree.findLatest(catalogNames)));
    }

    @Override
    public boolean recordFound(List<FoundChange> changes)
    {
        boolean complete = true;
        for (FoundChange found : changes) {
            complete &= recordFound(found.change(), found.last());
            trim(found.change().catalogName());
        }
        return complete;
    }

    private boolean recordFound(CatalogChange change, OptionalLong last)
    {
        return read(() -> {
            tree.prepare(change.catalogName());
            try {
                // a change after this moment prevents the record
                int parentVersion = tree.parentVersion(change.catalogName());
                if (!isStored(change) || !lastSequence(change.catalogName()).equals(last)) {
                    return false;
                }
                tree.recordFound(change, parentVersion);
                return true;
            }
            catch (BadVersionException e) {
                // another coordinator has found it too, or has changed the name
                return false;
            }
            catch (NoNodeException e) {
                // deleted since it was prepared
                tree.checkBeforeNextUse(change.catalogName());
                return false;
            }
        });
    }

    private <T> T read(Callable<T> reads)
    {
        return calls.callWithRetry(() -> catalogs.read(reads));
    }

    private boolean isStored(CatalogChange change)
            throws Exception
    {
        return catalogs.find(change.catalogName()).node().map(CatalogNode::version).equals(change.after());
    }

    /**
     * Rewrites the properties of entries, one after the other.
     *
     * @param rewritten is told how many were rewritten, in parts
     */
    void rewrite(PropertiesRewriter rewriter, IntConsumer rewritten)
    {
        for (Reference reference : read(() -> tree.find(tree.names()))) {
            if (calls.callWithRetry(() -> tree.rewrite(reference, rewriter))) {
                rewritten.accept(1);
            }
        }
    }

    /**
     * Deletes all entries of names whose last entry is an older deletion as well, because ZooKeeper keeps all nodes in memory.
     */
    @Override
    public int deleteBefore(Instant time)
    {
        return read(() -> {
            int deleted = 0;
            for (List<Reference> references : byName(tree.find(tree.names())).values()) {
                List<Reference> expired = isExpired(references, time) ? references : references.subList(0, Math.max(0, references.size() - KEPT_OF_EACH_NAME));
                tree.delete(expired);
                deleted += expired.size();
                if (expired.size() == references.size()) {
                    tree.deleteParent(references.get(0).catalogName());
                }
            }
            return deleted;
        });
    }

    @Override
    public void deleteUnusedFiles(Instant before)
    {
        read(() -> {
            deleteUnused(before);
            return null;
        });
    }

    private void deleteUnused(Instant before)
            throws Exception
    {
        // before all that may use them
        Map<String, Stat> contents = files.list();
        List<CatalogNode> nodes = contents.isEmpty() ? ImmutableList.of() : catalogs.readAll();
        if (contents.isEmpty() || nodes.stream().anyMatch(node -> node.broken().isPresent())) {
            // somebody may be about to correct an entry that has files
            return;
        }
        Set<String> used = Stream.concat(
                nodes.stream().map(node -> node.definition().orElseThrow().definition().files()),
                tree.read(tree.find(tree.names()), entry -> entry.change().files()).values().stream())
                .flatMap(found -> found.digests().values().stream())
                .map(FileDigest::sha256)
                .collect(toImmutableSet());
        for (String sha256 : Sets.difference(contents.keySet(), used)) {
            files.delete(sha256, contents.get(sha256), before);
        }
    }

    private boolean isExpired(List<Reference> references, Instant time)
            throws Exception
    {
        Reference last = getLast(references);
        return last.epochMilli() < time.toEpochMilli() && tree.read(List.of(last)).stream().anyMatch(entry -> entry.change().action() == DELETED);
    }

    /**
     * Begins to delete all but the last entries of a name. If this fails, the next change of the name repeats it.
     */
    void trim(String catalogName)
    {
        tree.trim(catalogName, KEPT_OF_EACH_NAME).exceptionally(failure -> {
            log.debug(failure, "Cannot delete old changes of catalog %s", line(catalogName));
            return null;
        });
    }

    private OptionalLong lastSequence(String catalogName)
            throws Exception
    {
        return tree.read(tree.findLatest(List.of(catalogName))).stream().mapToLong(HistoryEntry::sequence).findFirst();
    }

    private static Map<String, List<Reference>> byName(List<Reference> references)
    {
        return references.stream().collect(groupingBy(Reference::catalogName));
    }
}
