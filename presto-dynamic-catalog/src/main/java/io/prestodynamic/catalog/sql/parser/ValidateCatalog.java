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

import com.facebook.presto.spi.PrestoException;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogSettings;
import io.prestodynamic.catalog.coordinator.change.CatalogRequest;
import io.prestodynamic.catalog.coordinator.change.DefinitionPatch;
import io.prestodynamic.catalog.coordinator.change.RequestedFiles;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static com.facebook.presto.spi.StandardErrorCode.INVALID_PROCEDURE_ARGUMENT;
import static java.util.Objects.requireNonNull;

/**
 * Validation of a definition, for which there is a procedure only.
 */
public final class ValidateCatalog
        extends CatalogStatement
{
    private final Optional<String> connectorName;
    private final Map<String, Optional<String>> properties;

    /**
     * @param connectorName that of a new definition, or empty for the stored one
     * @param properties values, or empty values for properties to remove from the stored definition
     */
    ValidateCatalog(String name, Optional<String> connectorName, Map<String, Optional<String>> properties)
    {
        super(name);
        this.connectorName = requireNonNull(connectorName, "connectorName is null");
        this.properties = ImmutableMap.copyOf(properties);
        if (connectorName.isPresent() && properties.containsValue(Optional.<String>empty())) {
            throw new PrestoException(INVALID_PROCEDURE_ARGUMENT, "Argument unset is for a stored definition, so it excludes argument connector");
        }
    }

    /**
     * Returns whether a stored definition is meant, possibly with changes.
     */
    public boolean isStored()
    {
        return connectorName.isEmpty();
    }

    /**
     * Returns the new definition.
     *
     * @throws io.prestodynamic.catalog.CatalogException with {@code INVALID_REQUEST} if the name is not that of a catalog
     */
    public CatalogRequest toRequest()
    {
        Map<String, String> values = new LinkedHashMap<>();
        properties.forEach((property, value) -> values.put(property, value.orElseThrow()));
        CatalogDefinition definition = new CatalogDefinition(toCatalogName(), connectorName.orElseThrow(), values);
        return new CatalogRequest(definition, CatalogSettings.DEFAULT, RequestedFiles.referred(values));
    }

    public DefinitionPatch toPatch()
    {
        return DefinitionPatch.ofProperties(properties);
    }

    @Override
    List<Object> parts()
    {
        return ImmutableList.of(getName(), connectorName, properties);
    }

    @Override
    public String toString()
    {
        return "validate catalog " + SqlText.name(getName());
    }
}
