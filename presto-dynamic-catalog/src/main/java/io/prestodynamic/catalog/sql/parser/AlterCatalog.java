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
package io.prestodynamic.catalog.sql.parser;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.prestodynamic.catalog.coordinator.change.CatalogPatch;
import io.prestodynamic.catalog.coordinator.change.DefinitionPatch;
import io.prestodynamic.catalog.coordinator.change.SettingsPatch;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import static io.prestodynamic.catalog.sql.parser.SqlText.MASK;
import static io.prestodynamic.catalog.sql.parser.SqlText.name;
import static io.prestodynamic.catalog.sql.parser.SqlText.properties;
import static java.util.Objects.requireNonNull;

/**
 * Statement {@code ALTER CATALOG name SET PROPERTIES (...)}.
 */
public final class AlterCatalog
        extends CatalogStatement
{
    static final String DEFAULT = "DEFAULT";

    private final Map<String, Optional<String>> properties;
    private final Optional<Boolean> enabled;

    /**
     * @param properties new values, or empty values for properties to remove
     * @param enabled the new value, or empty to keep it
     */
    AlterCatalog(String name, Map<String, Optional<String>> properties, Optional<Boolean> enabled)
    {
        super(name);
        this.properties = ImmutableMap.copyOf(properties);
        this.enabled = requireNonNull(enabled, "enabled is null");
    }

    /**
     * @param properties new values, or empty values for properties to remove
     */
    static AlterCatalog setProperties(String name, Map<String, Optional<String>> properties)
    {
        return new AlterCatalog(name, properties, Optional.empty());
    }

    static AlterCatalog enable(String name)
    {
        return new AlterCatalog(name, ImmutableMap.of(), Optional.of(true));
    }

    static AlterCatalog disable(String name)
    {
        return new AlterCatalog(name, ImmutableMap.of(), Optional.of(false));
    }

    public CatalogPatch toPatch()
    {
        return new CatalogPatch(DefinitionPatch.ofProperties(properties), new SettingsPatch(Optional.empty(), enabled, Optional.empty()));
    }

    @Override
    List<Object> parts()
    {
        return ImmutableList.of(getName(), properties, enabled);
    }

    @Override
    public String toString()
    {
        String head = "ALTER CATALOG " + name(getName());
        return enabled.map(enable -> head + (enable ? " ENABLE" : " DISABLE"))
                .orElseGet(() -> head + " SET PROPERTIES " + properties(Maps.transformValues(properties, value -> value.isPresent() ? MASK : DEFAULT)));
    }
}
