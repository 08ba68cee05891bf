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
package io.prestodynamic.catalog.coordinator.history;

import io.prestodynamic.catalog.history.HistoryEntry;

import java.util.List;
import java.util.OptionalLong;

import static java.util.Objects.requireNonNull;

/**
 * Entries of a page of the history that a user may read, newest first.
 *
 * @param next what older entries come before, unless there are none
 */
public record HistoryEntries(List<HistoryEntry> entries, OptionalLong next)
{
    public HistoryEntries
    {
        entries = List.copyOf(entries);
        requireNonNull(next, "next is null");
    }
}
