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
import io.prestodynamic.catalog.history.LatestChange;
import io.prestodynamic.catalog.store.zookeeper.HistoryTree.Reference;

import javax.annotation.concurrent.ThreadSafe;

import java.util.List;
import java.util.Map;

import static com.google.common.base.Predicates.not;
import static java.util.Objects.requireNonNull;

/**
 * Last changes of all names. A node has the whole change, so each is read only once.
 */
@ThreadSafe
final class LatestChanges
{
    private final HistoryTree tree;
    // of the last list; what is kept of a change is never rewritten
    private volatile Map<Reference, LatestChange> known = ImmutableMap.of();

    LatestChanges(HistoryTree tree)
    {
        this.tree = requireNonNull(tree, "tree is null");
    }

    List<LatestChange> list()
            throws Exception
    {
        List<Reference> latest = tree.findLatest(tree.names());
        Map<Reference, LatestChange> before = known;
        Map<Reference, LatestChange> read = tree.read(latest.stream().filter(not(before::containsKey)).toList(), LatestChange::of);
        ImmutableMap.Builder<Reference, LatestChange> current = ImmutableMap.<Reference, LatestChange>builder().putAll(read);
        latest.stream().filter(before::containsKey).forEach(reference -> current.put(reference, before.get(reference)));
        known = current.build();
        return ImmutableList.copyOf(known.values());
    }
}
