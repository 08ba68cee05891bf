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

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.logging.Level;
import java.util.logging.Logger;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

/**
 * Background poll, which searches when the last search is too old and calls listeners. Runs until it is interrupted.
 */
final class CoordinatorPoll
        implements Runnable
{
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Logger log = Logger.getLogger(CoordinatorPoll.class.getName());

    private final SharedSearch search;
    private final PollInterval interval;
    private final Semaphore wakeUps;
    private final List<CoordinatorListener> listeners = new CopyOnWriteArrayList<>();
    private Optional<Coordinator> told = Optional.empty();

    /**
     * @param wakeUps receives a permit after each search
     */
    CoordinatorPoll(SharedSearch search, PollInterval interval, Semaphore wakeUps)
    {
        this.search = requireNonNull(search, "search is null");
        this.interval = requireNonNull(interval, "interval is null");
        this.wakeUps = requireNonNull(wakeUps, "wakeUps is null");
    }

    void addListener(CoordinatorListener listener)
    {
        listeners.add(requireNonNull(listener, "listener is null"));
    }

    @Override
    public void run()
    {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                runPass();
            }
            catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void runPass()
            throws InterruptedException
    {
        Duration pause = PAUSE_AFTER_FAILURE;
        try {
            if (interval.untilNext(search.last()).isZero()) {
                search.running().get();
            }
            pause = interval.untilNext(search.last());
        }
        catch (ExecutionException e) {
            // the search has logged it
            log.log(Level.FINE, "Search failed", e);
        }
        SharedSearch.State last = search.last();
        if (last.time().isPresent()) {
            tell(last.searchResult().current());
        }
        wakeUps.tryAcquire(pause.toNanos(), NANOSECONDS);
        wakeUps.drainPermits();
    }

    private void tell(Optional<Coordinator> current)
    {
        if (current.map(Coordinator::uri).equals(told.map(Coordinator::uri))) {
            return;
        }
        Optional<Coordinator> previous = told;
        told = current;
        for (CoordinatorListener listener : listeners) {
            try {
                listener.changed(previous, current);
            }
            catch (Throwable failure) {
                log.log(Level.WARNING, "Error in a coordinator listener", failure);
            }
        }
    }
}
