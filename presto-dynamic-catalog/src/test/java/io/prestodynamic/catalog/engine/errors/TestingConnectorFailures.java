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
package io.prestodynamic.catalog.engine.errors;

import io.prestodynamic.catalog.engine.TestingConnectorVersions;
import io.prestodynamic.catalog.engine.configuration.CatalogMasks;
import io.prestodynamic.catalog.engine.configuration.PluginConfigurations;

/**
 * Failures of connectors that declare nothing.
 */
public final class TestingConnectorFailures
{
    private TestingConnectorFailures() {}

    public static ConnectorFailures connectorFailures()
    {
        PluginConfigurations configurations = new PluginConfigurations();
        return new ConnectorFailures(configurations, new CatalogMasks(new TestingConnectorVersions(), configurations));
    }
}
