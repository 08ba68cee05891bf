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

import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.history.CatalogChange;
import io.prestodynamic.catalog.history.FoundChange;
import io.prestodynamic.catalog.history.HistoryEntry;
import io.prestodynamic.catalog.history.HistoryPage;
import io.prestodynamic.catalog.history.LatestChange;
import io.prestodynamic.catalog.store.HistoryStore;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static java.util.Objects.requireNonNull;

/**
 * History whose secrets are encrypted in another one. In lists, a value that cannot be decrypted stays as it is stored.
 */
final class EncryptedHistoryStore
        implements HistoryStore
{
    private final HistoryStore history;
    private final SecretEncryption encryption;

    EncryptedHistoryStore(HistoryStore history, SecretEncryption encryption)
    {
        this.history = requireNonNull(history, "history is null");
        this.encryption = requireNonNull(encryption, "encryption is null");
    }

    @Override
    public List<HistoryEntry> list(HistoryPage page)
    {
        return decryptAll(history.list(page));
    }

    @Override
    public List<HistoryEntry> list(String catalogName, HistoryPage page)
    {
        return decryptAll(history.list(catalogName, page));
    }

    @Override
    public Optional<HistoryEntry> find(String catalogName, String version)
    {
        try {
            return history.find(catalogName, version).map(this::decrypt);
        }
        catch (IllegalArgumentException e) {
            throw new CatalogException(STORE_UNAVAILABLE, "Version %s of catalog %s cannot be read: %s".formatted(version, catalogName, e.getMessage()), e);
        }
    }

    @Override
    public List<LatestChange> listLatest()
    {
        return history.listLatest();
    }

    @Override
    public List<HistoryEntry> readLatest(Collection<String> catalogNames)
    {
        return decryptAll(history.readLatest(catalogNames));
    }

    @Override
    public boolean recordFound(List<FoundChange> changes)
    {
        return history.recordFound(changes.stream().map(found -> new FoundChange(encrypt(found.change()), found.last())).toList());
    }

    @Override
    public int deleteBefore(Instant time)
    {
        return history.deleteBefore(time);
    }

    @Override
    public void deleteUnusedFiles(Instant before)
    {
        history.deleteUnusedFiles(before);
    }

    CatalogChange encrypt(CatalogChange change)
    {
        return change.withProperties(encryption.encrypt(change.catalogName(), change.connectorName(), change.properties()));
    }

    private List<HistoryEntry> decryptAll(List<HistoryEntry> entries)
    {
        return entries.stream().map(this::tryDecrypt).toList();
    }

    private HistoryEntry tryDecrypt(HistoryEntry entry)
    {
        try {
            return decrypt(entry);
        }
        catch (IllegalArgumentException e) {
            return entry;
        }
    }

    private HistoryEntry decrypt(HistoryEntry entry)
    {
        CatalogChange change = entry.change();
        return new HistoryEntry(entry.sequence(), change.withProperties(encryption.decrypt(change.catalogName(), change.properties())));
    }
}
