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

import static io.prestodynamic.catalog.monitor.metrics.MBeanMetric.MICROS;
import static io.prestodynamic.catalog.monitor.metrics.MBeanMetric.counter;
import static io.prestodynamic.catalog.monitor.metrics.MBeanMetric.gauge;
import static io.prestodynamic.catalog.monitor.metrics.MBeanMetric.times;
import static io.prestodynamic.catalog.monitor.metrics.MBeanMetrics.mbean;
import static io.prestodynamic.catalog.monitor.metrics.MBeanMetrics.mbeans;
import static io.prometheus.metrics.model.snapshots.Labels.EMPTY;
import static io.prometheus.metrics.model.snapshots.Labels.of;

/**
 * MBeans of Presto: those that tell whether a node does its work, with what, and how much is left.
 */
final class PrestoMBeans
{
    private static final String FAILED = "Queries that failed, by whose error it was; canceled and abandoned ones are errors of the user";
    private static final String RESERVED = "Memory that queries have reserved on all nodes; user is a part of total";

    static final List<MBeanMetrics> TABLE = ImmutableList.of(
            // of the dispatcher, which knows queries before they are planned
            mbean("com.facebook.presto.dispatcher:name=DispatchManager",
                    gauge("presto_queries_running", "RunningQueries", "Queries that run"),
                    gauge("presto_queries_queued", "QueuedQueries", "Queries that wait for their start"),
                    counter("presto_queries_submitted_total", "SubmittedQueries.TotalCount", "Queries that were submitted"),
                    counter("presto_queries_started_total", "StartedQueries.TotalCount", "Queries that were started"),
                    counter("presto_queries_completed_total", "CompletedQueries.TotalCount", "Queries that ended, with success or not"),
                    counter("presto_queries_failed_total", of("error", "user"), "UserErrorFailures.TotalCount", FAILED),
                    counter("presto_queries_failed_total", of("error", "internal"), "InternalFailures.TotalCount", FAILED),
                    counter("presto_queries_failed_total", of("error", "external"), "ExternalFailures.TotalCount", FAILED),
                    counter("presto_queries_failed_total", of("error", "insufficient_resources"), "InsufficientResourcesFailures.TotalCount", FAILED),
                    counter("presto_queries_abandoned_total", "AbandonedQueries.TotalCount", "Queries whose client did not ask for results any more"),
                    counter("presto_queries_canceled_total", "CanceledQueries.TotalCount", "Queries that their users canceled"),
                    counter("presto_queries_input_rows_total", "ConsumedInputRows.TotalCount", "Rows that ended queries have read"),
                    counter("presto_queries_input_bytes_total", "ConsumedInputBytes.TotalCount", "Bytes that ended queries have read"),
                    counter("presto_queries_cpu_seconds_total", "ConsumedCpuTimeSecs.TotalCount", "CPU time that ended queries have used"),
                    times("presto_query_execution_seconds", EMPTY, "ExecutionTime", "Time from the start of a query to its end"),
                    times("presto_query_queued_seconds", EMPTY, "QueuedTime", "Time that a query has waited for its start")),
            mbean("com.facebook.presto.memory:name=ClusterMemoryManager",
                    gauge("presto_cluster_memory_bytes", "ClusterMemoryBytes", "Memory for queries on all nodes"),
                    gauge("presto_cluster_memory_reserved_bytes", of("type", "user"), "ClusterUserMemoryReservation", RESERVED),
                    gauge("presto_cluster_memory_reserved_bytes", of("type", "total"), "ClusterTotalMemoryReservation", RESERVED),
                    gauge("presto_cluster_memory_leaked_bytes", "LeakedBytes", "Memory that ended queries hold"),
                    counter("presto_queries_killed_out_of_memory_total", "QueriesKilledDueToOutOfMemory", "Queries that were killed because the cluster was out of memory")),
            mbeans("com.facebook.presto.memory:type=ClusterMemoryPool,name=*", "name", "pool",
                    gauge("presto_cluster_memory_pool_bytes", "TotalDistributedBytes", "Size of the memory pool on all nodes"),
                    gauge("presto_cluster_memory_pool_free_bytes", "FreeDistributedBytes", "Free memory of the pool on all nodes"),
                    gauge("presto_cluster_memory_pool_queries", "AssignedQueries", "Queries that use the pool"),
                    gauge("presto_cluster_memory_pool_blocked_nodes", "BlockedNodes", "Nodes whose part of the pool is exhausted")),
            mbeans("com.facebook.presto.memory:type=MemoryPool,name=*", "name", "pool",
                    gauge("presto_memory_pool_bytes", "MaxBytes", "Size of the memory pool of this node"),
                    gauge("presto_memory_pool_free_bytes", "FreeBytes", "Free memory of the pool of this node"),
                    gauge("presto_memory_pool_reserved_bytes", "ReservedBytes", "Memory of the pool of this node that queries have reserved"),
                    gauge("presto_memory_pool_revocable_bytes", "ReservedRevocableBytes", "Memory of the pool of this node that can be taken back by spilling")),
            mbean("com.facebook.presto.metadata:name=DiscoveryNodeManager",
                    gauge("presto_nodes", of("state", "active"), "ActiveNodeCount", "Nodes that this node knows, itself included"),
                    gauge("presto_nodes", of("state", "inactive"), "InactiveNodeCount", "Nodes that this node knows, itself included"),
                    gauge("presto_nodes", of("state", "shutting_down"), "ShuttingDownNodeCount", "Nodes that this node knows, itself included")),
            mbean("com.facebook.presto.failureDetector:name=HeartbeatFailureDetector",
                    gauge("presto_failure_detector_nodes", of("state", "active"), "ActiveCount", "Nodes that the failure detector watches"),
                    gauge("presto_failure_detector_nodes", of("state", "failed"), "FailedCount", "Nodes that the failure detector watches")),
            mbean("com.facebook.presto.execution:name=TaskManager",
                    counter("presto_tasks_failed_total", "FailedTasks.TotalCount", "Tasks of this node that failed"),
                    counter("presto_tasks_input_bytes_total", "InputDataSize.TotalCount", "Bytes that tasks of this node have read"),
                    counter("presto_tasks_input_rows_total", "InputPositions.TotalCount", "Rows that tasks of this node have read"),
                    counter("presto_tasks_output_bytes_total", "OutputDataSize.TotalCount", "Bytes that tasks of this node have produced"),
                    counter("presto_tasks_output_rows_total", "OutputPositions.TotalCount", "Rows that tasks of this node have produced")),
            mbean("com.facebook.presto.execution.executor:name=TaskExecutor",
                    gauge("presto_tasks_running", "Tasks", "Tasks of this node"),
                    gauge("presto_splits", of("state", "running"), "RunningSplits", "Splits of this node that run, wait for a thread, or wait for data or memory"),
                    gauge("presto_splits", of("state", "waiting"), "WaitingSplits", "Splits of this node that run, wait for a thread, or wait for data or memory"),
                    gauge("presto_splits", of("state", "blocked"), "BlockedSplits", "Splits of this node that run, wait for a thread, or wait for data or memory"),
                    gauge("presto_task_runner_threads", "RunnerThreads", "Threads of this node that run splits"),
                    gauge("presto_splits_runaway", "RunAwaySplitCount", "Splits of this node that hold a thread for too long"),
                    counter("presto_splits_cpu_seconds_total", "GlobalCpuTimeMicros.TotalCount", MICROS, "CPU time of splits of this node"),
                    counter("presto_splits_scheduled_seconds_total", "GlobalScheduledTimeMicros.TotalCount", MICROS, "Time in which splits of this node had a thread")),
            mbean("com.facebook.presto.spiller:name=SpillerStats",
                    counter("presto_spilled_bytes_total", "TotalSpilledBytes", "Bytes that this node has written to disk for lack of memory")));

    private PrestoMBeans() {}
}
