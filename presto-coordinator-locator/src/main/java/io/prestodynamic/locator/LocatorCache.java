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
package io.prestodynamic.locator;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

/**
 * Cached and new results of searches. Returns the last result if a search is interrupted or the locator is closed. Throws the {@link Error} of a search, such
 * as that of a missing class, to all callers that wait for it.
 */
final class LocatorCache
{
    private final SharedSearch search;
    private final PollInterval interval;
    private volatile Duration slack = Duration.ZERO;

    LocatorCache(SharedSearch search, PollInterval interval)
    {
        this.search = requireNonNull(search, "search is null");
        this.interval = requireNonNull(interval, "interval is null");
    }

    /**
     * Accepts cached results that are older than the poll interval by at most this much.
     */
    void allowAge(Duration slack)
    {
        this.slack = requireNonNull(slack, "slack is null");
    }

    SearchResult last()
    {
        return search.last().searchResult();
    }

    SearchResult cached()
    {
        return isCacheGood() ? last() : join(search.running());
    }

    /**
     * @param deadline in {@link System#nanoTime()}
     */
    SearchResult cached(long deadline)
            throws InterruptedException
    {
        return isCacheGood() ? last() : join(search.running(), deadline);
    }

    SearchResult fresh()
    {
        return join(search.fresh());
    }

    SearchResult fresh(long deadline)
            throws InterruptedException
    {
        return join(search.fresh(), deadline);
    }

    SearchResult without(URI coordinator)
    {
        return join(search.without(coordinator));
    }

    private boolean isCacheGood()
    {
        return interval.isGood(search.last(), slack);
    }

    private SearchResult join(CompletableFuture<SearchResult> searchResult)
    {
        try {
            return searchResult.get();
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        catch (ExecutionException e) {
            throwError(e);
        }
        return last();
    }

    private SearchResult join(CompletableFuture<SearchResult> searchResult, long deadline)
            throws InterruptedException
    {
        try {
            return searchResult.get(deadline - System.nanoTime(), NANOSECONDS);
        }
        catch (ExecutionException e) {
            throwError(e);
        }
        catch (TimeoutException e) {
            // the last result is the best one until then
        }
        return last();
    }

    // other exceptions are logged by the search
    private static void throwError(ExecutionException failure)
    {
        if (failure.getCause() instanceof Error error) {
            throw error;
        }
    }
}
