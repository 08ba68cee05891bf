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

import com.facebook.presto.metadata.Catalog;
import com.facebook.presto.spi.ConnectorId;
import com.google.common.collect.ImmutableList;
import io.prestodynamic.catalog.seam.CatalogNames;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

public class TestingCatalogNames
        implements CatalogNames
{
    private final ConcurrentMap<String, Catalog> catalogs = new ConcurrentHashMap<>();

    @Override
    public void publish(Catalog catalog)
    {
        catalogs.put(catalog.getCatalogName(), catalog);
    }

    @Override
    public boolean hide(Catalog catalog)
    {
        return catalogs.remove(catalog.getCatalogName(), catalog);
    }

    @Override
    public List<Catalog> getCatalogs()
    {
        return ImmutableList.copyOf(catalogs.values());
    }

    public Optional<ConnectorId> resolve(String name)
    {
        return Optional.ofNullable(catalogs.get(name)).map(Catalog::getConnectorId);
    }

    public void addStaticCatalog(String name)
    {
        publish(TestingConnectorVersions.catalog(new ConnectorId(name), new TestingConnector()));
    }
}
