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

import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;

import static java.util.Objects.requireNonNull;

/**
 * Value of a metric with its labels, as it was read.
 */
public record Sample(MetricName name, DataPointSnapshot point)
{
    public Sample
    {
        requireNonNull(name, "name is null");
        requireNonNull(point, "point is null");
    }

    /**
     * Returns the sample of a gauge or a counter.
     */
    static Sample of(MetricName name, Labels labels, double value)
    {
        return new Sample(name, switch (name.kind()) {
            case GAUGE -> GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
            case COUNTER -> CounterDataPointSnapshot.builder().labels(labels).value(value).build();
            case SUMMARY -> throw new IllegalArgumentException("A summary has more than one value: " + name);
        });
    }
}
