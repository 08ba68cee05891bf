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
package io.prestodynamic.catalog.worker;

import com.facebook.airlift.discovery.client.Announcer;
import com.facebook.airlift.log.Logger;
import com.facebook.presto.server.GracefulShutdownHandler;
import com.google.common.base.Ticker;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.concurrent.PeriodicTask;

import javax.annotation.PostConstruct;
import javax.annotation.PreDestroy;
import javax.annotation.concurrent.GuardedBy;
import javax.annotation.concurrent.ThreadSafe;
import javax.inject.Inject;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;

import static com.google.common.util.concurrent.Futures.immediateCancelledFuture;
import static io.prestodynamic.catalog.security.LogText.line;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Contacts of this worker with coordinators. If a coordinator does not send its next request in time, it may have been restarted together with the discovery service
 * in its process, which then knows no nodes. So this worker announces itself again, until the coordinator is back, for at most a minute: all announcements are renewed
 * by then. Nodes that still know this worker see no change.
 */
@ThreadSafe
public class CoordinatorContacts
{
    // for the network, and for garbage collection of the coordinator
    private static final long GRACE = SECONDS.toNanos(1);
    private static final long MAX_ANNOUNCING = MINUTES.toNanos(1);
    // discovery knows this worker then, unless it ended with the coordinator
    private static final long PAUSE_AFTER_SUCCESS = SECONDS.toNanos(5);
    private static final Logger log = Logger.get(CoordinatorContacts.class);

    private final Announcer announcer;
    private final BooleanSupplier shuttingDown;
    private final Ticker ticker;
    private final PeriodicTask task = new PeriodicTask("dynamic-catalog-announce", "announcing this worker again", this::announceIfOverdue);
    // latest time of the next request of each coordinator
    @GuardedBy("this")
    private final Map<String, Long> due = new HashMap<>();
    @GuardedBy("this")
    private final Set<String> overdue = new HashSet<>();
    private volatile ListenableFuture<?> announcement = immediateCancelledFuture();
    private long announcedAt;

    @Inject
    public CoordinatorContacts(Announcer announcer, GracefulShutdownHandler shutdownHandler)
    {
        this(announcer, shutdownHandler::isShutdownRequested, Ticker.systemTicker());
    }

    CoordinatorContacts(Announcer announcer, BooleanSupplier shuttingDown, Ticker ticker)
    {
        this.announcer = requireNonNull(announcer, "announcer is null");
        this.shuttingDown = requireNonNull(shuttingDown, "shuttingDown is null");
        this.ticker = requireNonNull(ticker, "ticker is null");
    }

    @PostConstruct
    public void start()
    {
        task.start(new Duration(1, SECONDS));
    }

    /**
     * Ends before the announcer, which withdraws its announcement, so that nothing is announced afterwards.
     */
    @PreDestroy
    public void stop()
            throws InterruptedException
    {
        task.stop();
        task.awaitEnd(new Duration(10, SECONDS));
        announcement.cancel(true);
    }

    /**
     * Records a request of the coordinator.
     * @param next time within which it will send the next request; zero if unknown
     */
    public synchronized void record(String coordinatorId, Duration next)
    {
        if (next.toMillis() > 0) {
            due.put(coordinatorId, ticker.read() + next.roundTo(NANOSECONDS) + GRACE);
        }
        else {
            due.remove(coordinatorId);
        }
        if (overdue.remove(coordinatorId)) {
            log.info("Coordinator %s is in contact again", line(coordinatorId));
        }
    }

    /**
     * Returns whether the coordinator has sent a request, and its next one is not overdue.
     */
    public synchronized boolean isInContact(String coordinatorId)
    {
        Long time = due.get(coordinatorId);
        return time != null && ticker.read() - time < 0;
    }

    void announceIfOverdue()
    {
        long now = ticker.read();
        boolean pausing = succeeded(announcement) && now - announcedAt < PAUSE_AFTER_SUCCESS;
        if (isAnyOverdue(now) && announcement.isDone() && !pausing && !shuttingDown.getAsBoolean()) {
            announcedAt = now;
            announcement = announcer.forceAnnounce();
        }
    }

    private synchronized boolean isAnyOverdue(long now)
    {
        due.values().removeIf(time -> now - time >= MAX_ANNOUNCING);
        overdue.retainAll(due.keySet());
        due.forEach((coordinatorId, time) -> {
            if (now - time >= 0 && overdue.add(coordinatorId)) {
                log.info("Coordinator %s has sent no request in time: announcing this worker again, in case that the coordinator was restarted", line(coordinatorId));
            }
        });
        return !overdue.isEmpty();
    }

    private static boolean succeeded(ListenableFuture<?> announcement)
    {
        if (!announcement.isDone()) {
            return false;
        }
        try {
            Futures.getDone(announcement);
            return true;
        }
        catch (ExecutionException | CancellationException e) {
            return false;
        }
    }
}
