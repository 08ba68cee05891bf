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
package io.prestodynamic.catalog.audit;

import com.facebook.airlift.log.Logger;
import com.facebook.airlift.stats.CounterStat;
import com.facebook.presto.spi.classloader.ThreadContextClassLoader;
import io.prestodynamic.catalog.history.ChangeOrigin;
import io.prestodynamic.catalog.seam.ConfiguredEventListener;
import io.prestodynamic.catalog.spi.CatalogEvent;
import io.prestodynamic.catalog.spi.CatalogEventListener;
import org.weakref.jmx.Managed;
import org.weakref.jmx.Nested;

import javax.annotation.PreDestroy;
import javax.inject.Inject;

import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicBoolean;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Audit log that tells the event listener of this coordinator, if that is a {@link CatalogEventListener}. It has a thread of its own and a bounded queue, so that a listener
 * that fails, or does not return, delays nobody. Its events are then lost, and counted.
 */
public class EventListenerAuditLog
        implements AuditLog
{
    private static final Logger log = Logger.get(EventListenerAuditLog.class);
    private static final int MAX_WAITING = 1_000;
    private static final int STOP_SECONDS = 2;

    private final ConfiguredEventListener configured;
    private final ThreadPoolExecutor executor = new ThreadPoolExecutor(
            1, 1, 0, SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), daemonThreadsNamed("dynamic-catalog-event-listener-%s"));
    private final CounterStat told = new CounterStat();
    private final CounterStat lost = new CounterStat();
    private final AtomicBoolean warnedOfFailure = new AtomicBoolean();
    private final AtomicBoolean warnedOfFullQueue = new AtomicBoolean();

    @Inject
    public EventListenerAuditLog(ConfiguredEventListener configured)
    {
        this.configured = requireNonNull(configured, "configured is null");
    }

    /**
     * Gives the listener a little time for the events that wait.
     */
    @PreDestroy
    public void stop()
            throws InterruptedException
    {
        executor.shutdown();
        if (!executor.awaitTermination(STOP_SECONDS, SECONDS)) {
            lost.update(executor.shutdownNow().size());
        }
    }

    @Override
    public void record(AuditRecord record)
    {
        configured.getEventListener().ifPresent(listener -> {
            if (listener instanceof CatalogEventListener catalogListener) {
                enqueue(catalogListener, event(record));
            }
        });
    }

    @Managed
    @Nested
    public CounterStat getTold()
    {
        return told;
    }

    @Managed
    @Nested
    public CounterStat getLost()
    {
        return lost;
    }

    private void enqueue(CatalogEventListener listener, CatalogEvent event)
    {
        try {
            executor.execute(() -> tell(listener, event));
        }
        catch (RejectedExecutionException e) {
            lost.update(1);
            if (warnedOfFullQueue.compareAndSet(false, true)) {
                log.warn(
                        "Event listener %s does not keep up with attempts to change catalogs: %s events wait, and further ones are lost. This is logged once",
                        name(listener),
                        MAX_WAITING);
            }
        }
    }

    private void tell(CatalogEventListener listener, CatalogEvent event)
    {
        try (ThreadContextClassLoader ignored = new ThreadContextClassLoader(listener.getClass().getClassLoader())) {
            listener.catalogEvent(event);
            told.update(1);
        }
        catch (Throwable e) {
            lost.update(1);
            if (warnedOfFailure.compareAndSet(false, true)) {
                log.warn(e, "Event listener %s has failed: an event about an attempt to change catalogs is lost. This is logged once", name(listener));
            }
        }
    }

    private static String name(CatalogEventListener listener)
    {
        return listener.getClass().getName();
    }

    private static CatalogEvent event(AuditRecord record)
    {
        ChangeOrigin origin = record.origin();
        return new CatalogEvent(
                Instant.now(),
                origin.user(),
                origin.principal(),
                origin.address(),
                origin.requestId(),
                origin.source().name(),
                record.action().name(),
                record.catalogName(),
                record.version(),
                record.properties(),
                record.outcome(),
                record.message(),
                origin.comment());
    }
}
