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
package io.prestodynamic.catalog.coordinator.history;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.history.CatalogChange;
import io.prestodynamic.catalog.history.LatestChange;
import io.prestodynamic.catalog.store.HistoryStore;

import javax.annotation.concurrent.ThreadSafe;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static io.prestodynamic.catalog.history.ChangeAction.OF_SETTINGS;

/**
 * Users who made the last changes of catalogs, as far as this coordinator knows. Does not use the store, so that catalogs can be listed without it.
 */
@ThreadSafe
public class ChangeAuthors
{
    /**
     * @param time at which it was known, by {@link System#nanoTime}
     */
    private record Author(Optional<String> version, Optional<String> user, long time) {}

    private final Map<String, Author> authors = new ConcurrentHashMap<>();

    /**
     * Returns the user who stored a version, if it is the last one of the name.
     */
    public Optional<String> get(String catalogName, String version)
    {
        return Optional.ofNullable(authors.get(catalogName))
                .filter(author -> author.version().equals(Optional.of(CatalogVersion.stored(version))))
                .flatMap(Author::user);
    }

    void remember(CatalogChange change)
    {
        authors.put(change.catalogName(), new Author(change.after(), change.origin().user(), System.nanoTime()));
    }

    /**
     * Remembers the last changes of all names, except those that this coordinator has made since they were read.
     *
     * @param start begin of the read, by {@link System#nanoTime}
     * @param history tells who stored a version whose settings were changed later
     */
    void rememberAll(Collection<LatestChange> latest, long start, HistoryStore history)
    {
        ImmutableMap<String, Author> found = latest.stream().collect(toImmutableMap(LatestChange::catalogName, change -> new Author(change.after(), user(change, history), start)));
        found.forEach((name, author) -> authors.merge(name, author, (known, read) -> known.time() - start > 0 ? known : read));
        authors.entrySet().removeIf(known -> known.getValue().time() - start < 0 && !found.containsKey(known.getKey()));
    }

    private Optional<String> user(LatestChange change, HistoryStore history)
    {
        if (!change.ofSettings()) {
            return change.user();
        }
        return Optional.ofNullable(authors.get(change.catalogName()))
                .filter(known -> known.version().equals(change.after()))
                .map(Author::user)
                .orElseGet(() -> change.after()
                        .flatMap(version -> history.find(change.catalogName(), version))
                        .flatMap(entry -> entry.change().origin().user()));
    }
}
