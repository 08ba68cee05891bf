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
package io.prestodynamic.catalog.monitor.metrics;

import com.google.common.collect.ImmutableList;
import io.airlift.units.Duration;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;
import org.weakref.jmx.MBeanExporter;
import org.weakref.jmx.Managed;

import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static io.prestodynamic.catalog.monitor.metrics.MBeanMetric.MILLIS;
import static io.prestodynamic.catalog.monitor.metrics.MBeanMetric.counter;
import static io.prestodynamic.catalog.monitor.metrics.MBeanMetric.gauge;
import static io.prestodynamic.catalog.monitor.metrics.MBeanMetric.states;
import static io.prestodynamic.catalog.monitor.metrics.MBeanMetrics.mbean;
import static io.prestodynamic.catalog.monitor.metrics.MBeanMetrics.mbeans;
import static io.prometheus.metrics.config.EscapingScheme.UNDERSCORE_ESCAPING;
import static io.prometheus.metrics.model.snapshots.Labels.of;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.Executors.newCachedThreadPool;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

public class TestMBeanReader
{
    private static final MBeanMetrics KITCHEN = mbean("test:name=Kitchen",
            gauge("kitchen_waiters", "Waiters", "Waiters"),
            counter("kitchen_cooking_seconds_total", "CookingMillis", MILLIS, "Time of cooking"),
            gauge("kitchen_broken", "Broken", "Fails"),
            gauge("kitchen_missing", "Missing", "Not there"),
            gauge("kitchen_text", "State", "No number"),
            gauge("kitchen_nothing", "Nothing", "No value"),
            states("kitchen_state", "State", "State of the kitchen", "OPEN", "CLOSED"));
    private static final MBeanMetrics TABLES = mbeans("test:type=Table,name=*", "name", "table", gauge("table_guests", of("kind", "adult"), "Waiters", "Guests"));
    private static final MBeanMetrics HANGING = mbean("test:name=Hanging", gauge("hanging", "Hanging", "Hangs"));

    private MBeanExporter exporter;
    private ExecutorService executor;
    private MBeanServer server;
    private Hanging hanging;

    @BeforeMethod
    public void setUp()
    {
        server = MBeanServerFactory.newMBeanServer();
        exporter = new MBeanExporter(server);
        executor = newCachedThreadPool(daemonThreadsNamed("test-metrics-%s"));
        hanging = new Hanging();
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
    {
        hanging.release.countDown();
        executor.shutdownNow();
    }

    @Test
    public void testText()
            throws IOException
    {
        exporter.export("test:name=Kitchen", new Kitchen());
        exporter.export("test:type=Table,name=first", new Kitchen());
        exporter.export("test:type=Table,name=second", new Kitchen());
        assertThat(text(reader(1).read(ImmutableList.of(KITCHEN, TABLES, HANGING)))).isEqualTo("""
                # HELP kitchen_cooking_seconds_total Time of cooking
                # TYPE kitchen_cooking_seconds_total counter
                kitchen_cooking_seconds_total 1.5
                # HELP kitchen_state State of the kitchen
                # TYPE kitchen_state gauge
                kitchen_state{state="closed"} 0.0
                kitchen_state{state="open"} 1.0
                # HELP kitchen_waiters Waiters
                # TYPE kitchen_waiters gauge
                kitchen_waiters 3.0
                # HELP table_guests Guests
                # TYPE table_guests gauge
                table_guests{kind="adult",table="first"} 3.0
                table_guests{kind="adult",table="second"} 3.0
                """);
    }

    @Test(timeOut = 60_000)
    public void testHangingMBean()
            throws InterruptedException
    {
        exporter.export("test:name=Hanging", hanging);
        exporter.export("test:name=Kitchen", new Kitchen());
        MBeanReader reader = new MBeanReader(server, executor, new Duration(10, MILLISECONDS));
        for (int i = 0; i < 10; i++) {
            assertThat(reader.read(ImmutableList.of(HANGING))).isEmpty();
        }
        // one read of it goes on, however often it is asked
        assertThat(hanging.entered.await(1, MINUTES)).isTrue();
        assertThat(hanging.calls).isEqualTo(1);

        hanging.release.countDown();
        List<Sample> samples = List.of();
        while (samples.isEmpty()) {
            samples = reader.read(ImmutableList.of(HANGING));
        }
        assertThat(samples).hasSize(1);
    }

    @Test
    public void testOthersThanTheHangingMBean()
    {
        exporter.export("test:name=Hanging", hanging);
        exporter.export("test:name=Kitchen", new Kitchen());
        MBeanReader reader = new MBeanReader(server, executor, new Duration(1000, MILLISECONDS));
        assertThat(reader.read(ImmutableList.of(HANGING, KITCHEN)))
                .extracting(sample -> sample.name().value())
                .contains("kitchen_waiters")
                .doesNotContain("hanging");
    }

    private MBeanReader reader(int minutes)
    {
        return new MBeanReader(server, executor, new Duration(minutes, MINUTES));
    }

    private static String text(List<Sample> samples)
            throws IOException
    {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(output, MetricFamilies.of(samples), UNDERSCORE_ESCAPING);
        return output.toString(UTF_8);
    }

    public static class Kitchen
    {
        @Managed
        public int getWaiters()
        {
            return 3;
        }

        @Managed
        public long getCookingMillis()
        {
            return 1500;
        }

        @Managed
        public int getBroken()
        {
            throw new IllegalStateException("broken");
        }

        @Managed
        public String getState()
        {
            return "OPEN";
        }

        @Managed
        public double getNothing()
        {
            return Double.NaN;
        }
    }

    public static class Hanging
    {
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch release = new CountDownLatch(1);
        private volatile int calls;

        @Managed
        public int getHanging()
                throws InterruptedException
        {
            calls++;
            entered.countDown();
            release.await();
            return calls;
        }
    }
}
