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

import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

import java.util.List;
import java.util.Map;

import static java.util.Objects.requireNonNull;

/**
 * Metrics of an MBean, or of some that are alike.
 *
 * @param objectName may be a pattern
 * @param labels of the metrics, by the keys of the object name whose values they take
 */
record MBeanMetrics(ObjectName objectName, Map<String, String> labels, List<MBeanMetric> metrics)
{
    MBeanMetrics
    {
        requireNonNull(objectName, "objectName is null");
        labels = ImmutableMap.copyOf(labels);
        metrics = ImmutableList.copyOf(metrics);
    }

    static MBeanMetrics mbean(String objectName, MBeanMetric... metrics)
    {
        return new MBeanMetrics(parse(objectName), Map.of(), ImmutableList.copyOf(metrics));
    }

    /**
     * @param key of the object names, whose value is that of the label
     */
    static MBeanMetrics mbeans(String pattern, String key, String label, MBeanMetric... metrics)
    {
        return new MBeanMetrics(parse(pattern), Map.of(key, label), ImmutableList.copyOf(metrics));
    }

    Labels labelsOf(ObjectName name)
    {
        Labels.Builder builder = Labels.builder();
        labels.forEach((key, label) -> builder.label(label, name.getKeyProperty(key)));
        return builder.build();
    }

    private static ObjectName parse(String objectName)
    {
        try {
            return new ObjectName(objectName);
        }
        catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
