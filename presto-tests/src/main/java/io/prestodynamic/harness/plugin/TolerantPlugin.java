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

import com.facebook.presto.spi.connector.Connector;
import com.facebook.presto.spi.connector.ConnectorContext;

import com.facebook.presto.tpch.TpchConnectorFactory;
import java.util.Map;

/**
 * The tpch connector under the name {@code tolerant}, which takes any property.
 */
public class TolerantPlugin
        extends VariantPlugin
{
    public static final String CONNECTOR = "tolerant";

    public TolerantPlugin()
    {
        super(CONNECTOR, new TpchConnectorFactory());
    }

    @Override
    public Connector create(String catalogName, Map<String, String> config, ConnectorContext context)
    {
        return original.create(catalogName, Map.copyOf(config), context);
    }
}
