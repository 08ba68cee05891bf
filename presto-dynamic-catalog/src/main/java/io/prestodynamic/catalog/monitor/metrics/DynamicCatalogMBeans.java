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
import static io.prestodynamic.catalog.monitor.metrics.MBeanMetric.counter;
import static io.prestodynamic.catalog.monitor.metrics.MBeanMetric.gauge;
import static io.prestodynamic.catalog.monitor.metrics.MBeanMetric.states;
import static io.prestodynamic.catalog.monitor.metrics.MBeanMetric.times;
import static io.prestodynamic.catalog.monitor.metrics.MBeanMetrics.mbean;
import static io.prometheus.metrics.model.snapshots.Labels.EMPTY;
import static io.prometheus.metrics.model.snapshots.Labels.of;

/**
 * MBeans of dynamic catalogs.
 */
final class DynamicCatalogMBeans
{
    private static final String DOMAIN = "io.prestodynamic.catalog.";
    private static final String CHANGES = "Changes of catalogs that were made, and definitions that were there already";
    private static final String CHANGE_TIME = "Time of changes from the request to the answer, which waits for the active workers";
    private static final String RUNNING = "Changes of catalogs, imports and validations that run";
    private static final String WAITING = "Changes of catalogs, imports and validations that wait for their turn";
    private static final String LEASE_STATE = "Whether the coordinator is active: 1 for its present state";
    private static final String VERSIONS = "Versions of dynamic catalogs on this node, by what has become of them";

