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
package io.prestodynamic.catalog.coordinator.rotation;

import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogSettings;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.files.FileContents;
import io.prestodynamic.catalog.history.CatalogChange;
import io.prestodynamic.catalog.secrets.CatalogSecrets;
import io.prestodynamic.catalog.store.CatalogStore;
import io.prestodynamic.catalog.store.HistoryStore;
import io.prestodynamic.catalog.store.SettingsChange;
import io.prestodynamic.catalog.store.StoredCatalogs;

import javax.annotation.concurrent.ThreadSafe;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.Objects.requireNonNull;

/**
 * Store whose versions have the fingerprint of the secrets that this coordinator uses for them. What is stored has none: a version of a definition keeps its fingerprint
 * until {@link #adopt} changes it.
 */
@ThreadSafe
public class RotatingCatalogStore
        implements CatalogStore
{
    private final CatalogStore store;
    private final CatalogSecrets secrets;
    private final Map<String, CatalogVersion> adopted = new ConcurrentHashMap<>();

    public RotatingCatalogStore(CatalogStore store, CatalogSecrets secrets)
    {
        this.store = requireNonNull(store, "store is null");
        this.secrets = requireNonNull(secrets, "secrets is null");
    }

    /**
     * Makes this the version of its definition, with other secrets than before.
     */
    void adopt(CatalogVersion version)
    {
        adopted.put(version.name().value(), version);
    }

    /**
     * Returns the versions whose secrets can change, as far as this coordinator knows.
     */
    List<CatalogVersion> getVersionsWithSecrets()
    {
        return adopted.values().stream().filter(version -> version.fingerprint().isPresent()).collect(toImmutableList());
    }

    @Override
    public StoredCatalogs list()
    {
        StoredCatalogs stored = store.list();
        List<CatalogVersion> versions = stored.versions().stream().map(this::toAdopted).collect(toImmutableList());
        adopted.keySet().retainAll(versions.stream().map(version -> version.name().value()).collect(toImmutableSet()));
        return new StoredCatalogs(versions, stored.broken(), stored.settings());
    }

    @Override
    public CatalogVersion prepare(CatalogDefinition definition)
    {
        CatalogVersion version = store.prepare(definition);
        return withSecrets(version).orElse(version);
    }

    @Override
    public void add(CatalogVersion version, CatalogSettings settings, CatalogChange change, FileContents contents)
    {
        store.add(version.withFingerprint(Optional.empty()), settings, change, contents);
        adoptStored(version);
    }

    @Override
    public void replace(String version, CatalogVersion next, SettingsChange settings, CatalogChange change, FileContents contents)
    {
        store.replace(CatalogVersion.stored(version), next.withFingerprint(Optional.empty()), settings, change, contents);
        adoptStored(next);
    }

    @Override
    public void configure(String catalogName, String version, SettingsChange settings, CatalogChange change)
    {
        store.configure(catalogName, CatalogVersion.stored(version), settings, change);
    }

    @Override
    public void remove(String catalogName, String version, CatalogChange change)
    {
        store.remove(catalogName, CatalogVersion.stored(version), change);
    }

    @Override
    public Optional<byte[]> readFile(String sha256)
    {
        return store.readFile(sha256);
    }

    @Override
    public HistoryStore history()
    {
        return store.history();
    }

    @Override
    public void addChangeListener(Runnable listener)
    {
        store.addChangeListener(listener);
    }

    // without a fingerprint, secrets may be missing, and are looked for again
    private void adoptStored(CatalogVersion version)
    {
        if (version.fingerprint().isPresent()) {
            adopt(version);
        }
    }

    private CatalogVersion toAdopted(CatalogVersion stored)
    {
        CatalogVersion known = adopted.get(stored.name().value());
        if (known != null && CatalogVersion.stored(known.version()).equals(stored.version())) {
            return known;
        }
        Optional<CatalogVersion> version = withSecrets(stored);
        version.ifPresent(this::adopt);
        return version.orElse(stored);
    }

    /**
     * Returns the version for the present secrets. Empty if one of them is missing: then the version cannot be loaded, and the load says why.
     */
    private Optional<CatalogVersion> withSecrets(CatalogVersion version)
    {
        try {
            return Optional.of(version.withFingerprint(secrets.fingerprint(secrets.resolve(version.definition()))));
        }
        catch (CatalogException e) {
            return Optional.empty();
        }
    }
}
