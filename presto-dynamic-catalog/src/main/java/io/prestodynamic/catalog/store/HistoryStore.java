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
package io.prestodynamic.catalog.store;

import io.prestodynamic.catalog.history.FoundChange;
import io.prestodynamic.catalog.history.HistoryEntry;
import io.prestodynamic.catalog.history.HistoryPage;
import io.prestodynamic.catalog.history.LatestChange;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Changes that were recorded in a store, each in the transaction of the change itself. Every method may block, may be called from any thread, and fails like those
 * of a {@link CatalogStore}.
 */
public interface HistoryStore
{
    /**
     * Entries of each name that are kept, however old they are.
     */
    int KEPT_OF_EACH_NAME = 10;

    /**
     * Returns changes, newest first.
     */
    List<HistoryEntry> list(HistoryPage page);

    /**
     * Returns changes of a name, newest first.
     */
    List<HistoryEntry> list(String catalogName, HistoryPage page);

    /**
     * Returns the entry of the change that stored a version.
     */
    Optional<HistoryEntry> find(String catalogName, String version);

    /**
     * Returns the last change of each name, without reading properties.
     */
    List<LatestChange> listLatest();

    /**
     * Returns the last change of each of these names that has one.
     */
    List<HistoryEntry> readLatest(Collection<String> catalogNames);

    /**
     * Records changes that others have made in the store, each unless the store has something else by now, or a later change of the name is recorded already. So it
     * comes before the record of a change that replaces what was found.
     *
     * @return false if one was left out
     */
    boolean recordFound(List<FoundChange> changes);

    /**
     * Deletes entries that are older, except the last {@value #KEPT_OF_EACH_NAME} of each name.
     *
     * @return number of deleted entries
     */
    int deleteBefore(Instant time);

    /**
     * Deletes the contents of files that no active version and no entry has, and that no change has stored since a time.
     */
    void deleteUnusedFiles(Instant before);
}
