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
package io.prestodynamic.catalog.coordinator;

import com.google.common.collect.Lists;
import io.prestodynamic.catalog.history.CatalogChange;
import io.prestodynamic.catalog.history.FoundChange;
import io.prestodynamic.catalog.history.HistoryEntry;
import io.prestodynamic.catalog.history.HistoryPage;
import io.prestodynamic.catalog.history.LatestChange;
import io.prestodynamic.catalog.store.HistoryStore;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A history in memory, which is never cleaned up.
 */
public class TestingHistoryStore
        implements HistoryStore
{
    private final List<HistoryEntry> entries = new ArrayList<>();
    private final List<String> readNames = new ArrayList<>();
    private final List<Integer> foundTogether = new ArrayList<>();

    synchronized void record(CatalogChange change)
    {
        entries.add(new HistoryEntry(entries.size() + 1, change));
    }

    @Override
    public synchronized List<HistoryEntry> list(HistoryPage page)
    {
        return list(entry -> true, page);
    }

    @Override
    public synchronized List<HistoryEntry> list(String catalogName, HistoryPage page)
    {
        return list(entry -> entry.change().catalogName().equals(catalogName), page);
    }

    private List<HistoryEntry> list(Predicate<HistoryEntry> wanted, HistoryPage page)
    {
        return Lists.reverse(entries).stream()
                .filter(wanted)
                .filter(entry -> entry.sequence() < page.before().orElse(Long.MAX_VALUE))
                .limit(page.limit())
                .toList();
    }

    @Override
    public synchronized Optional<HistoryEntry> find(String catalogName, String version)
    {
        return list(catalogName, HistoryPage.newest(Integer.MAX_VALUE)).stream().filter(entry -> entry.change().after().equals(Optional.of(version))).findFirst();
    }

    @Override
    public synchronized List<LatestChange> listLatest()
    {
        return latest().values().stream().map(LatestChange::of).toList();
    }

    @Override
    public synchronized List<HistoryEntry> readLatest(Collection<String> catalogNames)
    {
        readNames.addAll(catalogNames);
        return latest().values().stream().filter(entry -> catalogNames.contains(entry.change().catalogName())).toList();
    }

    @Override
    public synchronized boolean recordFound(List<FoundChange> changes)
    {
        foundTogether.add(changes.size());
        Map<String, HistoryEntry> latest = latest();
        List<FoundChange> recorded = changes.stream()
                .filter(found -> Stream.ofNullable(latest.get(found.change().catalogName())).mapToLong(HistoryEntry::sequence).findFirst().equals(found.last()))
                .toList();
        recorded.forEach(found -> record(found.change()));
        return recorded.size() == changes.size();
    }

    /**
     * Names whose last change was read with its properties.
     */
    public synchronized List<String> getReadNames()
    {
        return List.copyOf(readNames);
    }

    /**
     * Numbers of changes that were recorded together.
     */
    public synchronized List<Integer> getFoundTogether()
    {
        return List.copyOf(foundTogether);
    }

    private Map<String, HistoryEntry> latest()
    {
        Map<String, HistoryEntry> latest = new LinkedHashMap<>();
        entries.forEach(entry -> latest.put(entry.change().catalogName(), entry));
        return latest;
    }

    @Override
    public int deleteBefore(Instant time)
    {
        return 0;
    }

    @Override
    public void deleteUnusedFiles(Instant before) {}
}
