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
import io.prestodynamic.catalog.history.HistoryEntry;
import io.prestodynamic.catalog.store.HistoryStore;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A history in memory, which is never cleaned up.
 */
class TestingHistoryStore
        implements HistoryStore
{
    private final List<HistoryEntry> entries = new ArrayList<>();

    synchronized void record(CatalogChange change)
    {
        entries.add(new HistoryEntry(entries.size() + 1, change));
    }

    @Override
    public synchronized List<HistoryEntry> list(int limit)
    {
        return Lists.reverse(entries).stream().limit(limit).toList();
    }

    @Override
    public synchronized List<HistoryEntry> list(String catalogName, int limit)
    {
        return Lists.reverse(entries).stream().filter(entry -> entry.change().catalogName().equals(catalogName)).limit(limit).toList();
    }

    @Override
    public synchronized Optional<HistoryEntry> find(String catalogName, String version)
    {
        return list(catalogName, Integer.MAX_VALUE).stream().filter(entry -> entry.change().after().equals(Optional.of(version))).findFirst();
    }

    @Override
    public synchronized List<HistoryEntry> listLatest()
    {
        Map<String, HistoryEntry> latest = new LinkedHashMap<>();
        entries.forEach(entry -> latest.put(entry.change().catalogName(), entry));
        return List.copyOf(latest.values());
    }

    @Override
    public synchronized void recordFound(CatalogChange change, OptionalLong last)
    {
        record(change);
    }

    @Override
    public int deleteBefore(Instant time)
    {
        return 0;
    }
}
