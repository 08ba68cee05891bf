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

import io.prestodynamic.discovery.client.HttpAddress;

import javax.net.ssl.SSLContext;

import java.io.Closeable;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

/**
 * Locator of the current coordinator. Asks discovery servers for the announced coordinators, and checks those.
 *
 * <p>Thread-safe. Only {@link #await} throws if no coordinator is found. Other methods return an empty result, and {@link #status} has the reasons. A result
 * that is not cached takes at most two request timeouts.
 */
public final class CoordinatorLocator
        implements Closeable
{
    // a standby takes over within seconds, and whoever waits longer should not keep the discovery servers busy
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LATER_PAUSE = Duration.ofMillis(500);
    private static final Duration FIRST_PAUSES = Duration.ofSeconds(5);

    private final LocatorCache cache;
    private final CoordinatorPoll poll;
    private final LocatorHttpClient httpClient;
    private final ExecutorService executor;
    private final Thread pollThread;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Duration requestTimeout;
    private boolean started;

    private CoordinatorLocator(Builder builder)
    {
        requestTimeout = builder.requestTimeout;
        executor = LocatorThreads.newExecutor();
        httpClient = new LocatorHttpClient(builder.sslContext, builder.requestTimeout, executor);
        PollInterval interval = new PollInterval(builder.pollInterval);
        Semaphore wakeUps = new Semaphore(0);
        SharedSearch search = new SharedSearch(
                new Search(
                        builder.discoveryServers,
                        builder.environment,
                        builder.transport,
                        builder.requestTimeout,
                        builder.grace,
                        new DiscoveryClient(httpClient),
                        builder.check.orElseGet(() -> new HttpCoordinatorCheck(httpClient)),
                        executor),
                wakeUps::release);
        cache = new LocatorCache(search, interval);
        poll = new CoordinatorPoll(search, interval, wakeUps);
        pollThread = LocatorThreads.newPollThread(poll);
    }

    /**
     * @param discoveryServers as returned by {@link DiscoveryAddresses#parse}
     */
    public static Builder builder(List<URI> discoveryServers)
    {
        return new Builder(discoveryServers);
    }

    /**
     * Starts the background poll, which searches at every poll interval, and every second while there is no coordinator. Does nothing if already started.
     *
     * @throws IllegalStateException if the locator is closed
     */
    public synchronized void start()
    {
        if (isClosed()) {
            throw new IllegalStateException("The locator is closed");
        }
        if (!started) {
            started = true;
            // the poll renews the cache, so callers need not wait for it
            cache.allowAge(requestTimeout.multipliedBy(2));
            pollThread.start();
        }
    }

    /**
     * Ends all threads. Pending calls return the last result.
     */
    @Override
    public synchronized void close()
    {
        closed.countDown();
        pollThread.interrupt();
        executor.shutdownNow();
        httpClient.close();
    }

    /**
     * Returns the current coordinator, which stays the same as long as it answers. A new one is the usable coordinator with the lowest node id, so that all
     * clients agree. Cached for the poll interval.
     */
    public Optional<Coordinator> locate()
    {
        return cache.cached().current();
    }

    /**
     * Returns all usable coordinators, the current one first. Cached for the poll interval.
     */
    public List<Coordinator> locateAll()
    {
        return cache.cached().usable();
    }

    /**
     * Returns all announced and formerly usable coordinators. Those that are not usable may still run queries. Cached for the poll interval.
     */
    public List<Coordinator> known()
    {
        return cache.cached().candidates();
    }

    /**
     * Returns the current coordinator after a new search.
     */
    public Optional<Coordinator> refresh()
    {
        return cache.fresh().current();
    }

    /**
     * Reports a failed connection to a coordinator, and returns the current coordinator after a new search. Returns the reported one only if it answers and no
     * other is usable. Returns at once if it was replaced already. Concurrent reports of the same coordinator share a search.
     *
     * @param coordinator address of the coordinator; its path is ignored
     */
    public Optional<Coordinator> reportFailure(URI coordinator)
    {
        requireNonNull(coordinator, "coordinator is null");
        URI address = HttpAddress.origin(coordinator, Optional.empty()).orElse(coordinator);
        return cache.without(address).current();
    }

    /**
     * Waits for a coordinator, with ten searches per second in the first five seconds, and two afterwards.
     *
     * @throws CoordinatorNotFoundException if there is none within the timeout, or the locator is closed
     */
    public Coordinator await(Duration timeout)
            throws CoordinatorNotFoundException, InterruptedException
    {
        long start = System.nanoTime();
        long deadline = start + timeout.toNanos();
        Optional<Coordinator> current = cache.cached(deadline).current();
        while (current.isEmpty()) {
            long now = System.nanoTime();
            long left = deadline - now;
            Duration pause = now - start < FIRST_PAUSES.toNanos() ? FIRST_PAUSE : LATER_PAUSE;
            if (left <= 0 || closed.await(Math.min(left, pause.toNanos()), NANOSECONDS)) {
                throw new CoordinatorNotFoundException(status());
            }
            current = cache.fresh(deadline).current();
        }
        return current.get();
    }

    /**
     * Adds a listener, which the background poll calls. It requires {@link #start}.
     */
    public void addListener(CoordinatorListener listener)
    {
        poll.addListener(listener);
    }

    /**
     * Returns the responses of the last search, without a new search.
     */
    public LocatorStatus status()
    {
        return cache.last().status();
    }

    private boolean isClosed()
    {
        return closed.getCount() == 0;
    }

    /**
     * Builder of a locator. Not thread-safe.
     */
    public static final class Builder
    {
        private final List<URI> discoveryServers;
        private Optional<String> environment = Optional.empty();
        private Optional<CoordinatorTransport> transport = Optional.empty();
        private Optional<SSLContext> sslContext = Optional.empty();
        private Optional<CoordinatorCheck> check = Optional.empty();
        private Duration pollInterval = Duration.ofSeconds(10);
        private Duration requestTimeout = Duration.ofSeconds(2);
        private Duration grace = Duration.ofMillis(250);

        private Builder(List<URI> discoveryServers)
        {
            this.discoveryServers = List.copyOf(discoveryServers);
            if (discoveryServers.isEmpty()) {
                throw new IllegalArgumentException("The list of discovery servers is empty");
            }
        }

        /**
         * Uses coordinators of this environment only. The default is any environment.
         */
        public Builder environment(String environment)
        {
            this.environment = Optional.of(environment);
            return this;
        }

        /**
         * Uses this address of coordinators. The default is HTTP if announced, otherwise HTTPS.
         */
        public Builder transport(CoordinatorTransport transport)
        {
            this.transport = Optional.of(transport);
            return this;
        }

        /**
         * Time for which results are cached, and interval of the background poll. The default is 10 seconds.
         */
        public Builder pollInterval(Duration pollInterval)
        {
            this.pollInterval = requirePositive(pollInterval, "pollInterval");
            return this;
        }

        /**
         * Timeout for each discovery server and coordinator. The default is 2 seconds.
         */
        public Builder requestTimeout(Duration requestTimeout)
        {
            this.requestTimeout = requirePositive(requestTimeout, "requestTimeout");
            return this;
        }

        // tests on busy machines wait longer
        Builder grace(Duration grace)
        {
            this.grace = requirePositive(grace, "grace");
            return this;
        }

        /**
         * TLS settings for discovery servers and coordinators. The default is that of the JVM.
         */
        public Builder sslContext(SSLContext sslContext)
        {
            this.sslContext = Optional.of(sslContext);
            return this;
        }

        /**
         * Replaces the default check, {@code GET /v1/info}.
         */
        public Builder check(CoordinatorCheck check)
        {
            this.check = Optional.of(check);
            return this;
        }

        /**
         * Builds a locator, whose threads start with the first search or {@link CoordinatorLocator#start}.
         */
        public CoordinatorLocator build()
        {
            return new CoordinatorLocator(this);
        }

        private static Duration requirePositive(Duration duration, String name)
        {
            if (duration.isNegative() || duration.isZero()) {
                throw new IllegalArgumentException(name + " is not positive");
            }
            return duration;
        }
    }
}
