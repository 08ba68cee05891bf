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
package io.prestodynamic.locator.jdbc;

import com.facebook.presto.jdbc.internal.okhttp3.HttpUrl;
import io.prestodynamic.locator.Coordinator;
import io.prestodynamic.locator.CoordinatorLocator;
import io.prestodynamic.locator.CoordinatorNotFoundException;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import static java.util.Objects.requireNonNull;

/**
 * Coordinator of a connection. Thread-safe. Requests run on the thread of the caller.
 */
class CoordinatorChoice
{
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final CoordinatorLocator locator;
    private final Duration timeout;
    private final Map<HttpUrl, URI> used = new ConcurrentHashMap<>();
    private volatile Optional<URI> last = Optional.empty();

    CoordinatorChoice(CoordinatorLocator locator, Duration timeout)
    {
        this.locator = requireNonNull(locator, "locator is null");
        this.timeout = requireNonNull(timeout, "timeout is null");
    }

    /**
     * Returns the maximum time that a request waits for a coordinator.
     */
    Duration timeout()
    {
        return timeout;
    }

    /**
     * Returns the coordinator of the last response, which has the open transaction.
     */
    Optional<URI> last()
    {
        return last;
    }

    void find()
            throws CoordinatorNotFoundException, InterruptedException
    {
        long start = System.nanoTime();
        if (locator.refresh().isEmpty()) {
            Duration left = timeout.minusNanos(System.nanoTime() - start);
            locator.await(left.isNegative() ? Duration.ZERO : left);
        }
    }

    URI current()
            throws CoordinatorNotFoundException, InterruptedException
    {
        Optional<URI> current = locator.locate().map(Coordinator::uri).or(this::last);
        return current.isPresent() ? current.get() : locator.await(timeout).uri();
    }

    /**
     * Returns a coordinator for the next attempt after a failed connection. May be the same one, after a pause.
     */
    URI next(URI failed, Duration wait)
            throws CoordinatorNotFoundException, InterruptedException
    {
        Optional<URI> next = locator.reportFailure(failed).map(Coordinator::uri);
        if (next.isPresent() && !next.get().equals(failed)) {
            return next.get();
        }
        if (next.isPresent()) {
            Thread.sleep(Math.min(PAUSE.toMillis(), wait.toMillis()));
        }
        return locator.await(wait).uri();
    }

    void answered(URI coordinator)
    {
        last = Optional.of(coordinator);
        used.put(HttpUrl.get(coordinator), coordinator);
    }

    /**
     * Returns whether a new search finds another usable coordinator, but not this one.
     */
    boolean isLost(HttpUrl origin)
    {
        URI coordinator = used.get(origin);
        if (coordinator == null || locator.reportFailure(coordinator).isEmpty()) {
            return false;
        }
        List<Coordinator> usable = locator.locateAll();
        return !usable.isEmpty() && usable.stream().noneMatch(other -> other.uri().equals(coordinator));
    }
}
