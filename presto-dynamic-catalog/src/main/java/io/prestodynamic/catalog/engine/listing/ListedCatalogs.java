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
package io.prestodynamic.catalog.engine.listing;

import com.facebook.presto.spi.RecordCursor;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import static java.util.stream.Collectors.joining;

/**
 * Result of listing catalogs.
 *
 * @param rows one cursor for each catalog that was listed
 * @param leftOut reasons of the other catalogs, by name
 */
record ListedCatalogs(List<RecordCursor> rows, Map<String, String> leftOut)
{
    ListedCatalogs
    {
        rows = ImmutableList.copyOf(rows);
        leftOut = ImmutableSortedMap.copyOf(leftOut);
    }

    Optional<String> describeLeftOut()
    {
        if (leftOut.isEmpty()) {
            return Optional.empty();
        }
        String reasons = leftOut.entrySet().stream().map(catalog -> catalog.getKey() + " (" + catalog.getValue() + ")").collect(joining(", "));
        return Optional.of("Left out, because they cannot be listed: " + reasons);
    }
}
