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
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;

import static java.util.Objects.requireNonNull;

/**
 * Searches, one at a time, which callers share, and the result of the last one.
 */
final class SharedSearch
{
    private static final Logger log = Logger.getLogger(SharedSearch.class.getName());

    private final Search search;
    private final Runnable onResult;
    private volatile State state;

    // all guarded by this
    private Optional<CompletableFuture<SearchResult>> running = Optional.empty();
    private Optional<CompletableFuture<SearchResult>> next = Optional.empty();
    private Set<URI> failedInRunning = Set.of();
    private final Set<URI> failed = new HashSet<>();

    SharedSearch(Search search, Runnable onResult)
    {
        this.search = requireNonNull(search, "search is null");
        this.onResult = requireNonNull(onResult, "onResult is null");
        this.state = new State(SearchResult.none(search.servers()), Optional.empty());
    }

    State last()
    {
        return state;
    }

    /**
     * Returns the search in progress, or a new one.
     */
    synchronized CompletableFuture<SearchResult> running()
    {
        return running.orElseGet(this::fresh);
    }

    synchronized CompletableFuture<SearchResult> fresh()
    {
        CompletableFuture<SearchResult> result = next.orElseGet(CompletableFuture::new);
        next = Optional.of(result);
        startNext();
        return result;
    }

    /**
     * Returns a search that takes a failed connection to this coordinator into account, or the last result if the coordinator is no longer part of it.
     */
    synchronized CompletableFuture<SearchResult> without(URI coordinator)
    {
        if (running.isPresent() && failedInRunning.contains(coordinator)) {
            return running.get();
        }
        if (running.isEmpty() && state.searchResult().current().isPresent() && !state.searchResult().isUsable(coordinator)) {
            return CompletableFuture.completedFuture(state.searchResult());
        }
        failed.add(coordinator);
        state = new State(state.searchResult().without(coordinator), Optional.empty());
        return fresh();
    }

    private synchronized void startNext()
    {
        if (running.isPresent() || next.isEmpty()) {
            return;
        }
        CompletableFuture<SearchResult> result = next.get();
        running = next;
        next = Optional.empty();
        failedInRunning = Set.copyOf(failed);
        failed.clear();
        SearchResult last = state.searchResult();
        Set<URI> without = failedInRunning;
        try {
            search.executor().execute(() -> run(result, last, without));
        }
        catch (Throwable failure) {
            // closed, or out of memory for a thread
            running = Optional.empty();
            result.completeExceptionally(failure);
        }
    }

    private void run(CompletableFuture<SearchResult> result, SearchResult last, Set<URI> without)
    {
        try {
            SearchResult searchResult = search.run(last, without);
            finish(Optional.of(searchResult));
            result.complete(searchResult);
            onResult.run();
        }
        catch (InterruptedException | RejectedExecutionException e) {
            // closed
            finish(Optional.empty());
            result.completeExceptionally(e);
        }
        catch (Throwable failure) {
            log.log(Level.SEVERE, "Error looking for coordinators", failure);
            finish(Optional.empty());
            result.completeExceptionally(failure);
        }
        startNext();
    }

    private synchronized void finish(Optional<SearchResult> searchResult)
    {
        running = Optional.empty();
        // a coordinator may have answered this search before its connection failed
        Optional<Long> time = failed.isEmpty() ? Optional.of(System.nanoTime()) : Optional.empty();
        searchResult.map(this::withoutFailed).ifPresent(found -> state = new State(found, time));
    }

    private synchronized SearchResult withoutFailed(SearchResult searchResult)
    {
        SearchResult remaining = searchResult;
        for (URI coordinator : failed) {
            remaining = remaining.without(coordinator);
        }
        return remaining;
    }

    /**
     * @param time end of the search in {@link System#nanoTime()}; empty if the result is outdated
     */
    record State(SearchResult searchResult, Optional<Long> time)
    {
    }
}
