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
package io.prestodynamic.benchmarks.report;

import com.google.common.collect.ImmutableList;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Collections.nCopies;
import static java.util.stream.Collectors.joining;

public final class MarkdownTable
{
    private final List<String> headings;
    private final List<String> lines = new ArrayList<>();

    public MarkdownTable(String... headings)
    {
        this.headings = ImmutableList.copyOf(headings);
        lines.add(line((Object[]) headings));
        lines.add("|" + String.join("", nCopies(headings.length, "---|")));
    }

    public void add(Object... cells)
    {
        checkArgument(cells.length == headings.size(), "Not a row of %s: %s", headings, cells);
        lines.add(line(cells));
    }

    @Override
    public String toString()
    {
        return String.join("\n", lines) + "\n";
    }

    private static String line(Object... cells)
    {
        return Stream.of(cells).map(Object::toString).collect(joining(" | ", "| ", " |"));
    }
}
