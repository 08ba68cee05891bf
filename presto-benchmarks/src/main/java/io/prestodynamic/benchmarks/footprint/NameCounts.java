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
package io.prestodynamic.benchmarks.footprint;

import com.google.common.collect.ImmutableMap;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collector;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.Maps.immutableEntry;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.toMap;

/**
 * Counts by name. Names that differ only in numbers, such as those of the threads of a pool, are counted together.
 */
public final class NameCounts
{
    // decimal, hexadecimal, or the version of a catalog
    private static final Pattern NUMBER = Pattern.compile("(?<![A-Za-z0-9])(0x[0-9a-f]+|[0-9][0-9a-f-]*)(?![A-Za-z0-9])");

    private final Map<String, Long> counts;

    private NameCounts(Map<String, Long> counts)
    {
        this.counts = ImmutableMap.copyOf(requireNonNull(counts, "counts is null"));
    }

    static NameCounts ofNames(Stream<String> names)
    {
        return names.map(name -> immutableEntry(name, 1L)).collect(toNameCounts());
    }

    static Collector<Map.Entry<String, Long>, ?, NameCounts> toNameCounts()
    {
        return collectingAndThen(toMap(entry -> NUMBER.matcher(entry.getKey()).replaceAll("#"), Map.Entry::getValue, Long::sum), NameCounts::new);
    }

    long count(String name)
    {
        return counts.getOrDefault(name, 0L);
    }

    public long total()
    {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * Returns the names with a higher count than before, starting with the one that grew most.
     */
    List<Map.Entry<String, Long>> growthSince(NameCounts before)
    {
        return counts.entrySet().stream()
                .map(entry -> immutableEntry(entry.getKey(), entry.getValue() - before.counts.getOrDefault(entry.getKey(), 0L)))
                .filter(entry -> entry.getValue() > 0)
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()).thenComparing(Map.Entry.comparingByKey()))
                .collect(toImmutableList());
    }
}
