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
package io.prestodynamic.catalog.store.zookeeper;

import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.CatalogSettings;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.store.BrokenCatalog;
import io.prestodynamic.catalog.store.PropertiesJson;
import io.prestodynamic.catalog.store.VersionString;
import org.apache.zookeeper.data.Stat;

import javax.annotation.Nullable;

import java.time.Instant;
import java.util.Optional;

import static io.prestodynamic.catalog.store.zookeeper.CatalogContent.MAX_LENGTH;
import static io.prestodynamic.catalog.store.zookeeper.CatalogContent.TIMED_FORMAT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.temporal.ChronoUnit.SECONDS;
import static java.util.Objects.requireNonNull;

/**
 * Catalog node as read, either a version or a broken entry.
 *
 * @param revision number of overwrites
 */
record CatalogNode(String version, int revision, Optional<CatalogVersion> definition, Optional<BrokenCatalog> broken, CatalogSettings settings)
{
    CatalogNode
    {
        requireNonNull(version, "version is null");
        requireNonNull(definition, "definition is null");
        requireNonNull(broken, "broken is null");
        requireNonNull(settings, "settings is null");
    }

    static CatalogNode of(String name, Stat stat, @Nullable byte[] data)
    {
        String json = data == null ? "" : new String(data, UTF_8);
        try {
            CatalogContent content = CatalogContent.read(json);
            Instant createdAt = content.createdAt().orElseGet(() -> writtenAt(stat));
            CatalogDefinition definition = new CatalogDefinition(new CatalogName(name), content.connectorName(), content.definition().properties(), content.definition().files());
            String version = content.id()
                    .filter(id -> id >= 0 && content.revision() == stat.getVersion())
                    .map(id -> content.format() == TIMED_FORMAT ? version(id, definition, createdAt) : untimedVersion(id, definition))
                    .orElseGet(() -> versionByHand(stat, json));
            return new CatalogNode(version, stat.getVersion(), Optional.of(new CatalogVersion(definition, version, createdAt)), Optional.empty(), content.settings());
        }
        catch (CatalogException | IllegalArgumentException e) {
            return broken(name, stat, json, e.getMessage());
        }
    }

    /**
     * Returns the version and the settings in one text.
     */
    String state()
    {
        return state(version, settings);
    }

    static String state(String version, CatalogSettings settings)
    {
        return version + " " + settings;
    }

    static CatalogNode tooLarge(String name, Stat stat)
    {
        return broken(name, stat, "length " + stat.getDataLength(), "The node has %s bytes, and at most %s are read".formatted(stat.getDataLength(), MAX_LENGTH));
    }

    /**
     * Returns the version of a node that the store has written. The time distinguishes it after an ensemble has lost its disks and issues the same numbers
     * again.
     */
    static String version(long id, CatalogDefinition definition, Instant createdAt)
    {
        return untimedVersion(id, definition) + Long.toHexString(createdAt.getEpochSecond());
    }

    private static String untimedVersion(long id, CatalogDefinition definition)
    {
        return VersionString.of(id, definition.connectorName(), PropertiesJson.write(definition.properties(), definition.files()));
    }

    private static String versionByHand(Stat stat, String content)
    {
        return VersionString.of(stat.getMzxid(), content) + Long.toHexString(stat.getMtime());
    }

    private static CatalogNode broken(String name, Stat stat, String content, String error)
    {
        String version = versionByHand(stat, content);
        return new CatalogNode(version, stat.getVersion(), Optional.empty(), Optional.of(new BrokenCatalog(name, version, "", writtenAt(stat), error)), CatalogSettings.DEFAULT);
    }

    private static Instant writtenAt(Stat stat)
    {
        return Instant.ofEpochMilli(stat.getMtime()).truncatedTo(SECONDS);
    }
}
