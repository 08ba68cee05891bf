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
 * What a store remembers of its tree, so that one that has vanished, or another one in its place, is not taken for one without catalogs. A tree is the same as long as
 * its node {@code definitions} was created by the same transaction at the same time; an ensemble that has lost its disks counts transactions anew, and time goes on.
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
    // when names were added here that may not be among those that were read last
    @GuardedBy("this")
    private final Map<String, Long> added = new HashMap<>();

    /**
     * Whether the store has seen its tree, so that it must not create one any more.
     */
    synchronized boolean isKnown()
    {
        return identity.isPresent();
    }

    /**
     * Takes the first tree that it sees for the one of this store.
     *
     * @param definitions of the node {@code definitions}
     * @throws CatalogException if it is that of another tree
     */
    synchronized void check(Stat definitions)
    {
        Identity found = new Identity(definitions.getCzxid(), definitions.getCtime());
        if (!identity.orElse(found).equals(found)) {
            throw new CatalogException(
                    STORE_UNAVAILABLE,
                    "The nodes of the catalog store are gone, and others have taken their place: restart the coordinator to go on with those, and only those");
        }
        identity = Optional.of(found);
    }

    /**
     * How many names have vanished, other than by a removal, since the names were last {@linkplain #remember remembered}.
     */
    synchronized int countVanished(Stat definitions, Set<String> found)
    {
        int missing = Sets.difference(Sets.union(names, added.keySet()), found).size();
        return Math.max(0, missing - (definitions.getVersion() - removals));
    }

    /**
     * @param start when it began that the names were read, by {@link System#nanoTime}
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
                "The nodes of the catalog store are gone: bring them back, or restart the coordinator to begin without catalogs");
    }

    static CatalogException emptied()
    {
        return new CatalogException(
                STORE_UNAVAILABLE,
                "All definitions of the catalog store have vanished, and no coordinator has removed them: bring them back, or restart the coordinator to begin without catalogs");
    }
}
