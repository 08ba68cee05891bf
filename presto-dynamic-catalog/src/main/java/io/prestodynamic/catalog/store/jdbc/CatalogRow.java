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
package io.prestodynamic.catalog.store.jdbc;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.CatalogSettings;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.store.BrokenCatalog;
import io.prestodynamic.catalog.store.DefinitionContent;
import io.prestodynamic.catalog.store.PropertiesJson;
import io.prestodynamic.catalog.store.VersionString;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Strings.nullToEmpty;
import static io.prestodynamic.catalog.store.jdbc.CatalogStatements.MAX_PROPERTIES_LENGTH;

/**
 * Row of the catalog table, written by the store or by hand.
 *
 * @param properties empty if the column is NULL, or longer than the store reads
 * @param modified column {@code mtime} as text, empty if the row has not changed
 */
record CatalogRow(long id, String catalogName, String connectorName, long propertiesLength, Optional<String> properties, Instant created, String modified, CatalogSettings settings)
{
    static CatalogRow of(ResultSet row)
            throws SQLException
    {
        return new CatalogRow(
                row.getLong(1),
                nullToEmpty(row.getString(2)),
                nullToEmpty(row.getString(3)),
                row.getLong(4),
                Optional.ofNullable(row.getString(5)),
                Instant.ofEpochSecond(row.getLong(6)),
                nullToEmpty(row.getString(7)),
                CatalogSettings.DEFAULT);
    }

    /**
     * Returns a row with its settings, if it has some.
     */
    static CatalogRow withSettings(ResultSet row)
            throws SQLException
    {
        CatalogRow found = of(row);
        row.getInt(9);
        return row.wasNull() ? found : found.with(SettingsTable.read(row, 8));
    }

    private CatalogRow with(CatalogSettings newSettings)
    {
        return new CatalogRow(id, catalogName, connectorName, propertiesLength, properties, created, modified, newSettings);
    }

    /**
     * Returns the version of a row that has not changed since it was added.
     */
    static String version(long id, String connectorName, String properties)
    {
        return VersionString.of(id, connectorName, properties, "");
    }

    /**
     * Returns a version that differs after each change of the row, including those made in SQL.
     */
    String version()
    {
        return VersionString.of(id, connectorName, properties.orElseGet(() -> "length " + propertiesLength), modified);
    }

    /**
     * @throws IllegalArgumentException if the row is not a valid definition, with a message that contains no property value
     */
    CatalogVersion toVersion()
    {
        checkArgument(propertiesLength <= MAX_PROPERTIES_LENGTH, "The properties have %s characters, and at most %s are read", propertiesLength, MAX_PROPERTIES_LENGTH);
        checkArgument(!connectorName.isBlank(), "The connectorName is missing");
        CatalogName name;
        try {
            name = new CatalogName(catalogName);
        }
        catch (CatalogException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        DefinitionContent content = properties.map(PropertiesJson::read).orElse(DefinitionContent.NONE);
        return new CatalogVersion(new CatalogDefinition(name, connectorName, content.properties(), content.files()), version(), created);
    }

    BrokenCatalog toBroken(String error)
    {
        return new BrokenCatalog(catalogName, version(), connectorName, created, error);
    }

    @Override
    public String toString()
    {
        return "%s %s".formatted(catalogName, version());
    }
}
