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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.testng.annotations.Test;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The dashboard and the documentation name metrics that exist, and metrics are named as Prometheus wants it.
 */
public class TestGrafanaDashboard
{
    private static final Pattern NAME = Pattern.compile("\\b(?:presto|jvm|process)_[a-z_]+[a-z]\\b");
    private static final List<MetricName> NAMES = Stream.concat(
            Stream.of(PrestoMBeans.TABLE, DynamicCatalogMBeans.TABLE, JvmMBeans.TABLE)
                    .flatMap(List::stream)
                    .flatMap(mbean -> mbean.metrics().stream())
                    .map(MBeanMetric::name),
            Stream.of(
                    CatalogMetrics.CATALOGS,
                    CatalogMetrics.UP,
                    CatalogMetrics.RUNNING,
                    CatalogMetrics.FINISHED,
                    CatalogMetrics.FAILED,
                    CatalogMetrics.REFUSED,
                    CatalogMetrics.LOAD_TIME,
                    CatalogMetrics.NODES,
                    CatalogMetrics.MISSING,
                    CatalogMetrics.LOADED_SINCE)).toList();

    @Test
    public void testDashboard()
            throws IOException
    {
        JsonNode dashboard = new ObjectMapper().readTree(new File("../etc/grafana/presto-dashboard.json"));
        List<String> expressions = new ArrayList<>(dashboard.findValuesAsText("expr"));
        dashboard.path("templating").path("list").forEach(variable -> expressions.add(variable.path("query").path("query").asText()));
        assertThat(expressions).hasSizeGreaterThan(30);
        assertThat(names(String.join(" ", expressions))).hasSizeGreaterThan(30).isSubsetOf(known());
        assertThat(dashboard.findValuesAsText("uid")).filteredOn(uid -> !uid.equals(dashboard.path("uid").asText())).containsOnly("${datasource}");
    }

    @Test
    public void testDocumentation()
            throws IOException
    {
        Set<String> documented = names(Files.readString(Path.of("../docs/monitoring.md")));
        assertThat(documented).isSubsetOf(known());
        assertThat(documented).containsAll(NAMES.stream().map(MetricName::value).toList());
    }

    @Test
    public void testConventions()
    {
        assertThat(NAMES).allSatisfy(name -> {
            assertThat(name.value()).matches(NAME);
            assertThat(name.value().endsWith("_total")).isEqualTo(name.kind() == MetricName.Kind.COUNTER);
            assertThat(name.value()).doesNotContain("milli", "minutes", "micros");
            assertThat(name.help()).isNotEmpty().doesNotEndWith(".");
        });
        // the same metric from several MBeans
        assertThat(NAMES.stream().distinct().map(MetricName::value)).doesNotHaveDuplicates();
    }

    private static Set<String> names(String text)
    {
        return NAME.matcher(text).results().map(MatchResult::group).collect(toImmutableSet());
    }

    private static Set<String> known()
    {
        return NAMES.stream()
                .flatMap(name -> name.kind() == MetricName.Kind.SUMMARY ? Stream.of(name.value(), name.value() + "_count") : Stream.of(name.value()))
                .collect(toImmutableSet());
    }
}
