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

import io.prestodynamic.catalog.CatalogFiles;
import io.prestodynamic.catalog.CatalogInfo;
import io.prestodynamic.catalog.CatalogInfo.DrainingInfo;
import io.prestodynamic.catalog.CatalogSettings;
import io.prestodynamic.catalog.CatalogState;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.NodeInfo;
import io.prestodynamic.catalog.NodeState;
import io.prestodynamic.catalog.engine.queries.CatalogQueries;
import io.prestodynamic.catalog.engine.queries.LimitedQueries;
import io.prestodynamic.catalog.engine.LocalCatalogs;
import io.prestodynamic.catalog.engine.TestingCatalogNames;
import io.prestodynamic.catalog.engine.queries.TestingConnectorUsers;
import io.prestodynamic.catalog.engine.TestingConnectorVersions;
import io.prestodynamic.catalog.files.TestingFiles;
import io.prestodynamic.catalog.limits.TestingCatalogLimits;
import io.prestodynamic.catalog.secrets.TestingSecrets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static io.prestodynamic.catalog.CatalogInfo.Source.DYNAMIC;
import static io.prestodynamic.catalog.CatalogState.ACTIVE;
import static io.prestodynamic.catalog.CatalogState.DISABLED;
import static io.prestodynamic.catalog.CatalogState.FAILED;
import static io.prestodynamic.catalog.TestingCatalogVersions.version;
import static io.prestodynamic.catalog.engine.errors.TestingConnectorFailures.connectorFailures;
import static io.prestodynamic.catalog.monitor.metrics.CatalogMetrics.LOAD_TIME;
import static org.assertj.core.api.Assertions.assertThat;

public class TestCatalogMetrics
{
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final CatalogVersion SALES = version("sales", 1);

    private LocalCatalogs localCatalogs;
    private CatalogMetrics metrics;

