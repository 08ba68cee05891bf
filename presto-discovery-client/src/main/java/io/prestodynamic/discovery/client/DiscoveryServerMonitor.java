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
package io.prestodynamic.discovery.client;

import com.facebook.airlift.log.Logger;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;

import javax.annotation.PostConstruct;
import javax.annotation.PreDestroy;
import javax.annotation.concurrent.GuardedBy;
import javax.annotation.concurrent.ThreadSafe;
import javax.inject.Inject;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static com.google.common.util.concurrent.Futures.immediateFailedFuture;
import static com.google.common.util.concurrent.MoreExecutors.directExecutor;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.Executors.newSingleThreadScheduledExecutor;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Looks at every discovery server once a second, at all of them at the same time, so that one that hangs delays nothing. Says in the log when one fails, when
 * it fails for another reason, when it answers again, and when another is spoken to.
 */
@ThreadSafe
public class DiscoveryServerMonitor
{
    private static final Logger log = Logger.get(DiscoveryServerMonitor.class);
    // longer than a check may take, unless it was configured to take longer
    private static final int FIRST_PASS_SECONDS = 3;

    private final DiscoveryServers discoveryServers;
    private final Function<URI, ListenableFuture<?>> check;
    private final ScheduledExecutorService executor = newSingleThreadScheduledExecutor(daemonThreadsNamed("discovery-servers"));
    private final Map<URI, ListenableFuture<?>> checks = new ConcurrentHashMap<>();
    @GuardedBy("this")
    private DiscoveryServers.Choice logged;
    private volatile boolean stopped;

    @Inject
    public DiscoveryServerMonitor(DiscoveryServers discoveryServers, DiscoveryServerClient client)
    {
        this(discoveryServers, client::check);
    }

    DiscoveryServerMonitor(DiscoveryServers discoveryServers, Function<URI, ListenableFuture<?>> check)
    {
        this.discoveryServers = requireNonNull(discoveryServers, "discoveryServers is null");
        this.check = requireNonNull(check, "check is null");
        logged = discoveryServers.choose();
    }

    /**
     * Returns when the servers have been looked at, or when those that do not answer have had time enough.
     */
    @PostConstruct
    public void start()
            throws InterruptedException
    {
        try {
            checkServers().get(FIRST_PASS_SECONDS, SECONDS);
        }
        catch (ExecutionException | TimeoutException e) {
            log.warn(e, "The discovery servers are still being looked at");
        }
        executor.scheduleWithFixedDelay(this::runPass, 1, 1, SECONDS);
    }

    @PreDestroy
    public void stop()
    {
        stopped = true;
        executor.shutdownNow();
    }

    private void runPass()
    {
        try {
            checkServers();
            logChoice();
        }
        catch (Throwable failure) {
            log.error(failure, "Error looking at the discovery servers");
        }
    }

    /**
     * Begins to look at every server that is not just being looked at.
     *
     * @return done when the result is known of each server; it does not fail when a server does
     */
    public ListenableFuture<?> checkServers()
    {
        return Futures.allAsList(discoveryServers.getUris().stream().map(this::checkServer).toList());
    }

    private ListenableFuture<?> checkServer(URI uri)
    {
        ListenableFuture<?> running = checks.get(uri);
        if (running != null && !running.isDone()) {
            return running;
        }
        ListenableFuture<?> checked = Futures.catching(
                Futures.transform(beginCheck(uri), ignored -> recordSuccess(uri), directExecutor()),
                Throwable.class,
                failure -> recordFailure(uri, failure),
                directExecutor());
        checks.put(uri, checked);
        return checked;
    }

    private ListenableFuture<?> beginCheck(URI uri)
    {
        try {
            return check.apply(uri);
        }
        catch (RuntimeException e) {
            return immediateFailedFuture(e);
        }
    }

    private Void recordSuccess(URI uri)
    {
        if (discoveryServers.succeed(uri)) {
            log.info("Discovery server %s answers again", uri);
        }
        logChoice();
        return null;
    }

    private Void recordFailure(URI uri, Throwable failure)
    {
        // the client may be closed by then, which says nothing about the server
        if (stopped) {
            return null;
        }
        String reason = FailureReasons.toLine(String.valueOf(failure.getMessage()));
        if (discoveryServers.fail(uri, reason)) {
            log.warn("Discovery server %s failed: %s", uri, reason);
        }
        logChoice();
        return null;
    }

    private synchronized void logChoice()
    {
        DiscoveryServers.Choice choice = discoveryServers.choose();
        if (!choice.announcements().equals(logged.announcements())) {
            log.info("Now announcing to discovery server %s", choice.announcements());
        }
        if (!choice.lookups().equals(logged.lookups())) {
            choice.lookups().ifPresentOrElse(
                    uri -> log.info("Now asking discovery server %s for nodes", uri),
                    () -> log.warn("No discovery server can be asked for nodes: this node keeps those that it knows"));
        }
        logged = choice;
    }
}
