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
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * Immutable version of a catalog's definition. Every change of a catalog creates a new version, and so does every change of a secret that it refers to.
 * @param version a number from the store, a dash and some hexadecimal digits, and for secrets that can change another dash and their fingerprint; opaque to clients, and
 * unique within the cluster together with the name
 * @param createdAt time at which the version was stored, by the store's clock
 */
public record CatalogVersion(CatalogDefinition definition, String version, Instant createdAt)
{
    private static final Pattern PATTERN = Pattern.compile("([0-9]+-[0-9a-f]+)(?:-([0-9a-f]+))?");
    private static final Pattern ID = Pattern.compile("[a-z0-9_][a-z0-9_-]*@" + PATTERN);

    public CatalogVersion
    {
        requireNonNull(definition, "definition is null");
        requireNonNull(createdAt, "createdAt is null");
        checkArgument(PATTERN.matcher(version).matches(), "version is not of the form 12-3fa9c1: %s", version);
    }

    /**
     * Returns the version with its definition in another form.
     */
    public CatalogVersion withDefinition(CatalogDefinition newDefinition)
    {
        return new CatalogVersion(newDefinition, version, createdAt);
    }

    /**
     * Returns the version of the definition, without the fingerprint of its secrets.
     */
    public static String stored(String version)
    {
        Matcher matcher = PATTERN.matcher(version);
        return matcher.matches() ? matcher.group(1) : version;
    }

    /**
     * Returns this version of the definition with other values of its secrets.
     *
     * @param fingerprint empty if none of them can change
     */
    public CatalogVersion withFingerprint(Optional<String> fingerprint)
    {
        return new CatalogVersion(definition, stored(version) + fingerprint.map("-"::concat).orElse(""), createdAt);
    }

    /**
     * Returns the fingerprint of the secrets that the version was made for.
     */
    public Optional<String> fingerprint()
    {
        Matcher matcher = PATTERN.matcher(version);
        return matcher.matches() ? Optional.ofNullable(matcher.group(2)) : Optional.empty();
    }

    public CatalogName name()
    {
        return definition.name();
    }

    /**
     * Returns the name and the version, such as {@code sales@12-3fa9c1}. Nodes identify the version by it.
     */
    public String id()
    {
        return name() + "@" + version;
    }

    /**
     * Returns whether a text has the form of an {@link #id}.
     */
    public static boolean isId(String text)
    {
        return ID.matcher(text).matches();
    }

    /**
     * Returns the id of the version's connector on every node. The patched {@link ConnectorId} shows only the name to users.
     */
    public ConnectorId connectorId()
    {
        return new ConnectorId(id());
    }
}
