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
import io.prestodynamic.catalog.CatalogSettings;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.sync.wire.DesiredCatalogs;

import javax.annotation.concurrent.GuardedBy;
import javax.annotation.concurrent.ThreadSafe;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableSortedSet.toImmutableSortedSet;
import static io.prestodynamic.catalog.coordinator.lifecycle.DrainMode.FAIL_QUERIES;
import static io.prestodynamic.catalog.coordinator.lifecycle.DrainMode.FINISH_QUERIES;
import static java.util.Comparator.naturalOrder;

/**
 * Versions of catalogs that this coordinator knows, and the settings of their names. Derived from the store, which is the only authority. Each version is in at most one
 * state:
 * <ul>
 * <li><i>incoming</i>: stored, and about to be current. It is staged: still loading here, or not yet loaded by any active node.
 * <li><i>current</i>: loaded here and published, so that new queries resolve the name to it.
 * <li><i>draining</i>: replaced or deleted, and not closed yet, because queries may still use it.
 * <li><i>unusable</i>: stored, but not a valid definition, or its connector cannot be loaded here.
 * <li><i>disabled</i>: stored, and to be loaded nowhere. The same version may drain.
 * </ul>
 * A name has at most one current version, and at most one that is incoming or unusable. {@link #getStoredVersion What is stored} is that one, or else the current one. A
 * name with a disabled version has none of them.
 * It passes from incoming to current by {@link #activate}, from incoming to unusable by {@link #reject}, and back by {@link #restage}. An incoming or current
 * version that another one replaces, or that is no longer stored, passes to draining. It leaves that state when it is closed, or when it is stored again.
 * <p>
 * At every moment, exactly the current, incoming and draining versions are {@link #getDesired desired} on all nodes, and their revision has increased since they
 * last changed. So a version that a query may have resolved is desired until {@link #remove}, and no worker closes it under the query. A new version does not affect
 * the current one until it takes its place in one step.
 * <p>
 * Only the holder of a {@linkplain NameReservations reservation} may replace the stored version of a name, either after it has changed the store, or after it has
 * read the store while holding the reservation. A load runs without a reservation. When it ends, {@link #activate}, {@link #reject} and {@link #restage} apply its
 * result only if its version is still stored.
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
    private final SortedMap<String, CatalogVersion> disabled = new TreeMap<>();
    @GuardedBy("this")
    private final Map<String, CatalogSettings> settings = new HashMap<>();
    @GuardedBy("this")
    private long revision;

    /**
     * Returns the version that new queries resolve.
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
     * Returns the stored version that is about to be current.
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
     * Returns the stored entry that this coordinator cannot use.
     */
    public synchronized Optional<UnusableCatalog> getUnusable(String name)
    {
        return Optional.ofNullable(unusable.get(name));
    }

    public synchronized List<UnusableCatalog> getUnusable()
    {
        return ImmutableList.copyOf(unusable.values());
    }

    /**
     * Returns the stored version that no node loads.
     */
    public synchronized Optional<CatalogVersion> getDisabled(String name)
    {
        return Optional.ofNullable(disabled.get(name));
    }

    public synchronized List<CatalogVersion> getDisabled()
    {
        return ImmutableList.copyOf(disabled.values());
    }

    public synchronized CatalogSettings getSettings(String name)
    {
        return settings.getOrDefault(name, CatalogSettings.DEFAULT);
    }

    /**
     * Records the stored settings of a name, which change no version by themselves.
     */
    public synchronized void setSettings(String name, CatalogSettings stored)
    {
        settings.put(name, stored);
    }

    public synchronized List<DrainingVersion> getDraining()
    {
        return ImmutableList.copyOf(draining.values());
    }

    /**
     * Returns the version that is stored, as far as this coordinator knows.
     */
    public synchronized Optional<String> getStoredVersion(String name)
    {
        return getStored(name).map(StoredEntry::version);
    }

    /**
     * Returns all versions.
     */
    public synchronized KnownVersions getAll()
    {
        return new KnownVersions(getCurrent(), getIncoming(), getUnusable(), getDisabled(), getDraining());
    }

    /**
     * Returns all versions of a name.
     */
    public synchronized KnownVersions getAll(String name)
    {
        return new KnownVersions(
                getCurrent(name).stream().toList(),
                getIncoming(name).stream().toList(),
                getUnusable(name).stream().toList(),
                getDisabled(name).stream().toList(),
                getDraining(name));
    }

    /**
     * Returns the names of which something is stored, as far as this coordinator knows.
     */
    public synchronized Set<String> getStoredNames()
    {
        return Stream.of(unusable, disabled, incoming, current)
                .flatMap(states -> states.keySet().stream())
                .collect(toImmutableSortedSet(naturalOrder()));
    }

    /**
     * Returns the entry that is stored, as far as this coordinator knows.
     */
    public synchronized Optional<StoredEntry> getStored(String name)
    {
        return getUnusable(name).map(catalog -> StoredEntry.of(catalog, getSettings(name)))
                .or(() -> getDisabled(name).or(() -> getIncoming(name)).or(() -> getCurrent(name)).map(version -> StoredEntry.of(version, getSettings(name))));
    }

    public synchronized boolean isDraining(CatalogVersion version)
    {
        return draining.containsKey(version.id());
    }

    public synchronized List<DrainingVersion> getDraining(String name)
    {
        // ids of the name begin with the name and an @, which A follows
        return ImmutableList.copyOf(draining.subMap(name + "@", name + "A").values());
    }

    /**
     * Marks the draining versions of a name, so that the queries that use them are failed.
     *
     * @return the versions
     */
    public synchronized List<DrainingVersion> failQueries(String name)
    {
        getDraining(name).forEach(version -> draining.replace(version.version().id(), version.with(FAIL_QUERIES)));
        return getDraining(name);
    }

    /**
     * Returns the versions that all nodes should have.
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
     * Makes a version incoming. If another one was incoming, that one drains. If the version is current, it stays so, and nothing is incoming any more.
     */
    public synchronized void stage(CatalogVersion version)
    {
        revision++;
        unusable.remove(version.name().value());
        disabled.remove(version.name().value());
        if (getCurrent(version.name().value()).filter(version::equals).isPresent()) {
            keepCurrent(version.name().value());
            return;
        }
        draining.remove(version.id());
        Optional.ofNullable(incoming.put(version.name().value(), version))
                .filter(before -> !before.id().equals(version.id()))
                .ifPresent(this::drain);
    }

    /**
     * Returns whether the version is incoming or unusable, so that it is to be loaded.
     */
    public synchronized boolean isWanted(CatalogVersion version)
    {
        return isIncoming(version.id(), version.name().value()) || isUnusable(version.id(), version.name().value());
    }

    /**
     * Makes an unusable version incoming, because it is loaded now.
     * @return whether the version is incoming
     */
    public synchronized boolean restage(CatalogVersion version)
    {
        if (isUnusable(version.id(), version.name().value())) {
            stage(version);
        }
        return isIncoming(version.id(), version.name().value());
    }

    /**
     * Lets the incoming version drain, because the current one is stored again.
     */
    public synchronized void keepCurrent(String name)
    {
        Optional.ofNullable(incoming.remove(name)).ifPresent(version -> {
            revision++;
            drain(version);
        });
    }

    /**
     * Makes an incoming version current, and lets the former one drain.
     * @return whether the version was incoming
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
     * Lets all versions of a name drain, because the catalog is no longer stored.
     * @return the version that was current, or else the one that was incoming
     */
    public synchronized Optional<CatalogVersion> retire(String name)
    {
        settings.remove(name);
        return drainAll(name);
    }

    @GuardedBy("this")
    private Optional<CatalogVersion> drainAll(String name)
    {
        revision++;
        unusable.remove(name);
        disabled.remove(name);
        Optional<CatalogVersion> previous = Optional.ofNullable(current.remove(name));
        Optional<CatalogVersion> next = Optional.ofNullable(incoming.remove(name));
        previous.ifPresent(this::drain);
        next.ifPresent(this::drain);
        return previous.or(() -> next);
    }

    /**
     * Makes a version disabled, and lets all versions of the name drain.
     */
    public synchronized void disable(CatalogVersion version)
    {
        drainAll(version.name().value());
        disabled.put(version.name().value(), version);
    }

    /**
     * Records a stored entry that cannot be used. The current version stays current. If another version was incoming, it drains.
     * @param catalog neither the current nor a draining version
     */
    public synchronized void setUnusable(UnusableCatalog catalog)
    {
        revision++;
        Optional.ofNullable(incoming.remove(catalog.name()))
                .filter(version -> !version.id().equals(catalog.id()))
                .ifPresent(this::drain);
        disabled.remove(catalog.name());
        unusable.put(catalog.name(), catalog);
    }

    /**
     * Makes a version unusable, because its load has failed.
     * @return whether the version was incoming or unusable; otherwise nothing changes
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
     * Removes a drained version, which is then no longer desired.
     * @return whether the version was still draining
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
