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

import com.facebook.presto.common.ErrorType;
import io.prestodynamic.catalog.CatalogInfo;
import io.prestodynamic.catalog.CatalogState;
import io.prestodynamic.catalog.NodeInfo;
import io.prestodynamic.catalog.engine.queries.CatalogQueries;
import io.prestodynamic.catalog.engine.queries.CatalogQueries.Outcomes;
import io.prestodynamic.catalog.engine.queries.LimitedQueries;
import io.prestodynamic.catalog.engine.LocalCatalogs;
import io.prometheus.metrics.model.snapshots.Labels;

import javax.inject.Inject;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import static com.google.common.base.Ascii.toLowerCase;
import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.prestodynamic.catalog.CatalogState.ACTIVE;
import static io.prestodynamic.catalog.CatalogState.DELETED;
import static io.prestodynamic.catalog.CatalogState.DISABLED;
import static io.prestodynamic.catalog.NodeState.LOADED;
import static io.prestodynamic.catalog.monitor.metrics.MetricName.counter;
import static io.prestodynamic.catalog.monitor.metrics.MetricName.gauge;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Metrics of each dynamic catalog, as this coordinator sees it.
 */
public class CatalogMetrics
{
    static final MetricName CATALOGS = gauge("presto_catalogs", "Dynamic catalogs by their state");
    static final MetricName UP = gauge("presto_catalog_up", "1 if new queries can use the catalog, else 0");
    static final MetricName RUNNING = gauge("presto_catalog_queries_running", "Transactions of this coordinator that use the catalog, in any version");
    static final MetricName FINISHED = counter("presto_catalog_queries_finished_total", "Queries of this coordinator that have used the catalog and ended with success");
    static final MetricName FAILED = counter("presto_catalog_queries_failed_total", "Queries of this coordinator that have used the catalog and failed, by whose error it was");
    static final MetricName REFUSED = counter("presto_catalog_queries_refused_total", "Queries that this coordinator has refused because of the limit of the catalog");
    static final MetricName NODES = gauge("presto_catalog_nodes_loaded", "Nodes that have loaded the version of the catalog");
    static final MetricName MISSING = gauge("presto_catalog_nodes_missing", "Nodes that have not loaded the version of the catalog");
    static final MetricName LOAD_TIME = gauge("presto_catalog_load_seconds", "Time in which this coordinator has created the connector of the version of the catalog");
    static final MetricName LOADED_SINCE = gauge("presto_catalog_loaded_timestamp_seconds", "When this coordinator has loaded the version of the catalog, in Unix time");

    private final CatalogQueries queries;
    private final LimitedQueries limitedQueries;
    private final LocalCatalogs localCatalogs;

    @Inject
    public CatalogMetrics(CatalogQueries queries, LimitedQueries limitedQueries, LocalCatalogs localCatalogs)
    {
        this.queries = requireNonNull(queries, "queries is null");
        this.limitedQueries = requireNonNull(limitedQueries, "limitedQueries is null");
        this.localCatalogs = requireNonNull(localCatalogs, "localCatalogs is null");
    }

    /**
     * Returns the metrics of dynamic catalogs.
     */
    public List<Sample> of(List<CatalogInfo> catalogs)
    {
        List<Sample> samples = new ArrayList<>();
        for (CatalogState state : CatalogState.values()) {
            if (state != DELETED) {
                long count = catalogs.stream().filter(catalog -> catalog.state() == state).count();
                samples.add(Sample.of(CATALOGS, Labels.of("state", toLowerCase(state.name())), count));
            }
        }
        catalogs.forEach(catalog -> samples.addAll(of(catalog)));
        return samples;
    }

    private List<Sample> of(CatalogInfo catalog)
    {
        Labels labels = Labels.of("catalog", catalog.catalogName());
        List<NodeInfo> loaded = catalog.nodes().stream().filter(node -> node.state() == LOADED).collect(toImmutableList());
        int draining = catalog.draining().stream().mapToInt(CatalogInfo.DrainingInfo::queries).sum();
        List<Sample> samples = new ArrayList<>(List.of(
                Sample.of(RUNNING, labels, catalog.queries() + draining),
                Sample.of(NODES, labels, loaded.size())));
        // a catalog that is down on purpose is no alarm
        if (catalog.state() != DISABLED) {
            samples.add(Sample.of(UP, labels, catalog.state() == ACTIVE ? 1 : 0));
            samples.add(Sample.of(MISSING, labels, catalog.nodes().size() - loaded.size()));
        }
        Outcomes outcomes = queries.getOutcomes(catalog.catalogName());
        samples.add(Sample.of(FINISHED, labels, outcomes.finished()));
        outcomes.failed().forEach((type, count) -> samples.add(Sample.of(FAILED, labels.add("error", name(type)), count)));
        samples.add(Sample.of(REFUSED, labels, limitedQueries.getRefused(catalog.catalogName())));
        catalog.connectorId()
                .flatMap(localCatalogs::getLoadTime)
                .ifPresent(time -> samples.add(Sample.of(LOAD_TIME, labels, time.getValue(SECONDS))));
        // this coordinator comes first
        catalog.nodes().stream()
                .filter(NodeInfo::coordinator)
                .findFirst()
                .filter(node -> node.state() == LOADED)
                .flatMap(NodeInfo::since)
                .ifPresent(since -> samples.add(Sample.of(LOADED_SINCE, labels, seconds(since))));
        return samples;
    }

    private static String name(ErrorType type)
    {
        return switch (type) {
            case USER_ERROR -> "user";
            case INTERNAL_ERROR -> "internal";
            case EXTERNAL -> "external";
            case INSUFFICIENT_RESOURCES -> "insufficient_resources";
        };
    }

    private static double seconds(Instant instant)
    {
        return instant.toEpochMilli() / 1e3;
    }
}
