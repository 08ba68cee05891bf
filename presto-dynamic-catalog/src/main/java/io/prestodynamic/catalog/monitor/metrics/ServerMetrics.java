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

import javax.annotation.PreDestroy;
import javax.annotation.concurrent.ThreadSafe;
import javax.inject.Inject;
import javax.management.MBeanServer;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.ExecutorService;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static java.util.concurrent.Executors.newCachedThreadPool;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Metrics of this node, whatever its role. Those of MBeans that the node does not have are missing.
 */
@ThreadSafe
public class ServerMetrics
{
    private static final Duration TIMEOUT = new Duration(1, SECONDS);
    private static final List<MBeanMetrics> TABLE = ImmutableList.<MBeanMetrics>builder()
            .addAll(PrestoMBeans.TABLE)
            .addAll(DynamicCatalogMBeans.TABLE)
            .build();

    private final ExecutorService executor = newCachedThreadPool(daemonThreadsNamed("metrics-%s"));
    private final MBeanReader server;
    private final MBeanReader jvm;

    @Inject
    public ServerMetrics(MBeanServer server)
    {
        this.server = new MBeanReader(server, executor, TIMEOUT);
        // in tests it is another one
        this.jvm = new MBeanReader(ManagementFactory.getPlatformMBeanServer(), executor, TIMEOUT);
    }

    @PreDestroy
    public void stop()
    {
        executor.shutdownNow();
    }

    public List<Sample> read()
    {
        return ImmutableList.<Sample>builder()
                .addAll(server.read(TABLE))
                .addAll(jvm.read(JvmMBeans.TABLE))
                .build();
    }
}
