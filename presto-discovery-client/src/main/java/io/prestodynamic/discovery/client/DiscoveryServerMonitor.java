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
 * Monitor of the discovery servers. It checks all of them once a second, at the same time, so that one that hangs delays nothing. It logs when a server
 * fails, fails for another reason, or answers again, and when this node changes to another server.
 */
@ThreadSafe
public class DiscoveryServerMonitor
{
    private static final Logger log = Logger.get(DiscoveryServerMonitor.class);
    // longer than the default timeout of a check
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
     * Starts the checks. Returns when each server has been checked, or after a timeout.
     */
    @PostConstruct
    public void start()
            throws InterruptedException
    {
        try {
            checkServers().get(FIRST_PASS_SECONDS, SECONDS);
        }
        catch (ExecutionException | TimeoutException e) {
            log.warn(e, "The discovery servers are still being checked");
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
            log.error(failure, "Error checking the discovery servers");
        }
    }

    /**
     * Starts a check of every server of which none is running.
     *
     * @return a future that is done when the result of each server is known; it does not fail if a server does
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
        if (discoveryServers.recordSuccess(uri)) {
            log.info("Discovery server %s answers again", uri);
        }
        logChoice();
        return null;
    }

    private Void recordFailure(URI uri, Throwable failure)
    {
        // the reason may be that the HTTP client is closed
        if (stopped) {
            return null;
        }
        String reason = FailureReasons.toLine(String.valueOf(failure.getMessage()));
        if (discoveryServers.recordFailure(uri, reason)) {
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
