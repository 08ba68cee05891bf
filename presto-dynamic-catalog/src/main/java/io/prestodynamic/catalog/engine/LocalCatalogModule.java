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

import com.google.inject.Binder;
import com.google.inject.Module;
import com.google.inject.Scopes;
import io.prestodynamic.catalog.engine.configuration.CatalogMasks;
import io.prestodynamic.catalog.engine.configuration.InstalledConnectors;
import io.prestodynamic.catalog.engine.configuration.PluginConfigurations;
import io.prestodynamic.catalog.engine.errors.ConnectorFailures;
import io.prestodynamic.catalog.files.NodeFiles;

/**
 * Catalogs that are loaded on a node.
 */
public class LocalCatalogModule
        implements Module
{
    @Override
    public void configure(Binder binder)
    {
        binder.bind(PluginConfigurations.class).in(Scopes.SINGLETON);
        binder.bind(CatalogMasks.class).in(Scopes.SINGLETON);
        binder.bind(InstalledConnectors.class).in(Scopes.SINGLETON);
        binder.bind(ConnectorFailures.class).in(Scopes.SINGLETON);
        binder.bind(NodeFiles.class).in(Scopes.SINGLETON);
        binder.bind(LocalCatalogs.class).in(Scopes.SINGLETON);
    }
}
