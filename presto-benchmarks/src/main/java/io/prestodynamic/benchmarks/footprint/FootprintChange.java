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

import io.prestodynamic.benchmarks.report.MarkdownTable;

import java.util.List;
import java.util.Map;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

/**
 * Change of the footprint of a server over a block of rounds.
 */
public record FootprintChange(NodeFootprint before, NodeFootprint after)
{
    public static final List<String> HEADINGS = List.of(
            "heap, KB", "heap a round, KB", "without digests, KB", "threads", "classes", "metaspace, KB", "MBeans", "files", "connections");
    // a digest keeps its values in five arrays of one length: double[], long[], byte[] and two int[]; next to nothing else on a server has a double[]
    private static final String DIGEST_ARRAY = "[D";
    private static final double DIGEST_BYTES = 25.0 / 8;

    public FootprintChange
    {
        requireNonNull(before, "before is null");
        requireNonNull(after, "after is null");
    }

    /**
     * Returns the changes, in the order of the headings.
     */
    public List<String> cells(int rounds)
    {
        return List.of(
                kilobytes(heapBytes()),
                heapKilobytesARound(rounds),
                heapKilobytesARoundWithoutDigests(rounds),
                number(after.threads().total() - before.threads().total()),
                number(after.loadedClasses() - before.loadedClasses()),
                kilobytes(after.metaspaceBytes() - before.metaspaceBytes()),
                number(after.mbeans().total() - before.mbeans().total()),
                number(after.files() - before.files()),
                number(after.connections() - before.connections()));
    }

    public String heapKilobytesARound(int rounds)
    {
        return kilobytesARound(heapBytes(), rounds);
    }

    /**
     * Returns the growth of the heap without the digests of statistics, which grow with the queries up to a limit, with or without catalogs.
     */
    public String heapKilobytesARoundWithoutDigests(int rounds)
    {
        long arrayBytes = after.classBytes().count(DIGEST_ARRAY) - before.classBytes().count(DIGEST_ARRAY);
        return kilobytesARound(heapBytes() - arrayBytes * DIGEST_BYTES, rounds);
    }

    /**
     * Returns a table of the classes whose instances take more bytes than before, and of all threads and MBeans that have become more.
     *
     * @param maxClasses maximum number of classes, starting with the one that grew most
     */
    public String details(int maxClasses)
    {
        MarkdownTable table = new MarkdownTable("more", "what", "name");
        addTo(table, "bytes of class", after.classBytes().growthSince(before.classBytes()).stream().limit(maxClasses).collect(toImmutableList()));
        addTo(table, "threads", after.threads().growthSince(before.threads()));
        addTo(table, "MBeans", after.mbeans().growthSince(before.mbeans()));
        return table.toString();
    }

    private long heapBytes()
    {
        return after.classBytes().total() - before.classBytes().total();
    }

    private static void addTo(MarkdownTable table, String what, List<Map.Entry<String, Long>> growth)
    {
        growth.forEach(entry -> table.add(number(entry.getValue()), what, "`" + entry.getKey() + "`"));
    }

    private static String kilobytesARound(double bytes, int rounds)
    {
        return "%+.2f".formatted(bytes / 1e3 / rounds);
    }

    private static String number(long value)
    {
        return "%+d".formatted(value);
    }

    private static String kilobytes(long bytes)
    {
        return "%+.0f".formatted(bytes / 1e3);
    }
}