    @BeforeMethod
    public void setUp()
    {
        localCatalogs = new LocalCatalogs(new TestingConnectorVersions(), new TestingCatalogNames(), TestingSecrets.none(), TestingFiles.none(), TestingCatalogLimits.none(), connectorFailures());
        LimitedQueries limitedQueries = new LimitedQueries(localCatalogs, name -> Optional.empty());
        metrics = new CatalogMetrics(new CatalogQueries(new TestingConnectorUsers(SALES.connectorId(), Set::of), localCatalogs), limitedQueries, localCatalogs);
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
    {
        localCatalogs.stop();
    }

    @Test
    public void testLoadTime()
    {
        assertThat(localCatalogs.load(SALES)).succeedsWithin(TIMEOUT);
        Sample time = metrics.of(List.of(catalog("sales", ACTIVE, NodeState.LOADED, NodeState.LOADED))).stream()
                .filter(sample -> sample.name().equals(LOAD_TIME))
                .findFirst()
                .orElseThrow();
        assertThat(time.point().getLabels().toString()).isEqualTo("{catalog=\"sales\"}");
        assertThat(value(time.point())).isBetween(0.0, 60.0);
    }

    @Test
    public void testCatalogs()
    {
        List<Sample> samples = metrics.of(List.of(
                catalog("sales", ACTIVE, NodeState.LOADED, NodeState.UNREACHABLE),
                catalog("broken", FAILED, NodeState.FAILED, NodeState.LOADED),
                catalog("off", DISABLED, NodeState.LOADED, NodeState.LOADED)));
        assertThat(samples.stream().map(TestCatalogMetrics::describe)).containsExactlyInAnyOrder(
                "presto_catalogs{state=\"active\"} 1.0",
                "presto_catalogs{state=\"pending\"} 0.0",
                "presto_catalogs{state=\"failed\"} 1.0",
                "presto_catalogs{state=\"disabled\"} 1.0",
                "presto_catalogs{state=\"draining\"} 0.0",
                "presto_catalog_up{catalog=\"sales\"} 1.0",
                "presto_catalog_queries_running{catalog=\"sales\"} 5.0",
                "presto_catalog_queries_finished_total{catalog=\"sales\"} 0.0",
                "presto_catalog_queries_failed_total{catalog=\"sales\",error=\"user\"} 0.0",
                "presto_catalog_queries_failed_total{catalog=\"sales\",error=\"internal\"} 0.0",
                "presto_catalog_queries_failed_total{catalog=\"sales\",error=\"external\"} 0.0",
                "presto_catalog_queries_failed_total{catalog=\"sales\",error=\"insufficient_resources\"} 0.0",
                "presto_catalog_queries_refused_total{catalog=\"sales\"} 0.0",
                "presto_catalog_nodes_loaded{catalog=\"sales\"} 1.0",
                "presto_catalog_nodes_missing{catalog=\"sales\"} 1.0",
                "presto_catalog_loaded_timestamp_seconds{catalog=\"sales\"} 1000.5",
                "presto_catalog_up{catalog=\"broken\"} 0.0",
                "presto_catalog_queries_running{catalog=\"broken\"} 5.0",
                "presto_catalog_queries_finished_total{catalog=\"broken\"} 0.0",
                "presto_catalog_queries_failed_total{catalog=\"broken\",error=\"user\"} 0.0",
                "presto_catalog_queries_failed_total{catalog=\"broken\",error=\"internal\"} 0.0",
                "presto_catalog_queries_failed_total{catalog=\"broken\",error=\"external\"} 0.0",
                "presto_catalog_queries_failed_total{catalog=\"broken\",error=\"insufficient_resources\"} 0.0",
                "presto_catalog_queries_refused_total{catalog=\"broken\"} 0.0",
                "presto_catalog_nodes_loaded{catalog=\"broken\"} 1.0",
                "presto_catalog_nodes_missing{catalog=\"broken\"} 1.0",
                "presto_catalog_queries_running{catalog=\"off\"} 5.0",
                "presto_catalog_queries_finished_total{catalog=\"off\"} 0.0",
                "presto_catalog_queries_failed_total{catalog=\"off\",error=\"user\"} 0.0",
                "presto_catalog_queries_failed_total{catalog=\"off\",error=\"internal\"} 0.0",
                "presto_catalog_queries_failed_total{catalog=\"off\",error=\"external\"} 0.0",
                "presto_catalog_queries_failed_total{catalog=\"off\",error=\"insufficient_resources\"} 0.0",
                "presto_catalog_queries_refused_total{catalog=\"off\"} 0.0",
                "presto_catalog_nodes_loaded{catalog=\"off\"} 2.0",
                "presto_catalog_loaded_timestamp_seconds{catalog=\"off\"} 1000.5");
    }

    private static String describe(Sample sample)
    {
        return "%s%s %s".formatted(sample.name().value(), sample.point().getLabels(), value(sample.point()));
    }

    private static double value(DataPointSnapshot point)
    {
        return point instanceof CounterDataPointSnapshot counter ? counter.getValue() : ((GaugeDataPointSnapshot) point).getValue();
    }

    private static CatalogInfo catalog(String name, CatalogState state, NodeState coordinator, NodeState otherCoordinator)
    {
        return new CatalogInfo(
                name,
                Optional.of("tpch"),
                Map.of(),
                CatalogFiles.NONE,
                DYNAMIC,
                Optional.of(SALES.version()),
                state,
                Optional.of(Instant.EPOCH),
                Optional.empty(),
                CatalogSettings.DEFAULT,
                3,
                List.of(new DrainingInfo("0-b", 2)),
                Optional.empty(),
                List.of(
                        new NodeInfo("c1", true, coordinator, Optional.of(Instant.ofEpochMilli(1_000_500)), Optional.empty()),
                        new NodeInfo("c2", true, otherCoordinator, Optional.of(Instant.EPOCH), Optional.empty())));
    }
}
