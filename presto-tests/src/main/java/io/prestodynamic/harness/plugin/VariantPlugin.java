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
package io.prestodynamic.harness.plugin;

import com.facebook.presto.spi.ConnectorHandleResolver;
import com.facebook.presto.spi.Plugin;
import com.facebook.presto.spi.connector.ConnectorFactory;

import java.util.List;

import static java.util.Objects.requireNonNull;

/**
 * A variant of a connector under another name.
 */
public abstract class VariantPlugin
        implements Plugin, ConnectorFactory
{
    protected final ConnectorFactory original;
    private final String name;

    protected VariantPlugin(String name, ConnectorFactory original)
    {
        this.name = requireNonNull(name, "name is null");
        this.original = requireNonNull(original, "original is null");
    }

    @Override
    public Iterable<ConnectorFactory> getConnectorFactories()
    {
        return List.of(this);
    }

    @Override
    public String getName()
    {
        return name;
    }

    @Override
    public ConnectorHandleResolver getHandleResolver()
    {
        return original.getHandleResolver();
    }
}
