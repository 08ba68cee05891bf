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
package io.prestodynamic.catalog.store.jdbc.dialect;

import com.google.common.base.Splitter;
import com.google.common.collect.Iterables;

import java.util.List;
import java.util.Optional;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * Name of a table, with or without its database.
 */
public record TableName(Optional<String> database, String table)
{
    public static final String PATTERN = "[A-Za-z0-9_$]+(\\.[A-Za-z0-9_$]+)?";

    public TableName
    {
        requireNonNull(database, "database is null");
        requireNonNull(table, "table is null");
    }

    public static TableName parse(String name)
    {
        checkArgument(name.matches(PATTERN), "not of the form table or database.table: %s", name);
        List<String> parts = Splitter.on('.').splitToList(name);
        return new TableName(parts.size() == 2 ? Optional.of(parts.get(0)) : Optional.empty(), Iterables.getLast(parts));
    }

    @Override
    public String toString()
    {
        return database.map(name -> name + ".").orElse("") + table;
    }
}
