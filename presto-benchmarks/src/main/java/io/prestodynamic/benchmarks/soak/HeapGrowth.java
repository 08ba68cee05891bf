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
package io.prestodynamic.benchmarks.soak;

import com.google.common.collect.ImmutableList;
import io.prestodynamic.benchmarks.footprint.FootprintChange;
import io.prestodynamic.benchmarks.report.MarkdownTable;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Growth of the heap of each node per round, with the blocks side by side. A leak grows as much in every block; other growth becomes less.
 */
final class HeapGrowth
{
    private final MarkdownTable table;

    HeapGrowth(int blocks)
    {
        table = new MarkdownTable(Stream.concat(
                Stream.of("connector", "node", "rounds in a block"),
                IntStream.rangeClosed(1, blocks).mapToObj("block %s, KB a round (without digests)"::formatted)).toArray(String[]::new));
    }

    /**
     * @param blocks changes of the node in each block
     */
    void add(SoakedConnector connector, String nodeName, int rounds, List<FootprintChange> blocks)
    {
        table.add(ImmutableList.builder()
                .add(connector, nodeName, rounds)
                .addAll(blocks.stream().map(block -> "%s (%s)".formatted(block.heapKilobytesARound(rounds), block.heapKilobytesARoundWithoutDigests(rounds))).toList())
                .build()
                .toArray());
    }

    @Override
    public String toString()
    {
        return table.toString();
    }
}
