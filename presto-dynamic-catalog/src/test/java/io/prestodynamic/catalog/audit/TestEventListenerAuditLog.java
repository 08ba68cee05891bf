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

import com.facebook.presto.spi.eventlistener.EventListener;
import io.prestodynamic.catalog.history.ChangeOrigin;
import io.prestodynamic.catalog.history.ChangeSource;
import io.prestodynamic.catalog.spi.CatalogEvent;
import io.prestodynamic.catalog.spi.CatalogEventListener;
import io.prestodynamic.testing.Conditions;
import io.prestodynamic.testing.TestingLog;
import org.testng.annotations.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

public class TestEventListenerAuditLog
{
    private static final ChangeOrigin ORIGIN = new ChangeOrigin(
            ChangeSource.HTTP, Optional.of("alice"), Optional.of("service"), Optional.of("10.0.0.7"), Optional.of("request-1"), Optional.of("moved"));

    @Test
    public void testEvents()
            throws InterruptedException
    {
        List<CatalogEvent> events = new CopyOnWriteArrayList<>();
        EventListenerAuditLog log = new EventListenerAuditLog(() -> Optional.of(new TestingListener(events::add)));
        log.record(new AuditRecord(AuditAction.PUT, Optional.of("sales"), Optional.of("2-ab"), Set.of("b", "a"), ORIGIN, "REPLACED", Optional.of("text")));
        log.record(attempt("web"));
        log.stop();

        assertThat(events).extracting(event -> event.catalogName().orElseThrow()).containsExactly("sales", "web");
        CatalogEvent event = events.get(0);
        assertThat(event).isEqualTo(new CatalogEvent(event.time(), Optional.of("alice"), Optional.of("service"), Optional.of("10.0.0.7"), Optional.of("request-1"), "HTTP", "PUT",
                Optional.of("sales"), Optional.of("2-ab"), Set.of("a", "b"), "REPLACED", Optional.of("text"), Optional.of("moved")));
        assertThat(log.getTold().getTotalCount()).isEqualTo(2);
        assertThat(log.getLost().getTotalCount()).isZero();
    }

    @Test
    public void testNoListener()
            throws InterruptedException
    {
        EventListener listener = new EventListener() {};
        for (Optional<EventListener> configured : List.of(Optional.<EventListener>empty(), Optional.of(listener))) {
            EventListenerAuditLog log = new EventListenerAuditLog(() -> configured);
            log.record(attempt("sales"));
            log.stop();
            assertThat(log.getTold().getTotalCount() + log.getLost().getTotalCount()).isZero();
        }
    }

    @Test
    public void testListenerThatFails()
            throws InterruptedException
    {
        try (TestingLog messages = new TestingLog(EventListenerAuditLog.class.getName())) {
            List<CatalogEvent> events = new CopyOnWriteArrayList<>();
            EventListenerAuditLog log = new EventListenerAuditLog(() -> Optional.of(new TestingListener(event -> {
                if (event.catalogName().equals(Optional.of("broken"))) {
                    throw new NoClassDefFoundError("no/such/Class");
                }
                events.add(event);
            })));
            List.of("broken", "sales", "broken").forEach(name -> log.record(attempt(name)));
            log.stop();

            assertThat(events).hasSize(1);
            assertThat(log.getTold().getTotalCount()).isEqualTo(1);
            assertThat(log.getLost().getTotalCount()).isEqualTo(2);
            assertThat(messages.getMessages()).hasSize(1).first().asString().contains(TestingListener.class.getName(), "has failed");
        }
    }

    @Test
    public void testListenerThatHangs()
            throws InterruptedException
    {
        try (TestingLog messages = new TestingLog(EventListenerAuditLog.class.getName())) {
            CountDownLatch called = new CountDownLatch(1);
            EventListenerAuditLog log = new EventListenerAuditLog(() -> Optional.of(new TestingListener(event -> {
                called.countDown();
                try {
                    new CountDownLatch(1).await();
                }
                catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            })));
            log.record(attempt("sales"));
            called.await();
            IntStream.range(0, 1_003).forEach(i -> log.record(attempt("sales")));

            assertThat(log.getLost().getTotalCount()).isEqualTo(3);
            assertThat(messages.getMessages()).hasSize(1).first().asString().contains("does not keep up", "1000 events wait");
            log.stop();
            Conditions.await("the thread has ended", Duration.ofSeconds(30), () -> log.getLost().getTotalCount() == 1_004);
        }
    }

    private static AuditRecord attempt(String name)
    {
        return new AuditRecord(AuditAction.DELETE, Optional.of(name), Optional.empty(), Set.of(), ORIGIN, "REMOVED", Optional.empty());
    }

    private record TestingListener(Consumer<CatalogEvent> consumer)
            implements EventListener, CatalogEventListener
    {
        @Override
        public void catalogEvent(CatalogEvent event)
        {
            consumer.accept(event);
        }
    }
}
