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
package io.prestodynamic.catalog.history;

import java.util.OptionalLong;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * Part of the history: the newest entries, or those that are older than one of them.
 *
 * @param before sequence that the entries are older than
 * @param limit number of entries
 */
public record HistoryPage(OptionalLong before, int limit)
{
    public HistoryPage
    {
        requireNonNull(before, "before is null");
        checkArgument(limit > 0, "limit is not positive");
    }

    public static HistoryPage newest(int limit)
    {
        return new HistoryPage(OptionalLong.empty(), limit);
    }
}
