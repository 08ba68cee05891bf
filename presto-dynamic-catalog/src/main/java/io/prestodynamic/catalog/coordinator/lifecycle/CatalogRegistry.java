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
package io.prestodynamic.catalog.coordinator.lifecycle;

import com.google.common.collect.ImmutableList;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.DesiredCatalogs;

import javax.annotation.concurrent.GuardedBy;
import javax.annotation.concurrent.ThreadSafe;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import static io.prestodynamic.catalog.coordinator.lifecycle.DrainMode.FAIL_QUERIES;
import static io.prestodynamic.catalog.coordinator.lifecycle.DrainMode.FINISH_QUERIES;

/**
 * What this coordinator has made of the store: the current version of each catalog, versions on their way in and out, and entries that cannot be
 * used. Derived from the store; nothing is authoritative here.
 * <p>
 * A name has at most one <i>current</i> version, which is loaded here and published: new queries resolve it. What is stored under the name, as far as is known, is
 * the current version, or else one that takes its place: an <i>incoming</i> one, which may still be loading, or an <i>unusable</i> entry, never both. All other versions of
 * the name that this coordinator has loaded or is loading are <i>draining</i>. Current, incoming and draining versions are desired on all nodes.
 * <p>
 * Only who has the name {@linkplain NameReservations reserved} moves it to another stored version: a change, after it has changed the store, or a comparison that has
 * read the store since it has the name. The load that follows has no reservation. When it ends, it takes its own version further, from incoming to current or unusable or back from
 * unusable, by {@link #activate}, {@link #reject} and {@link #restage}, which do nothing once the name has moved on. So whoever moves a name need not wait for a load, and never finds its outcome later.
 */
@ThreadSafe
public class CatalogRegistry
{
    @GuardedBy("this")
    private final SortedMap<String, CatalogVersion> current = new TreeMap<>();
    @GuardedBy("this")
    private final SortedMap<String, CatalogVersion> incoming = new TreeMap<>();
    @GuardedBy("this")
    private final SortedMap<String, DrainingVersion> draining = new TreeMap<>();
    @GuardedBy("this")
    private final SortedMap<String, UnusableCatalog> unusable = new TreeMap<>();
    @GuardedBy("this")
    private long revision;

    /**
     * The version that new queries resolve.
     */
    public synchronized Optional<CatalogVersion> getCurrent(String name)
    {
        return Optional.ofNullable(current.get(name));
    }

    public synchronized List<CatalogVersion> getCurrent()
    {
        return ImmutableList.copyOf(current.values());
    }

    /**
     * The version that is stored and about to be current, once it is loaded.
     */
    public synchronized Optional<CatalogVersion> getIncoming(String name)
    {
        return Optional.ofNullable(incoming.get(name));
    }

    public synchronized List<CatalogVersion> getIncoming()
    {
        return ImmutableList.copyOf(incoming.values());
    }

    /**
     * The active entry of the store that has this name and that the coordinator cannot use.
     */
    public synchronized Optional<UnusableCatalog> getUnusable(String name)
    {
        return Optional.ofNullable(unusable.get(name));
    }

    public synchronized List<UnusableCatalog> getUnusable()
    {
        return ImmutableList.copyOf(unusable.values());
    }

    public synchronized List<DrainingVersion> getDraining()
    {
        return ImmutableList.copyOf(draining.values());
    }

    /**
     * The version that is stored, as far as is known here: of several that share a name, the latest.
     */
    public synchronized Optional<String> getStoredVersion(String name)
    {
        return getUnusable(name).map(UnusableCatalog::version)
                .or(() -> getIncoming(name).or(() -> getCurrent(name)).map(CatalogVersion::version));
    }

    /**
     * The versions of one name that drain.
     */
    public synchronized List<DrainingVersion> getDraining(String name)
    {
        // the ids of a name begin with the name and an @, which A follows
        return ImmutableList.copyOf(draining.subMap(name + "@", name + "A").values());
    }

    /**
     * The queries that use a version of this name which drains are to fail.
     *
     * @return the versions that this concerns
     */
    public synchronized List<DrainingVersion> failQueries(String name)
    {
        getDraining(name).forEach(version -> draining.replace(version.version().id(), version.with(FAIL_QUERIES)));
        return getDraining(name);
    }

