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

import java.util.List;

import static io.prestodynamic.catalog.monitor.metrics.MBeanMetric.MILLIS;
import static io.prestodynamic.catalog.monitor.metrics.MBeanMetric.NANOS;
import static io.prestodynamic.catalog.monitor.metrics.MBeanMetric.counter;
import static io.prestodynamic.catalog.monitor.metrics.MBeanMetric.gauge;
import static io.prestodynamic.catalog.monitor.metrics.MBeanMetrics.mbean;
import static io.prestodynamic.catalog.monitor.metrics.MBeanMetrics.mbeans;
import static io.prometheus.metrics.model.snapshots.Labels.of;

/**
 * MBeans of the JVM. If Prometheus' own client for Java has a metric, it has the same name here.
 */
final class JvmMBeans
{
    static final List<MBeanMetrics> TABLE = ImmutableList.of(
            mbean("java.lang:type=Memory",
                    gauge("jvm_memory_used_bytes", of("area", "heap"), "HeapMemoryUsage#used", "Memory that the JVM uses"),
                    gauge("jvm_memory_used_bytes", of("area", "nonheap"), "NonHeapMemoryUsage#used", "Memory that the JVM uses"),
                    gauge("jvm_memory_committed_bytes", of("area", "heap"), "HeapMemoryUsage#committed", "Memory that the JVM has from the operating system"),
                    gauge("jvm_memory_committed_bytes", of("area", "nonheap"), "NonHeapMemoryUsage#committed", "Memory that the JVM has from the operating system"),
                    gauge("jvm_memory_max_bytes", of("area", "heap"), "HeapMemoryUsage#max", "Memory that the JVM may use")),
            mbeans("java.lang:type=GarbageCollector,name=*", "name", "gc",
                    counter("jvm_gc_collections_total", "CollectionCount", "Garbage collections"),
                    counter("jvm_gc_collection_time_seconds_total", "CollectionTime", MILLIS, "Time of garbage collections")),
            mbean("java.lang:type=Threading",
                    gauge("jvm_threads_current", "ThreadCount", "Threads"),
                    gauge("jvm_threads_peak", "PeakThreadCount", "Highest number of threads since the start")),
            mbean("java.lang:type=ClassLoading",
                    gauge("jvm_classes_currently_loaded", "LoadedClassCount", "Classes that are loaded")),
            mbean("java.lang:type=Runtime",
                    gauge("process_start_time_seconds", "StartTime", MILLIS, "Start of the process in Unix time")),
            mbean("java.lang:type=OperatingSystem",
                    counter("process_cpu_seconds_total", "ProcessCpuTime", NANOS, "CPU time of the process"),
                    gauge("process_open_fds", "OpenFileDescriptorCount", "Open files and sockets"),
                    gauge("process_max_fds", "MaxFileDescriptorCount", "Files and sockets that may be open")));

    private JvmMBeans() {}
}
