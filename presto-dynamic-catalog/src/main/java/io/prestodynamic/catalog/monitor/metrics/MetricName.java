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

import static java.util.Objects.requireNonNull;

/**
 * Name of a metric, with what Prometheus is told of it.
 *
 * @param value as Prometheus shows it, with the {@code _total} of a counter
 */
public record MetricName(String value, Kind kind, String help)
{
    enum Kind
    {
        GAUGE,
        COUNTER,
        SUMMARY,
    }

    public MetricName
    {
        requireNonNull(value, "value is null");
        requireNonNull(kind, "kind is null");
        requireNonNull(help, "help is null");
    }

    static MetricName gauge(String value, String help)
    {
        return new MetricName(value, Kind.GAUGE, help);
    }

    static MetricName counter(String value, String help)
    {
        return new MetricName(value, Kind.COUNTER, help);
    }

    static MetricName summary(String value, String help)
    {
        return new MetricName(value, Kind.SUMMARY, help);
    }
}
