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
    private final Runnable onFindings;
    private volatile State state;

    // all guarded by this
    private Optional<CompletableFuture<Findings>> running = Optional.empty();
    private Optional<CompletableFuture<Findings>> next = Optional.empty();
    private Set<URI> failedInRunning = Set.of();
    private final Set<URI> failed = new HashSet<>();

    SharedSearch(Search search, Runnable onFindings)
    {
        this.search = requireNonNull(search, "search is null");
        this.onFindings = requireNonNull(onFindings, "onFindings is null");
        this.state = new State(Findings.none(search.servers()), Optional.empty());
    }

    State last()
    {
        return state;
    }

    /**
     * Returns the search in progress, or a new one.
     */
    synchronized CompletableFuture<Findings> running()
    {
        return running.orElseGet(this::fresh);
    }

    synchronized CompletableFuture<Findings> fresh()
    {
        CompletableFuture<Findings> result = next.orElseGet(CompletableFuture::new);
        next = Optional.of(result);
        startNext();
        return result;
    }

    /**
     * Returns a search that takes a failed connection to this coordinator into account, or the last result if the coordinator is no longer part of it.
     */
    synchronized CompletableFuture<Findings> without(URI coordinator)
    {
        if (running.isPresent() && failedInRunning.contains(coordinator)) {
            return running.get();
        }
        if (running.isEmpty() && state.findings().current().isPresent() && !state.findings().isUsable(coordinator)) {
            return CompletableFuture.completedFuture(state.findings());
        }
        failed.add(coordinator);
        state = new State(state.findings().without(coordinator), Optional.empty());
        return fresh();
    }

    private synchronized void startNext()
    {
        if (running.isPresent() || next.isEmpty()) {
            return;
        }
        CompletableFuture<Findings> result = next.get();
        running = next;
        next = Optional.empty();
        failedInRunning = Set.copyOf(failed);
        failed.clear();
        Findings last = state.findings();
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

    private void run(CompletableFuture<Findings> result, Findings last, Set<URI> without)
    {
        try {
            Findings findings = search.run(last, without);
            finish(Optional.of(findings));
            result.complete(findings);
            onFindings.run();
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

    private synchronized void finish(Optional<Findings> findings)
    {
        running = Optional.empty();
        // a coordinator may have answered this search before its connection failed
        Optional<Long> time = failed.isEmpty() ? Optional.of(System.nanoTime()) : Optional.empty();
        findings.map(this::withoutFailed).ifPresent(found -> state = new State(found, time));
    }

    private synchronized Findings withoutFailed(Findings findings)
    {
        Findings remaining = findings;
        for (URI coordinator : failed) {
            remaining = remaining.without(coordinator);
        }
        return remaining;
    }

    /**
     * @param time end of the search in {@link System#nanoTime()}; empty if the result is outdated
     */
    record State(Findings findings, Optional<Long> time)
    {
    }
}
