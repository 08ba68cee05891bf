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
import com.google.common.collect.Sets;
import io.prestodynamic.catalog.CatalogException;
import org.apache.zookeeper.data.Stat;

import javax.annotation.concurrent.GuardedBy;
import javax.annotation.concurrent.ThreadSafe;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;

/**
 * Identity of the tree of a store, so that a tree that has disappeared or was replaced is not read as one without catalogs. A tree is identified by the
 * transaction and time that created its node {@code definitions}. The time distinguishes trees after an ensemble has lost its disks.
 */
@ThreadSafe
final class KnownTree
{
    private record Identity(long transaction, long time) {}

    @GuardedBy("this")
    private Optional<Identity> identity = Optional.empty();
    @GuardedBy("this")
    private Set<String> names = ImmutableSet.of();
    @GuardedBy("this")
    private int removals;
    // times of additions by this store, which the last read may not include
    @GuardedBy("this")
    private final Map<String, Long> added = new HashMap<>();

    synchronized boolean isKnown()
    {
        return identity.isPresent();
    }

    /**
     * Records the first tree as that of this store, and checks all others against it.
     *
     * @param definitions state of the node {@code definitions}
     * @throws CatalogException if it belongs to another tree
     */
    synchronized void check(Stat definitions)
    {
        Identity found = new Identity(definitions.getCzxid(), definitions.getCtime());
        if (!identity.orElse(found).equals(found)) {
            throw new CatalogException(
                    STORE_UNAVAILABLE,
                    "The nodes of the catalog store were replaced by others: restart the coordinator to use those, and only those");
        }
        identity = Optional.of(found);
    }

    /**
     * Returns the number of names that have disappeared without a removal since they were last {@linkplain #remember remembered}.
     */
    synchronized int countVanished(Stat definitions, Set<String> found)
    {
        int missing = Sets.difference(Sets.union(names, added.keySet()), found).size();
        return Math.max(0, missing - (definitions.getVersion() - removals));
    }

    /**
     * @param start time at which the read started, in {@link System#nanoTime}
     */
    synchronized void remember(Stat definitions, Set<String> found, long start)
    {
        names = ImmutableSet.copyOf(found);
        removals = definitions.getVersion();
        added.values().removeIf(time -> time - start < 0);
    }

    synchronized void remember(String addedName)
    {
        added.put(addedName, System.nanoTime());
    }

    static CatalogException gone()
    {
        return new CatalogException(
                STORE_UNAVAILABLE,
                "The nodes of the catalog store are gone: restore them, or restart the coordinator to begin without catalogs");
    }

    static CatalogException emptied()
    {
        return new CatalogException(
                STORE_UNAVAILABLE,
                "All definitions of the catalog store have disappeared without a removal by a coordinator: restore them, or restart the coordinator to begin without catalogs");
    }
}
