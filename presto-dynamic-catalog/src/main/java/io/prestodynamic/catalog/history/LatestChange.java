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

import java.util.Optional;

import static io.prestodynamic.catalog.history.ChangeAction.OF_SETTINGS;
import static java.util.Objects.requireNonNull;

/**
 * Summary of the last change of a name, which shows whether the store has another version.
 *
 * @param sequence that of the {@link HistoryEntry}
 * @param after version that is stored since then, unless the catalog was deleted
 * @param user who made the change, if that is known
 * @param ofSettings whether the version was stored before
 */
public record LatestChange(long sequence, String catalogName, Optional<String> after, Optional<String> user, boolean ofSettings)
{
    public LatestChange
    {
        requireNonNull(catalogName, "catalogName is null");
        requireNonNull(after, "after is null");
        requireNonNull(user, "user is null");
    }

    public static LatestChange of(HistoryEntry entry)
    {
        CatalogChange change = entry.change();
        return new LatestChange(entry.sequence(), change.catalogName(), change.after(), change.origin().user(), OF_SETTINGS.contains(change.action()));
    }
}
