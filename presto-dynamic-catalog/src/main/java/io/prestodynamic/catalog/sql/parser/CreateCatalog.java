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
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogSettings;
import io.prestodynamic.catalog.coordinator.change.CatalogRequest;
import io.prestodynamic.catalog.coordinator.change.RequestedFiles;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import static io.prestodynamic.catalog.sql.parser.SqlText.MASK;
import static io.prestodynamic.catalog.sql.parser.SqlText.name;
import static io.prestodynamic.catalog.sql.parser.SqlText.properties;
import static java.util.Objects.requireNonNull;

/**
 * Statement {@code CREATE [OR REPLACE] CATALOG [IF NOT EXISTS] name USING connector [WITH (...)]}.
 */
public final class CreateCatalog
        extends CatalogStatement
{
    /**
     * Treatment of a catalog that exists.
     */
    public enum Mode
    {
        CREATE("CREATE CATALOG"),
        CREATE_IF_NOT_EXISTS("CREATE CATALOG IF NOT EXISTS"),
        CREATE_OR_REPLACE("CREATE OR REPLACE CATALOG");

        private final String keywords;

        Mode(String keywords)
        {
            this.keywords = requireNonNull(keywords, "keywords is null");
        }

        String keywords()
        {
            return keywords;
        }
    }

    private final Mode mode;
    private final String connectorName;
    private final Optional<String> comment;
    private final Map<String, String> properties;

    CreateCatalog(Mode mode, String name, String connectorName, Optional<String> comment, Map<String, String> properties)
    {
        super(name);
        this.mode = requireNonNull(mode, "mode is null");
        this.connectorName = requireNonNull(connectorName, "connectorName is null");
        this.comment = requireNonNull(comment, "comment is null");
        this.properties = ImmutableMap.copyOf(properties);
    }

    public Mode getMode()
    {
        return mode;
    }

    /**
     * @throws io.prestodynamic.catalog.CatalogException with {@code INVALID_REQUEST} if the name is not that of a catalog, or the comment is no description
     */
    public CatalogRequest toRequest()
    {
        CatalogSettings settings = CatalogSettings.unlimited(comment.flatMap(CatalogSettings::description), true);
        return new CatalogRequest(new CatalogDefinition(toCatalogName(), connectorName, properties), settings, RequestedFiles.referred(properties));
    }

    /**
     * Returns the statement that defines a catalog.
     */
    public static String format(String name, String connectorName, Optional<String> comment, Map<String, String> properties)
    {
        return head(Mode.CREATE, name, connectorName) +
                comment.map(text -> "\nCOMMENT " + SqlText.string(text)).orElse("") +
                (properties.isEmpty() ? "" : "\nWITH " + SqlText.lines(Maps.transformValues(properties, SqlText::string)));
    }

    @Override
    List<Object> parts()
    {
        return ImmutableList.of(mode, getName(), connectorName, comment, properties);
    }

    @Override
    public String toString()
    {
        return head(mode, getName(), connectorName) +
                comment.map(text -> " COMMENT " + MASK).orElse("") +
                (properties.isEmpty() ? "" : " WITH " + properties(Maps.transformValues(properties, value -> MASK)));
    }

    private static String head(Mode mode, String name, String connectorName)
    {
        return "%s %s USING %s".formatted(mode.keywords(), name(name), name(connectorName));
    }
}