    /**
     * What all nodes should have.
     */
    public synchronized DesiredCatalogs getDesired()
    {
        return new DesiredCatalogs(
                revision,
                Stream.of(current.values().stream(), incoming.values().stream(), draining.values().stream().map(DrainingVersion::version))
                        .flatMap(versions -> versions)
                        .toList());
    }

    /**
     * Desires a version that new queries do not resolve yet, in place of another one that was about to be current. It may be one that drains.
     */
    public synchronized void stage(CatalogVersion version)
    {
        revision++;
        unusable.remove(version.name().value());
        draining.remove(version.id());
        Optional.ofNullable(incoming.put(version.name().value(), version))
                .filter(before -> !before.id().equals(version.id()))
                .ifPresent(this::drain);
    }

    /**
     * Whether a version that is not current is stored, as far as is known here, so that it is to be loaded.
     */
    public synchronized boolean isWanted(CatalogVersion version)
    {
        return isIncoming(version.id(), version.name().value()) || isUnusable(version.id(), version.name().value());
    }

    /**
     * Stages a version that could not be used, and is loaded now. It may be staged already.
     *
     * @return false if the version is no longer stored
     */
    public synchronized boolean restage(CatalogVersion version)
    {
        if (isUnusable(version.id(), version.name().value())) {
            stage(version);
        }
        return isIncoming(version.id(), version.name().value());
    }

    /**
     * No version is about to take the place of the current one any more, because that is stored again.
     */
    public synchronized void keepCurrent(String name)
    {
        Optional.ofNullable(incoming.remove(name)).ifPresent(version -> {
            revision++;
            drain(version);
        });
    }

    /**
     * Makes a staged version the current one of its name; the one before begins to drain.
     *
     * @return whether the version was still staged
     */
    public synchronized boolean activate(CatalogVersion version)
    {
        if (!incoming.remove(version.name().value(), version)) {
            return false;
        }
        revision++;
        Optional.ofNullable(current.put(version.name().value(), version)).ifPresent(this::drain);
        return true;
    }

    /**
     * The catalog is no longer stored: its versions begin to drain.
     *
     * @return the version that was current, or else the one that was about to be
     */
    public synchronized Optional<CatalogVersion> retire(String name)
    {
        revision++;
        unusable.remove(name);
        Optional<CatalogVersion> previous = Optional.ofNullable(current.remove(name));
        Optional<CatalogVersion> next = Optional.ofNullable(incoming.remove(name));
        previous.ifPresent(this::drain);
        next.ifPresent(this::drain);
        return previous.or(() -> next);
    }

    /**
     * The store has an entry that cannot be used. A version of that name that is current stays so; another that was about to be is no longer stored.
     */
    public synchronized void setUnusable(UnusableCatalog catalog)
    {
        revision++;
        Optional.ofNullable(incoming.remove(catalog.name()))
                .filter(version -> !version.id().equals(catalog.id()))
                .ifPresent(this::drain);
        unusable.put(catalog.name(), catalog);
    }

    /**
     * A version cannot be used, as its load has shown.
     *
     * @return false if the version is no longer stored; then nothing changes
     */
    public synchronized boolean reject(UnusableCatalog catalog)
    {
        boolean wanted = isIncoming(catalog.id(), catalog.name()) || isUnusable(catalog.id(), catalog.name());
        if (wanted) {
            setUnusable(catalog);
        }
        return wanted;
    }

    public synchronized void removeUnusable(UnusableCatalog catalog)
    {
        unusable.remove(catalog.name(), catalog);
    }

    /**
     * The version is drained: nothing desires it any more.
     *
     * @return whether it was still draining, and not desired again
     */
    public synchronized boolean remove(DrainingVersion drained)
    {
        if (draining.remove(drained.version().id()) == null) {
            return false;
        }
        revision++;
        return true;
    }

    @GuardedBy("this")
    private boolean isIncoming(String id, String name)
    {
        return incoming.containsKey(name) && incoming.get(name).id().equals(id);
    }

    @GuardedBy("this")
    private boolean isUnusable(String id, String name)
    {
        return unusable.containsKey(name) && unusable.get(name).id().equals(id);
    }

    @GuardedBy("this")
    private void drain(CatalogVersion version)
    {
        draining.put(version.id(), new DrainingVersion(version, System.nanoTime(), FINISH_QUERIES));
    }
}
