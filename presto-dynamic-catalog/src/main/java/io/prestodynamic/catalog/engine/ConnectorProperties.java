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
package io.prestodynamic.catalog.engine;

import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Properties that a connector is created with. They record which of them the connector reads: most connectors read all and refuse unknown ones, but some get
 * only those that they know.
 */
class ConnectorProperties
        extends AbstractMap<String, String>
{
    private final Map<String, String> properties;
    private final Set<String> requested = ConcurrentHashMap.newKeySet();
    private volatile boolean allTaken;

    ConnectorProperties(Map<String, String> properties)
    {
        this.properties = Map.copyOf(properties);
    }

    Set<String> getIgnored()
    {
        return allTaken ? Set.of() : ImmutableSortedSet.copyOf(Sets.difference(properties.keySet(), requested));
    }

    /**
     * Returns the names that the connector has read one by one.
     */
    Set<String> getRequested()
    {
        return ImmutableSortedSet.copyOf(requested);
    }

    @Override
    public String get(Object name)
    {
        return properties.get(ask(name));
    }

    @Override
    public boolean containsKey(Object name)
    {
        return properties.containsKey(ask(name));
    }

    @Override
    public Set<Entry<String, String>> entrySet()
    {
        allTaken = true;
        return properties.entrySet();
    }

    @Override
    public int size()
    {
        return properties.size();
    }

    private Object ask(Object name)
    {
        if (name instanceof String text) {
            requested.add(text);
        }
        return name;
    }
}
