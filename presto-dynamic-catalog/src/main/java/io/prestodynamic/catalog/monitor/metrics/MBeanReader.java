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

import com.facebook.airlift.log.Logger;
import io.airlift.units.Duration;

import javax.annotation.concurrent.ThreadSafe;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

import static java.lang.Math.max;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

/**
 * Reader of the MBeans of a server. What blocks is left out: one read of it goes on, and only the first caller waits for that. Calls at the same time share reads, so that
 * there are no more threads than entries in the tables of metrics.
 */
@ThreadSafe
class MBeanReader
{
    private static final Logger log = Logger.get(MBeanReader.class);

    private final MBeanServer server;
    private final ExecutorService executor;
    private final Duration timeout;
    private final Map<MBeanMetrics, Read> reads = new ConcurrentHashMap<>();
    private final Set<String> reported = ConcurrentHashMap.newKeySet();

    /**
     * @param executor with threads for all reads that block
     * @param timeout for the MBeans of an entry
     */
    MBeanReader(MBeanServer server, ExecutorService executor, Duration timeout)
    {
        this.server = requireNonNull(server, "server is null");
        this.executor = requireNonNull(executor, "executor is null");
        this.timeout = requireNonNull(timeout, "timeout is null");
    }

    /**
     * Returns what can be read in time. MBeans that are not there are left out.
     */
    List<Sample> read(List<MBeanMetrics> table)
    {
        List<Sample> samples = new ArrayList<>();
        for (MBeanMetrics metrics : table) {
            samples.addAll(read(metrics));
        }
        return samples;
    }

    // one after another, which needs one thread
    private List<Sample> read(MBeanMetrics metrics)
    {
        Read read = reads.compute(metrics, (key, previous) -> previous == null || previous.samples().isDone() ? start(key) : previous);
        long remaining = timeout.roundTo(NANOSECONDS) - (System.nanoTime() - read.startNanos());
        try {
            return read.samples().get(max(0, remaining), NANOSECONDS);
        }
        catch (TimeoutException e) {
            if (reported.add(metrics.objectName().toString())) {
                log.warn("Metrics leave out %s, which has not answered in %s", metrics.objectName(), timeout);
            }
            return List.of();
        }
        catch (ExecutionException e) {
            if (reported.add(metrics.objectName().toString())) {
                log.warn(e.getCause(), "Metrics leave out %s", metrics.objectName());
            }
            return List.of();
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while MBeans were read", e);
        }
    }

    private Read start(MBeanMetrics metrics)
    {
        return new Read(executor.submit(() -> readNow(metrics)), System.nanoTime());
    }

    private List<Sample> readNow(MBeanMetrics metrics)
    {
        List<Sample> samples = new ArrayList<>();
        for (ObjectName name : server.queryNames(metrics.objectName(), null)) {
            MBeanAttributes attributes = new MBeanAttributes(server, name, reported);
            metrics.metrics().forEach(metric -> samples.addAll(metric.read(attributes, metrics.labelsOf(name))));
        }
        return samples;
    }

    private record Read(Future<List<Sample>> samples, long startNanos)
    {
        private Read
        {
            requireNonNull(samples, "samples is null");
        }
    }
}