    static final List<MBeanMetrics> TABLE = ImmutableList.of(
            mbean(DOMAIN + "manager:name=CatalogChangeStats",
                    counter("presto_catalog_changes_total", of("outcome", "added"), "Added.TotalCount", CHANGES),
                    counter("presto_catalog_changes_total", of("outcome", "replaced"), "Replaced.TotalCount", CHANGES),
                    counter("presto_catalog_changes_total", of("outcome", "restored"), "Restored.TotalCount", CHANGES),
                    counter("presto_catalog_changes_total", of("outcome", "configured"), "Configured.TotalCount", CHANGES),
                    counter("presto_catalog_changes_total", of("outcome", "removed"), "Removed.TotalCount", CHANGES),
                    counter("presto_catalog_changes_total", of("outcome", "unchanged"), "Unchanged.TotalCount", CHANGES),
                    counter("presto_catalog_changes_refused_total", "Refused.Total", "Changes of catalogs that were refused"),
                    counter("presto_catalog_changes_failed_total", "Failed.TotalCount", "Changes of catalogs that ended with an error of the server"),
                    times("presto_catalog_change_seconds", of("action", "add"), "AddTime", CHANGE_TIME),
                    times("presto_catalog_change_seconds", of("action", "replace"), "ReplaceTime", CHANGE_TIME),
                    times("presto_catalog_change_seconds", of("action", "remove"), "RemoveTime", CHANGE_TIME)),
            mbean(DOMAIN + "manager:name=ChangeAdmission",
                    gauge("presto_catalog_requests_running", of("request", "change"), "Changes.Running", RUNNING),
                    gauge("presto_catalog_requests_waiting", of("request", "change"), "Changes.Waiting", WAITING),
                    gauge("presto_catalog_requests_running", of("request", "import"), "Imports.Running", RUNNING),
                    gauge("presto_catalog_requests_waiting", of("request", "import"), "Imports.Waiting", WAITING)),
            mbean(DOMAIN + "manager:name=CatalogValidator",
                    gauge("presto_catalog_requests_running", of("request", "validation"), "Validations.Running", RUNNING),
                    gauge("presto_catalog_requests_waiting", of("request", "validation"), "Validations.Waiting", WAITING)),
            mbean(DOMAIN + "server:name=RequestBodies",
                    gauge("presto_catalog_request_bodies_arriving", "ArrivingBodies", "Bodies of requests about catalogs that have not arrived completely"),
                    gauge("presto_catalog_request_bodies_bytes", "BodyBytes", "Memory of bodies of requests about catalogs")),
            mbean(DOMAIN + "manager:name=CatalogGauges",
                    gauge("presto_catalogs_resolvable", "Catalogs", "Dynamic catalogs that new queries resolve"),
                    gauge("presto_catalog_versions_incoming", "IncomingVersions", "Versions that are stored, and that no node could run yet"),
                    gauge("presto_catalog_versions_draining", "DrainingVersions", "Versions that were deleted or replaced, and are not closed yet"),
                    gauge("presto_catalogs_unusable", "UnusableEntries", "Stored catalogs that the coordinator cannot use"),
                    gauge("presto_catalog_workers", "Workers", "Workers that the coordinator tells of catalogs"),
                    gauge("presto_catalog_workers_behind", "WorkersBehind", "Workers that have not acknowledged everything that is desired"),
                    gauge("presto_catalog_workers_unreachable", "WorkersUnreachable", "Workers that did not answer when they were last told or asked of catalogs")),
            mbean(DOMAIN + "manager:name=ReconciliationStats",
                    counter("presto_catalog_store_passes_total", "Passes.TotalCount", "Comparisons of the coordinator with the store"),
                    counter("presto_catalog_store_passes_failed_total", "FailedPasses.TotalCount", "Comparisons of the coordinator with the store that failed"),
                    times("presto_catalog_store_pass_seconds", EMPTY, "PassTime", "Time of comparisons of the coordinator with the store"),
                    counter("presto_catalog_drift_found_total", "DriftFound.TotalCount", "Catalogs that others changed in the store"),
                    counter("presto_catalog_drift_repaired_total", "DriftRepaired.TotalCount", "Catalogs that others changed in the store, and that the coordinator has followed")),
            mbean(DOMAIN + "manager:name=SecretRotation",
                    counter("presto_catalog_secret_rotations_total", "Rotations", "Catalogs that were replaced because a secret has changed"),
                    gauge("presto_catalog_secret_rotations_failing", "FailedRotations", "Catalogs whose present secrets cannot be used")),
            mbean(DOMAIN + "manager:name=ActiveCoordinator",
                    states("presto_coordinator_lease_state", "State", LEASE_STATE, "STANDBY", "ACTIVE", "FENCED", "DEPOSED", "STOPPED"),
                    gauge("presto_coordinator_lease_term", "Term", "How often the lease was taken, by any coordinator"),
                    gauge("presto_coordinator_lease_renewal_age_seconds", "LastRenewalAgeMillis", MILLIS, "Time since the last renewal of the lease that was made or seen")),
            mbean(DOMAIN + "sync:name=WorkerSyncStats",
                    counter("presto_catalog_pushes_total", "Pushes.TotalCount", "How often all workers were told of changes"),
                    counter("presto_catalog_workers_told_again_total", "ToldAgain.TotalCount", "Workers that lacked something, and were told"),
                    counter("presto_catalog_push_failures_total", "Failures.TotalCount", "Requests to workers about catalogs without a valid answer")),
            mbean(DOMAIN + "audit:name=EventListenerAuditLog",
                    counter("presto_catalog_audit_events_told_total", "Told.TotalCount", "Attempts to change catalogs that the event listener was told of"),
                    counter("presto_catalog_audit_events_lost_total", "Lost.TotalCount", "Attempts to change catalogs that the event listener was not told of")),
            mbean(DOMAIN + "engine:name=LocalCatalogs",
                    gauge("presto_catalog_versions", of("state", "loaded"), "LoadedVersions", VERSIONS),
                    gauge("presto_catalog_versions", of("state", "loading"), "LoadingVersions", VERSIONS),
                    gauge("presto_catalog_versions", of("state", "failed"), "FailedVersions", VERSIONS),
                    gauge("presto_catalog_versions", of("state", "closing"), "ClosingVersions", VERSIONS),
                    times("presto_catalog_close_seconds", EMPTY, "CloseTime", "Time that connectors took to close")),
            mbean(DOMAIN + "manager:name=WorkerCatalogs",
                    gauge("presto_catalog_coordinators_followed", "CoordinatorsFollowed", "Coordinators whose catalogs the worker keeps")),
            mbean(DOMAIN + "discovery:name=DiscoveryServers",
                    gauge("presto_discovery_servers_answering", "AnsweringServers", "Discovery servers that answer this node"),
                    gauge("presto_discovery_servers_warm", "WarmServers", "Discovery servers that this node asks for others")));

    private DynamicCatalogMBeans() {}
}
