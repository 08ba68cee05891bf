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

import com.facebook.airlift.log.Logger;
import com.google.common.base.Splitter;

import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;

import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * Attributes of an MBean, of which some may be broken. What is broken is logged once.
 */
class MBeanAttributes
{
    private static final Logger log = Logger.get(MBeanAttributes.class);
    // separates an attribute from an item of its value
    private static final char ITEM = '#';

    private final MBeanServer server;
    private final ObjectName objectName;
    private final Set<String> reported;

    /**
     * @param reported attributes that were reported as broken; safe for concurrent use
     */
    MBeanAttributes(MBeanServer server, ObjectName objectName, Set<String> reported)
    {
        this.server = requireNonNull(server, "server is null");
        this.objectName = requireNonNull(objectName, "objectName is null");
        this.reported = requireNonNull(reported, "reported is null");
    }

    /**
     * Returns a number, if there is one. A value that is not a number, such as a quantile of nothing, is none.
     */
    OptionalDouble number(String attribute)
    {
        Object value = get(attribute).orElse(null);
        if (value instanceof Number number) {
            return Double.isNaN(number.doubleValue()) ? OptionalDouble.empty() : OptionalDouble.of(number.doubleValue());
        }
        if (value != null) {
            report(attribute, "it is not a number, but %s".formatted(value.getClass().getName()));
        }
        return OptionalDouble.empty();
    }

    Optional<String> text(String attribute)
    {
        return get(attribute).map(Object::toString);
    }

    private Optional<Object> get(String attributeAndItem)
    {
        Iterator<String> path = Splitter.on(ITEM).split(attributeAndItem).iterator();
        try {
            Object value = server.getAttribute(objectName, path.next());
            while (path.hasNext() && value != null) {
                value = ((CompositeData) value).get(path.next());
            }
            return Optional.ofNullable(value);
        }
        catch (InstanceNotFoundException e) {
            // it has been removed meanwhile
            return Optional.empty();
        }
        catch (JMException | RuntimeException e) {
            report(attributeAndItem, e.toString());
            return Optional.empty();
        }
    }

    private void report(String attribute, String problem)
    {
        if (reported.add("%s %s".formatted(objectName, attribute))) {
            log.warn("Metrics leave out the attribute %s of %s: %s", attribute, objectName, problem);
        }
    }
}
