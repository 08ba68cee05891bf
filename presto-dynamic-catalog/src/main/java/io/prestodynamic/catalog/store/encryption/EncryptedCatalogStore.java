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
package io.prestodynamic.catalog.store.encryption;

import com.google.common.collect.ImmutableList;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.CatalogSettings;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.files.FileContents;
import io.prestodynamic.catalog.history.CatalogChange;
import io.prestodynamic.catalog.store.BrokenCatalog;
import io.prestodynamic.catalog.store.CatalogStore;
import io.prestodynamic.catalog.store.EncryptableStore;
import io.prestodynamic.catalog.store.HistoryStore;
import io.prestodynamic.catalog.store.SettingsChange;
import io.prestodynamic.catalog.store.StoredCatalogs;

import javax.inject.Inject;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static java.util.Objects.requireNonNull;

/**
 * Store whose secrets are encrypted in another store, if there is a key. An entry that cannot be decrypted is a broken one, and does not affect others.
 */
public class EncryptedCatalogStore
        implements CatalogStore
{
    private final EncryptableStore store;
    private final SecretEncryption encryption;
    private final FileEncryption fileEncryption;
    private final EncryptedHistoryStore history;

    @Inject
    public EncryptedCatalogStore(EncryptableStore store, ValueKeys keys, SecretProperties secretProperties)
    {
        this.store = requireNonNull(store, "store is null");
        this.encryption = new SecretEncryption(keys, secretProperties);
        this.fileEncryption = new FileEncryption(keys);
        this.history = new EncryptedHistoryStore(store.history(), encryption);
    }

    @Override
    public StoredCatalogs list()
    {
        StoredCatalogs stored = store.list();
        ImmutableList.Builder<CatalogVersion> versions = ImmutableList.builder();
        ImmutableList.Builder<BrokenCatalog> broken = ImmutableList.<BrokenCatalog>builder().addAll(stored.broken());
        for (CatalogVersion version : stored.versions()) {
            CatalogDefinition definition = version.definition();
            try {
                versions.add(version.withDefinition(definition.withProperties(encryption.decrypt(definition.name().value(), definition.properties()))));
            }
            catch (IllegalArgumentException e) {
                broken.add(new BrokenCatalog(definition.name().value(), version.version(), definition.connectorName(), version.createdAt(), e.getMessage()));
            }
        }
        return new StoredCatalogs(versions.build(), broken.build(), stored.settings());
    }

    @Override
    public CatalogVersion prepare(CatalogDefinition definition)
    {
        CatalogDefinition stored = encrypt(definition);
        stored.properties().forEach((property, value) -> checkReadable(definition, property, value));
        return store.prepare(stored).withDefinition(definition);
    }

    @Override
    public void add(CatalogVersion version, CatalogSettings settings, CatalogChange change, FileContents contents)
    {
        store.add(encrypt(version), settings, history.encrypt(change), contents.transform(fileEncryption::encrypt));
    }

    @Override
    public void replace(String version, CatalogVersion next, SettingsChange settings, CatalogChange change, FileContents contents)
    {
        store.replace(version, encrypt(next), settings, history.encrypt(change), contents.transform(fileEncryption::encrypt));
    }

    @Override
    public void configure(String catalogName, String version, SettingsChange settings, CatalogChange change)
    {
        store.configure(catalogName, version, settings, history.encrypt(change));
    }

    @Override
    public void remove(String catalogName, String version, CatalogChange change)
    {
        store.remove(catalogName, version, history.encrypt(change));
    }

    @Override
    public Optional<byte[]> readFile(String sha256)
    {
        try {
            return store.readFile(sha256).map(stored -> fileEncryption.decrypt(sha256, stored));
        }
        catch (IllegalArgumentException e) {
            throw new CatalogException(STORE_UNAVAILABLE, "A file of the catalog cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public HistoryStore history()
    {
        return history;
    }

    /**
     * @throws CatalogException with {@code INVALID_REQUEST} if there is no key
     */
    public void checkKey()
    {
        if (!encryption.hasKey()) {
            throw new CatalogException(INVALID_REQUEST, "Secrets are not encrypted in the store, because the configuration has no dynamic-catalog.secrets.key-file");
        }
    }

    /**
     * Returns the names of the catalogs whose secrets are stored in clear or with another key than the first one.
     */
    public List<CatalogName> listOutdated()
    {
        return store.list().versions().stream()
                .map(CatalogVersion::definition)
                .filter(definition -> !encryptAgain(definition.name().value(), definition.connectorName(), definition.properties()).equals(definition.properties()))
                .map(CatalogDefinition::name)
                .toList();
    }

    /**
     * Encrypts all files, and the secrets of deleted and replaced versions and of recorded changes, with the first key.
     *
     * @param encrypted is told how many were rewritten, in parts, as soon as they are stored
     */
    public void encryptFormer(IntConsumer encrypted)
    {
        store.rewriteFiles(fileEncryption::encryptAgain);
        store.rewriteFormer(this::encryptAgain, encrypted);
    }

    // what cannot be decrypted stays
    private Map<String, String> encryptAgain(String catalogName, String connectorName, Map<String, String> stored)
    {
        try {
            return encryption.encryptAgain(catalogName, connectorName, stored);
        }
        catch (IllegalArgumentException e) {
            return stored;
        }
    }

    @Override
    public void addChangeListener(Runnable listener)
    {
        store.addChangeListener(listener);
    }

    private CatalogVersion encrypt(CatalogVersion version)
    {
        return version.withDefinition(encrypt(version.definition()));
    }

    private CatalogDefinition encrypt(CatalogDefinition definition)
    {
        return definition.withProperties(encryption.encrypt(definition.name().value(), definition.connectorName(), definition.properties()));
    }

    // without a key, a value of the user may look like an encrypted one
    private static void checkReadable(CatalogDefinition definition, String property, String stored)
    {
        if (SecretEncryption.isEncrypted(stored) && stored.equals(definition.properties().get(property))) {
            throw new CatalogException(INVALID_REQUEST, "Property '%s' has the form of an encrypted value, which needs dynamic-catalog.secrets.key-file".formatted(property));
        }
    }
}
