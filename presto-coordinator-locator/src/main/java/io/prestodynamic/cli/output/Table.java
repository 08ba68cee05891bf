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
package io.prestodynamic.cli.output;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of text under the names of their columns. Not thread-safe.
 */
public final class Table
{
    private final List<String> columns;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... columns)
    {
        this.columns = List.of(columns);
    }

    public Table add(String... cells)
    {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException("Expected %s cells".formatted(columns.size()));
        }
        rows.add(List.of(cells));
        return this;
    }

    List<String> columns()
    {
        return columns;
    }

    List<List<String>> rows()
    {
        return rows;
    }
}
