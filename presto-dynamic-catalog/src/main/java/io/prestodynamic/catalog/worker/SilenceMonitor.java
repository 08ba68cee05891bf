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
 * Announces this worker again while a coordinator is silent that said when it would speak: it may have been started anew, and the discovery service in its
 * process knows nobody then. What is announced is what was announced before, so nodes that still know this worker see no change.
 * <p>
 * It ends when the coordinator speaks, and after a minute at the latest. By then every announcement has been made again in its own time as well, and
 * where discovery cannot be reached, Presto tries every second anyway.
 */
@ThreadSafe
public class SilenceMonitor
{
    // beside what a request takes on its way, and a coordinator's garbage collection
    private static final long GRACE = SECONDS.toNanos(1);
    private static final long PATIENCE = MINUTES.toNanos(1);
    // discovery has it then, unless it ends with the coordinator that is just ending
    private static final long PAUSE_AFTER_SUCCESS = SECONDS.toNanos(5);
    private static final Logger log = Logger.get(SilenceMonitor.class);

    private final Announcer announcer;
    private final BooleanSupplier shuttingDown;
    private final Ticker ticker;
    private final PeriodicTask task = new PeriodicTask("dynamic-catalog-announce", "announcing this worker again", this::announceToSilent);
    // when each coordinator has to have spoken
    @GuardedBy("this")
    private final Map<String, Long> due = new HashMap<>();
    @GuardedBy("this")
    private final Set<String> silent = new HashSet<>();
    private volatile ListenableFuture<?> announcement = immediateCancelledFuture();
    private long announcedAt;

    @Inject
    public SilenceMonitor(Announcer announcer, GracefulShutdownHandler shutdownHandler)
    {
        this(announcer, shutdownHandler::isShutdownRequested, Ticker.systemTicker());
    }

    SilenceMonitor(Announcer announcer, BooleanSupplier shuttingDown, Ticker ticker)
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
     * Ends before the announcer does, which takes its announcement back: nothing is announced after that.
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
     * The coordinator has spoken, and will speak again within this time. One that does not say when, with a time of zero, is not waited for.
     */
    public synchronized void hear(String coordinatorId, Duration next)
    {
        if (next.toMillis() > 0) {
            due.put(coordinatorId, ticker.read() + next.roundTo(NANOSECONDS) + GRACE);
        }
        else {
            due.remove(coordinatorId);
        }
        if (silent.remove(coordinatorId)) {
            log.info("Coordinator %s speaks again", line(coordinatorId));
        }
    }

    /**
     * Returns whether the coordinator has spoken, and is not yet overdue to speak again.
     */
    public synchronized boolean isSpeaking(String coordinatorId)
    {
        Long time = due.get(coordinatorId);
        return time != null && ticker.read() - time < 0;
    }

    /**
     * One pass.
     */
    void announceToSilent()
    {
        long now = ticker.read();
        boolean pausing = succeeded(announcement) && now - announcedAt < PAUSE_AFTER_SUCCESS;
        if (isAnySilent(now) && announcement.isDone() && !pausing && !shuttingDown.getAsBoolean()) {
            announcedAt = now;
            announcement = announcer.forceAnnounce();
        }
    }

    private synchronized boolean isAnySilent(long now)
    {
        due.values().removeIf(time -> now - time >= PATIENCE);
        silent.retainAll(due.keySet());
        due.forEach((coordinatorId, time) -> {
            if (now - time >= 0 && silent.add(coordinatorId)) {
                log.info("Coordinator %s is silent: announcing this worker again, in case that it is started anew", line(coordinatorId));
            }
        });
        return !silent.isEmpty();
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
