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

import com.facebook.airlift.log.Logger;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.DynamicCatalogConfig;
import io.prestodynamic.catalog.concurrent.PeriodicTask;
import io.prestodynamic.catalog.store.HistoryStore;

import javax.annotation.PreDestroy;
import javax.inject.Inject;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

import static io.prestodynamic.catalog.security.LogText.line;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.HOURS;

/**
 * Background work on the history: records changes that others have made in the store, and deletes old entries and unused files every hour.
 */
public class HistoryMaintenance
{
    private static final Duration CLEANUP_INTERVAL = new Duration(1, HOURS);
    // a change that is in progress may need them
    private static final Duration UNUSED_FILES_AGE = new Duration(1, DAYS);
    private static final Logger log = Logger.get(HistoryMaintenance.class);

    private final FoundChanges foundChanges;
    private final HistoryStore history;
    private final Duration interval;
    private final Duration maxAge;
    private final AtomicBoolean mustCompare = new AtomicBoolean(true);
    private final PeriodicTask comparison = new PeriodicTask("dynamic-catalog-history", "recording changes that others have made in the catalog store", this::compare);
    private final PeriodicTask cleanup = new PeriodicTask("dynamic-catalog-history-cleanup", "deleting old changes", this::deleteOld);
    private boolean failing;

    @Inject
    public HistoryMaintenance(FoundChanges foundChanges, HistoryStore history, DynamicCatalogConfig config)
    {
        this.foundChanges = requireNonNull(foundChanges, "foundChanges is null");
        this.history = requireNonNull(history, "history is null");
        this.interval = config.getReconcileInterval();
        this.maxAge = config.getHistoryMaxAge();
    }

    /**
     * Begins when the store was read for the first time.
     */
    public void start()
    {
        comparison.startNow(interval);
        cleanup.startNow(CLEANUP_INTERVAL);
    }

    @PreDestroy
    public void stop()
    {
        comparison.stop();
        cleanup.stop();
    }

    /**
     * Has the store compared with its records soon, because it was changed by others.
     */
    public void compareSoon()
    {
        mustCompare.set(true);
    }

    void compare()
    {
        if (!mustCompare.getAndSet(false)) {
            return;
        }
        boolean complete = false;
        try {
            complete = foundChanges.record();
            failing = false;
        }
        catch (CatalogException e) {
            if (!failing) {
                failing = true;
                log.warn(e, "Cannot record the changes that others have made in the catalog store yet: %s", line(e.getMessage()));
            }
        }
        finally {
            if (!complete) {
                mustCompare.set(true);
            }
        }
    }

    void deleteOld()
    {
        try {
            int deleted = history.deleteBefore(Instant.now().minusMillis(maxAge.toMillis()));
            if (deleted > 0) {
                log.info("Deleted %s entries of the history that were older than %s", deleted, maxAge);
            }
            history.deleteUnusedFiles(Instant.now().minusMillis(UNUSED_FILES_AGE.toMillis()));
        }
        catch (CatalogException e) {
            log.warn("Cannot delete the old entries of the history and unused files, and try again in %s: %s", CLEANUP_INTERVAL, line(e.getMessage()));
        }
    }
}
