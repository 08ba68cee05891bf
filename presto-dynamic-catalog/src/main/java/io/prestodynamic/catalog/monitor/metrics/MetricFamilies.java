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

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;

import java.util.List;
import java.util.Map;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

/**
 * Conversion of samples to the model of the Prometheus library, which wants all values of a metric together.
 */
public final class MetricFamilies
{
    private static final String TOTAL = "_total";

    private MetricFamilies() {}

    public static MetricSnapshots of(List<Sample> samples)
    {
        Map<MetricName, List<DataPointSnapshot>> families = samples.stream().collect(groupingBy(Sample::name, mapping(Sample::point, toList())));
        return new MetricSnapshots(families.entrySet().stream()
                .map(family -> family(family.getKey(), family.getValue()))
                .toList());
    }

    private static MetricSnapshot family(MetricName name, List<DataPointSnapshot> points)
    {
        return switch (name.kind()) {
            case GAUGE -> new GaugeSnapshot(new MetricMetadata(name.value(), name.help()), cast(points, GaugeDataPointSnapshot.class));
            // the library adds the suffix
            case COUNTER -> new CounterSnapshot(
                    new MetricMetadata(name.value().substring(0, name.value().length() - TOTAL.length()), name.help()),
                    cast(points, CounterDataPointSnapshot.class));
            case SUMMARY -> new SummarySnapshot(new MetricMetadata(name.value(), name.help()), cast(points, SummaryDataPointSnapshot.class));
        };
    }

    private static <T> List<T> cast(List<DataPointSnapshot> points, Class<T> type)
    {
        return points.stream().map(type::cast).toList();
    }
}
