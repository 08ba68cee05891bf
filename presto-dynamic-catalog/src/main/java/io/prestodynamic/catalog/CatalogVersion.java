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
package io.prestodynamic.catalog;

import com.facebook.presto.spi.ConnectorId;

import java.time.Instant;
import java.util.regex.Pattern;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * One version of a catalog's definition. Every change makes a new one, so that a version never changes once a node has loaded it.
 *
 * @param version a number that the store gave out, a dash and a few hexadecimal digits; opaque to clients, unique within the cluster together with the name
 * @param createdAt when the version was stored, by the store's clock
 */
public record CatalogVersion(CatalogDefinition definition, String version, Instant createdAt)
{
    private static final Pattern PATTERN = Pattern.compile("[0-9]+-[0-9a-f]+");

    public CatalogVersion
    {
        requireNonNull(definition, "definition is null");
        requireNonNull(createdAt, "createdAt is null");
        checkArgument(PATTERN.matcher(version).matches(), "version is not of the form 12-3fa9c1: %s", version);
    }

    public CatalogName name()
    {
        return definition.name();
    }

    /**
     * Name and version, {@code sales@12-3fa9c1}: what nodes call this version among themselves.
     */
    public String id()
    {
        return name() + "@" + version;
    }

    /**
     * The id that the version's connector has on every node. The patched {@link ConnectorId} knows its form and shows users the name alone.
     */
    public ConnectorId connectorId()
    {
        return new ConnectorId(id());
    }
}
