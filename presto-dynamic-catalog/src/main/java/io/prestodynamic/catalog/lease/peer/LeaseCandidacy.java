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
package io.prestodynamic.catalog.lease.peer;

import com.facebook.airlift.discovery.client.DiscoveryAnnouncementClient;
import com.facebook.airlift.discovery.client.ServiceAnnouncement;
import com.facebook.airlift.http.server.HttpServerInfo;
import com.facebook.airlift.log.Logger;
import com.facebook.presto.server.InternalCommunicationConfig;
import com.google.common.base.Ticker;
import com.google.common.collect.ImmutableSet;
import com.google.common.util.concurrent.ListenableFuture;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.ActiveCoordinatorConfig;

import javax.annotation.PostConstruct;
import javax.annotation.PreDestroy;
import javax.annotation.concurrent.GuardedBy;
import javax.annotation.concurrent.ThreadSafe;
import javax.inject.Inject;

import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static com.facebook.airlift.discovery.client.ServiceAnnouncement.serviceAnnouncement;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.Executors.newSingleThreadScheduledExecutor;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Announcement that this coordinator may take the lease, for the lifetime of the process. It has its own service type, and its own node id in discovery,
 * because an announcement replaces all others with the same node id.
 */
@ThreadSafe
public class LeaseCandidacy
{
    public static final String SERVICE_TYPE = "presto-coordinator-candidate";

    private static final String SUFFIX = "-candidate";
    private static final Logger log = Logger.get(LeaseCandidacy.class);
    private static final long MAX_INTERVAL_MILLIS = 2000;
    // discovery keeps an announcement for 30 s
    private static final long MAX_GAP = SECONDS.toNanos(15);

    private final DiscoveryAnnouncementClient client;
    private final Ticker ticker;
    private final long lease;
    private final long intervalMillis;
    private final ServiceAnnouncement announcement;
    private final ScheduledExecutorService executor = newSingleThreadScheduledExecutor(daemonThreadsNamed("dynamic-catalog-candidacy"));
    // used by the pass thread only
    private boolean silent = true;
    @GuardedBy("this")
    private boolean announced;
    @GuardedBy("this")
    private long first;
    @GuardedBy("this")
    private long last;

    @Inject
    public LeaseCandidacy(@ForLease DiscoveryAnnouncementClient client, HttpServerInfo server, InternalCommunicationConfig communication, ActiveCoordinatorConfig config)
    {
        this(client, communication.isHttpsRequired() ? server.getHttpsUri() : server.getHttpUri(), config.getLease(), Ticker.systemTicker());
    }

    public LeaseCandidacy(DiscoveryAnnouncementClient client, URI uri, Duration lease, Ticker ticker)
    {
        this.client = requireNonNull(client, "client is null");
        this.ticker = requireNonNull(ticker, "ticker is null");
        this.lease = lease.roundTo(NANOSECONDS);
        this.intervalMillis = Math.min(MAX_INTERVAL_MILLIS, lease.toMillis() / 5);
        this.announcement = serviceAnnouncement(SERVICE_TYPE).addProperty(uri.getScheme(), uri.toString()).build();
    }

    /**
     * Returns the node id with which a coordinator announces that it may take the lease.
     */
    static String nodeId(String coordinatorId)
    {
        return coordinatorId + SUFFIX;
    }

    static String coordinatorId(String nodeId)
    {
        return nodeId.endsWith(SUFFIX) ? nodeId.substring(0, nodeId.length() - SUFFIX.length()) : nodeId;
    }

    /**
     * Returns an id that is unique for each start of this coordinator.
     */
    public String getInstance()
    {
        return announcement.getId().toString();
    }

    /**
     * Returns whether discovery has listed this coordinator for the whole duration of a lease up to now, so that every holder that asks discovery knows it.
     */
    public synchronized boolean isKnown()
    {
        long now = ticker.read();
        return announced && now - first >= lease && now - last <= Math.min(MAX_GAP, lease / 2);
    }

    @PostConstruct
    public void start()
    {
        executor.scheduleWithFixedDelay(this::runPass, 0, intervalMillis, MILLISECONDS);
    }

    @PreDestroy
    public void stop()
            throws InterruptedException
    {
        executor.shutdownNow();
        executor.awaitTermination(MAX_INTERVAL_MILLIS, MILLISECONDS);
        await(client.unannounce());
    }

    private void runPass()
    {
        try {
            announce();
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        catch (Throwable failure) {
            log.error(failure, "Error announcing this coordinator to the other coordinators");
        }
    }

    public void announce()
            throws InterruptedException
    {
        long time = ticker.read();
        boolean success = await(client.announce(ImmutableSet.of(announcement)));
        if (success) {
            succeed(time);
        }
        if (success == silent) {
            silent = !success;
            log.info(success ?
                    "This coordinator is announced to the other coordinators" :
                    "Discovery does not answer: this coordinator cannot take over from an active coordinator that fails");
        }
    }

    private synchronized void succeed(long time)
    {
        if (!announced || time - last > Math.min(MAX_GAP, lease)) {
            first = time;
        }
        last = time;
        announced = true;
    }

    private static boolean await(ListenableFuture<?> answer)
            throws InterruptedException
    {
        try {
            answer.get(MAX_INTERVAL_MILLIS, MILLISECONDS);
            return true;
        }
        catch (ExecutionException | TimeoutException e) {
            log.debug(e, "Discovery does not answer");
            return false;
        }
        finally {
            answer.cancel(true);
        }
    }
}
