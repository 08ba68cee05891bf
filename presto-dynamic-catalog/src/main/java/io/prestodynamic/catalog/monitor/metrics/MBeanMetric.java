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
import com.google.common.collect.ImmutableMap;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

import static com.google.common.base.Ascii.toLowerCase;
import static io.prometheus.metrics.model.snapshots.Labels.EMPTY;
import static java.util.Objects.requireNonNull;

/**
 * Metric that is made of attributes of an MBean.
 */
interface MBeanMetric
{
    double MILLIS = 1e-3;
    double MICROS = 1e-6;
    double NANOS = 1e-9;

    MetricName name();

    /**
     * Returns what can be read now, which is nothing if an attribute is missing or broken.
     *
     * @param labels of the MBean
     */
    List<Sample> read(MBeanAttributes attributes, Labels labels);

    static MBeanMetric gauge(String name, String attribute, String help)
    {
        return new Number(MetricName.gauge(name, help), attribute, 1, EMPTY);
    }

    /**
     * @param unit what an attribute of 1 is in seconds
     */
    static MBeanMetric gauge(String name, String attribute, double unit, String help)
    {
        return new Number(MetricName.gauge(name, help), attribute, unit, EMPTY);
    }

    static MBeanMetric gauge(String name, Labels labels, String attribute, String help)
    {
        return new Number(MetricName.gauge(name, help), attribute, 1, labels);
    }

    static MBeanMetric counter(String name, String attribute, String help)
    {
        return new Number(MetricName.counter(name, help), attribute, 1, EMPTY);
    }

    static MBeanMetric counter(String name, String attribute, double unit, String help)
    {
        return new Number(MetricName.counter(name, help), attribute, unit, EMPTY);
    }

    static MBeanMetric counter(String name, Labels labels, String attribute, String help)
    {
        return new Number(MetricName.counter(name, help), attribute, 1, labels);
    }

    /**
     * Returns a metric of an attribute with one of some texts: a gauge for each of them, which is 1 for the present one and 0 for the others.
     */
    static MBeanMetric states(String name, String attribute, String help, String... states)
    {
        return new States(MetricName.gauge(name, help), attribute, ImmutableList.copyOf(states));
    }

    /**
     * Returns a summary of a {@code TimeStat} in milliseconds: quantiles of the last five minutes, and the count of all times.
     */
    static MBeanMetric times(String name, Labels labels, String attribute, String help)
    {
        return new Times(MetricName.summary(name, help), attribute, labels);
    }

    record Number(MetricName name, String attribute, double unit, Labels labels)
            implements MBeanMetric
    {
        public Number
        {
            requireNonNull(name, "name is null");
            requireNonNull(attribute, "attribute is null");
            requireNonNull(labels, "labels is null");
        }

        @Override
        public List<Sample> read(MBeanAttributes attributes, Labels ofMBean)
        {
            OptionalDouble value = attributes.number(attribute);
            return value.isPresent() ? List.of(Sample.of(name, ofMBean.merge(labels), value.getAsDouble() * unit)) : List.of();
        }
    }

    record States(MetricName name, String attribute, List<String> states)
            implements MBeanMetric
    {
        public States
        {
            requireNonNull(name, "name is null");
            requireNonNull(attribute, "attribute is null");
            states = ImmutableList.copyOf(states);
        }

        @Override
        public List<Sample> read(MBeanAttributes attributes, Labels ofMBean)
        {
            Optional<String> present = attributes.text(attribute);
            return present.map(text -> states.stream()
                    .map(state -> Sample.of(name, ofMBean.add("state", toLowerCase(state)), state.equals(text) ? 1 : 0))
                    .toList()).orElse(List.of());
        }
    }

    record Times(MetricName name, String attribute, Labels labels)
            implements MBeanMetric
    {
        private static final Map<Double, String> QUANTILES = ImmutableMap.of(0.5, "P50", 0.9, "P90", 0.99, "P99");

        public Times
        {
            requireNonNull(name, "name is null");
            requireNonNull(attribute, "attribute is null");
            requireNonNull(labels, "labels is null");
        }

        @Override
        public List<Sample> read(MBeanAttributes attributes, Labels ofMBean)
        {
            OptionalDouble count = attributes.number(attribute + ".AllTime.Count");
            if (count.isEmpty()) {
                return List.of();
            }
            Quantiles.Builder quantiles = Quantiles.builder();
            QUANTILES.forEach((quantile, percentile) -> attributes.number("%s.FiveMinutes.%s".formatted(attribute, percentile))
                    .ifPresent(value -> quantiles.quantile(new Quantile(quantile, value * MILLIS))));
            return List.of(new Sample(name, SummaryDataPointSnapshot.builder()
                    .labels(ofMBean.merge(labels))
                    .count((long) count.getAsDouble())
                    .quantiles(quantiles.build())
                    .build()));
        }
    }
}
