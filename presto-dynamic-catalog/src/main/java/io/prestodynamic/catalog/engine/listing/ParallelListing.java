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

import com.facebook.airlift.log.Logger;
import com.facebook.presto.spi.ConnectorId;
import com.facebook.presto.spi.PrestoException;
import com.facebook.presto.spi.RecordCursor;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.DynamicCatalogConfig;
import io.prestodynamic.catalog.engine.CatalogFailures;
import io.prestodynamic.catalog.engine.ConnectorExecutor;
import io.prestodynamic.catalog.engine.LocalCatalogs;

import javax.annotation.PreDestroy;
import javax.annotation.concurrent.ThreadSafe;
import javax.inject.Inject;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import static com.facebook.presto.spi.StandardErrorCode.GENERIC_INTERNAL_ERROR;
import static com.google.common.base.Strings.nullToEmpty;
import static com.google.common.base.Throwables.getStackTraceAsString;
import static io.prestodynamic.catalog.security.LogText.lines;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

/**
 * Parallel listing of catalogs with a timeout for each. A listing that ignores its interruption keeps its thread until it returns. Its catalog is not listed
 * again before.
 */
@ThreadSafe
public class ParallelListing
{
    private static final Logger log = Logger.get(ParallelListing.class);

    private static final int MAX_CONCURRENT_LISTINGS = 64;
    private static final int MAX_LISTING_THREADS = 256;

    private final LocalCatalogs localCatalogs;
    private final Duration timeout;
    private final ConnectorExecutor executor;
    private final Set<Listing> running = ConcurrentHashMap.newKeySet();

    @Inject
    public ParallelListing(LocalCatalogs localCatalogs, DynamicCatalogConfig config)
    {
        this(localCatalogs, config.getListingTimeout(), MAX_CONCURRENT_LISTINGS, MAX_LISTING_THREADS);
    }

    /**
     * @param concurrency maximum number of listings within their timeout
     * @param maxThreads maximum number of running listings, overdue ones included
     */
    ParallelListing(LocalCatalogs localCatalogs, Duration timeout, int concurrency, int maxThreads)
    {
        this.localCatalogs = requireNonNull(localCatalogs, "localCatalogs is null");
        this.timeout = requireNonNull(timeout, "timeout is null");
        this.executor = new ConnectorExecutor("dynamic-catalog-listing", concurrency, maxThreads, timeout);
    }

    @PreDestroy
    public void stop()
    {
        executor.stop();
    }

    /**
     * Blocks until each catalog is listed, has failed or has exceeded the timeout.
     *
     * @throws PrestoException if the thread is interrupted, as at the end of the query; the remaining listings are cancelled
     */
    ListedCatalogs list(Map<ConnectorId, Callable<RecordCursor>> catalogs)
    {
        Map<ConnectorId, CompletableFuture<RecordCursor>> listings = new LinkedHashMap<>();
        catalogs.forEach((connectorId, rows) -> listings.put(connectorId, start(connectorId, rows)));
        List<RecordCursor> rows = new ArrayList<>();
        Map<String, String> leftOut = new HashMap<>();
        try {
            for (Map.Entry<ConnectorId, CompletableFuture<RecordCursor>> listing : listings.entrySet()) {
                String name = listing.getKey().getCatalogName();
                try {
                    rows.add(listing.getValue().get());
                }
                catch (ExecutionException e) {
                    if (log.isDebugEnabled()) {
                        log.debug("Cannot list catalog %s: %s", name, lines(localCatalogs.redact(listing.getKey(), getStackTraceAsString(e.getCause()))));
                    }
                    leftOut.put(name, reason(listing.getKey(), e.getCause()));
                }
            }
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PrestoException(GENERIC_INTERNAL_ERROR, "Interrupted while catalogs were listed", e);
        }
        finally {
            listings.values().forEach(listing -> listing.cancel(true));
        }
        return new ListedCatalogs(rows, leftOut);
    }

    private CompletableFuture<RecordCursor> start(ConnectorId connectorId, Callable<RecordCursor> rows)
    {
        if (running.stream().anyMatch(listing -> listing.connectorId.equals(connectorId) && listing.isOverdue())) {
            return CompletableFuture.failedFuture(new IllegalStateException("it has not answered an earlier request yet"));
        }
        Listing listing = new Listing(connectorId, rows);
        executor.execute(listing, listing::refuse);
        return listing.result;
    }

    private String reason(ConnectorId connectorId, Throwable failure)
    {
        if (failure instanceof TimeoutException) {
            return "it has not answered within " + timeout;
        }
        // messages of connectors may have many lines
        String message = nullToEmpty(failure.getMessage()).lines().findFirst().orElse(failure.getClass().getSimpleName());
        return localCatalogs.redact(connectorId, removeStart(message, CatalogFailures.prefix(connectorId.getCatalogName())));
    }

    private static String removeStart(String text, String start)
    {
        return text.startsWith(start) ? text.substring(start.length()) : text;
    }

    private class Listing
            implements Runnable
    {
        private final ConnectorId connectorId;
        private final Callable<RecordCursor> rows;
        private final CompletableFuture<RecordCursor> result = new CompletableFuture<>();
        private volatile long startNanos;

        Listing(ConnectorId connectorId, Callable<RecordCursor> rows)
        {
            this.connectorId = requireNonNull(connectorId, "connectorId is null");
            this.rows = requireNonNull(rows, "rows is null");
        }

        @Override
        public void run()
        {
            if (result.isDone()) {
                return;
            }
            startNanos = System.nanoTime();
            running.add(this);
            // a late interrupt is harmless, because the thread runs no other task
            Thread thread = Thread.currentThread();
            result.orTimeout(timeout.toMillis(), MILLISECONDS).whenComplete((value, failure) -> {
                if (failure != null) {
                    thread.interrupt();
                }
            });
            try {
                result.complete(rows.call());
            }
            catch (Throwable e) {
                result.completeExceptionally(e);
            }
            finally {
                running.remove(this);
            }
        }

        void refuse()
        {
            result.completeExceptionally(new IllegalStateException("too many other catalogs do not answer"));
        }

        boolean isOverdue()
        {
            return System.nanoTime() - startNanos > timeout.roundTo(NANOSECONDS);
        }
    }
}
