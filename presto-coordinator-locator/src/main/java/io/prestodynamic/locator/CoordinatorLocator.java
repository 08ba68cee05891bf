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
 * Finds the coordinator that clients are to use: asks discovery servers who is announced, and those whether they are up.
 * <p>
 * All methods may be called by several threads at once. Nothing but {@link #await} throws because of what the network does: where nobody can be found, the
 * answer is empty, and {@link #status} says why. An answer that is not cached takes two request timeouts at the longest.
 */
public final class CoordinatorLocator
        implements Closeable
{
    private static final Duration AWAIT_INTERVAL = Duration.ofMillis(500);

    private final LocatorAnswers answers;
    private final CoordinatorPoll poll;
    private final HttpQuestions questions;
    private final ExecutorService executor;
    private final Thread pollThread;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Duration requestTimeout;
    private boolean started;

    private CoordinatorLocator(Builder builder)
    {
        requestTimeout = builder.requestTimeout;
        executor = LocatorThreads.newExecutor();
        questions = new HttpQuestions(builder.sslContext, builder.requestTimeout, executor);
        PollInterval interval = new PollInterval(builder.pollInterval);
        Semaphore wakeUps = new Semaphore(0);
        SharedSearch search = new SharedSearch(
                new Search(
                        builder.discoveryServers,
                        builder.environment,
                        builder.transport,
                        builder.requestTimeout,
                        builder.grace,
                        new DiscoveryClient(questions),
                        builder.check.orElseGet(() -> new HttpCoordinatorCheck(questions)),
                        executor),
                wakeUps::release);
        answers = new LocatorAnswers(search, interval);
        poll = new CoordinatorPoll(search, interval, wakeUps);
        pollThread = LocatorThreads.newPollThread(poll);
    }

    /**
     * @param discoveryServers as {@link DiscoveryAddresses#parse} returns them
     */
    public static Builder builder(List<URI> discoveryServers)
    {
        return new Builder(discoveryServers);
    }

    /**
     * Looks for coordinators in the background from now on: at every poll interval, and every second while there is none. Does nothing where it was called before.
     *
     * @throws IllegalStateException where the locator is closed
     */
    public synchronized void start()
    {
        if (isClosed()) {
            throw new IllegalStateException("The locator is closed");
        }
        if (!started) {
            started = true;
            // the poll renews answers, and nobody has to wait for that
            answers.allowAge(requestTimeout.multipliedBy(2));
            pollThread.start();
        }
    }

    /**
     * Ends all threads. Who waits for an answer gets the last one that there was.
     */
    @Override
    public synchronized void close()
    {
        closed.countDown();
        pollThread.interrupt();
        executor.shutdownNow();
        questions.close();
    }

    /**
     * The current coordinator. It stays the same while it answers; a new one is the first by node id of those that are usable, so that all clients agree.
     * Cached for the poll interval; where nobody has asked for so long, everybody is asked now.
     */
    public Optional<Coordinator> locate()
    {
        return answers.cached().current();
    }

    /**
     * All coordinators that are usable, the current one first. Cached as {@link #locate} is.
     */
    public List<Coordinator> locateAll()
    {
        return answers.cached().usable();
    }

    /**
     * All coordinators that discovery names, and those that were usable before. They need not be usable: one that takes no statements any more may run queries still.
     * Cached as {@link #locate} is.
     */
    public List<Coordinator> known()
    {
        return answers.cached().candidates();
    }

    /**
     * Asks everybody now.
     */
    public Optional<Coordinator> refresh()
    {
        return answers.fresh().current();
    }

    /**
     * Takes note that a connection to a coordinator has failed, and asks everybody now. That coordinator is the answer only where no other is usable and it
     * does answer. Where it was replaced already, the current one is returned at once. Threads that report the same coordinator at the same time share the questions.
     *
     * @param coordinator its address; a path is ignored
     */
    public Optional<Coordinator> reportFailure(URI coordinator)
    {
        requireNonNull(coordinator, "coordinator is null");
        URI address = HttpAddress.origin(coordinator, Optional.empty()).orElse(coordinator);
        return answers.without(address).current();
    }

    /**
     * Waits until there is a coordinator, and asks everybody twice a second meanwhile.
     *
     * @throws CoordinatorNotFoundException where there is none within the timeout, or the locator is closed
     */
    public Coordinator await(Duration timeout)
            throws CoordinatorNotFoundException, InterruptedException
    {
        long deadline = System.nanoTime() + timeout.toNanos();
        Optional<Coordinator> current = answers.cached(deadline).current();
        while (current.isEmpty()) {
            long left = deadline - System.nanoTime();
            if (left <= 0 || closed.await(Math.min(left, AWAIT_INTERVAL.toNanos()), NANOSECONDS)) {
                throw new CoordinatorNotFoundException(status());
            }
            current = answers.fresh(deadline).current();
        }
        return current.get();
    }

    /**
     * The listener is told of changes from now on, by the thread of the background poll: of none where {@link #start} is not called.
     */
    public void addListener(CoordinatorListener listener)
    {
        poll.addListener(listener);
    }

    /**
     * What was answered when everybody was last asked. Asks nobody.
     */
    public LocatorStatus status()
    {
        return answers.last().status();
    }

    private boolean isClosed()
    {
        return closed.getCount() == 0;
    }

    /**
     * Not to be used by several threads at once.
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
                throw new IllegalArgumentException("There is no discovery server to ask");
            }
        }

        /**
         * Only coordinators of this environment. Without it those of every environment that the discovery servers name.
         */
        public Builder environment(String environment)
        {
            this.environment = Optional.of(environment);
            return this;
        }

        /**
         * Which address of coordinators is used. Without it HTTP where that is announced, and else HTTPS.
         */
        public Builder transport(CoordinatorTransport transport)
        {
            this.transport = Optional.of(transport);
            return this;
        }

        /**
         * How long an answer is cached, and how often the background poll asks. The default is 10 seconds.
         */
        public Builder pollInterval(Duration pollInterval)
        {
            this.pollInterval = requirePositive(pollInterval, "pollInterval");
            return this;
        }

        /**
         * How long a discovery server or a coordinator may take to answer. The default is 2 seconds.
         */
        public Builder requestTimeout(Duration requestTimeout)
        {
            this.requestTimeout = requirePositive(requestTimeout, "requestTimeout");
            return this;
        }

        // tests on machines that are busy wait longer
        Builder grace(Duration grace)
        {
            this.grace = requirePositive(grace, "grace");
            return this;
        }

        /**
         * For discovery servers and coordinators with HTTPS. Without it the JVM's default.
         */
        public Builder sslContext(SSLContext sslContext)
        {
            this.sslContext = Optional.of(sslContext);
            return this;
        }

        /**
         * In place of the default, which asks {@code GET /v1/info}.
         */
        public Builder check(CoordinatorCheck check)
        {
            this.check = Optional.of(check);
            return this;
        }

        /**
         * No thread runs before the first question or {@link CoordinatorLocator#start}.
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
