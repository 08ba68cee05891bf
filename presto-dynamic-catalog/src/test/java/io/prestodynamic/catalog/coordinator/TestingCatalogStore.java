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
package io.prestodynamic.catalog.coordinator;

import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogSettings;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.files.FileContents;
import io.prestodynamic.catalog.history.CatalogChange;
import io.prestodynamic.catalog.store.BrokenCatalog;
import io.prestodynamic.catalog.store.EncryptableStore;
import io.prestodynamic.catalog.store.FileRewriter;
import io.prestodynamic.catalog.store.PropertiesRewriter;
import io.prestodynamic.catalog.store.SettingsChange;
import io.prestodynamic.catalog.store.StoredCatalogs;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;

import static com.google.common.util.concurrent.Uninterruptibles.awaitUninterruptibly;
import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_EXISTS;
import static io.prestodynamic.catalog.CatalogErrorCode.CONCURRENT_CHANGE;
import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;

/**
 * A store in memory. Whatever it can do is made unavailable at will, and it can be changed behind the coordinator's back.
 */
public class TestingCatalogStore
        implements EncryptableStore
{
    public enum Operation
    {
        LIST,
        PREPARE,
        ADD,
        REPLACE,
        CONFIGURE,
        REMOVE,
        READ_FILE,
        REWRITE,
    }

    private final Map<String, CatalogVersion> versions = new TreeMap<>();
    private final Map<String, BrokenCatalog> broken = new TreeMap<>();
    private final Map<String, CatalogSettings> settings = new TreeMap<>();
    private final TestingStoredFiles files = new TestingStoredFiles();
    private final TestingHistoryStore history = new TestingHistoryStore();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Set<Operation> unavailable = EnumSet.noneOf(Operation.class);
    private volatile CountDownLatch heldAdditions = new CountDownLatch(0);
    private int sequence;
    private int refusals;

    public synchronized void fail(Operation operation)
    {
        unavailable.add(operation);
    }

    public synchronized void recover()
    {
        unavailable.clear();
    }

    public void announceChange()
    {
        listeners.forEach(Runnable::run);
    }

    /**
     * How often what was asked for was unavailable.
     */
    public synchronized int getRefusals()
    {
        return refusals;
    }

    /**
     * Adding takes until the latch is counted down.
     */
    public CountDownLatch holdAdditions()
    {
        heldAdditions = new CountDownLatch(1);
        return heldAdditions;
    }

    /**
     * Stores a definition as others do, in place of what there is.
     */
    public synchronized CatalogVersion put(CatalogDefinition definition)
    {
        CatalogVersion version = next(definition);
        put(version);
        return version;
    }

    public synchronized void put(CatalogVersion version)
    {
        broken.remove(version.name().value());
        versions.put(version.name().value(), version);
    }

    public synchronized BrokenCatalog putBroken(String name)
    {
        BrokenCatalog catalog = new BrokenCatalog(name, ++sequence + "-ab", "mysql", Instant.EPOCH, "The properties are not JSON");
        versions.remove(name);
        broken.put(name, catalog);
        return catalog;
    }

    /**
     * Sets settings as others do.
     */
    public synchronized void configure(String name, CatalogSettings newSettings)
    {
        settings.put(name, newSettings);
    }

    public synchronized void delete(String name)
    {
        settings.remove(name);
        versions.remove(name);
        broken.remove(name);
    }

    @Override
    public synchronized StoredCatalogs list()
    {
        check(Operation.LIST);
        return new StoredCatalogs(versions.values().stream().toList(), broken.values().stream().toList(), settings);
    }

    @Override
    public synchronized CatalogVersion prepare(CatalogDefinition definition)
    {
        check(Operation.PREPARE);
        return next(definition);
    }

    @Override
    public void add(CatalogVersion version, CatalogSettings newSettings, CatalogChange change, FileContents contents)
    {
        awaitUninterruptibly(heldAdditions);
        synchronized (this) {
            check(Operation.ADD);
            String name = version.name().value();
            if (versions.containsKey(name) || broken.containsKey(name)) {
                throw new CatalogException(CATALOG_EXISTS, "There is a catalog %s already".formatted(name));
            }
            files.use(version, contents);
            versions.put(name, version);
            settings.put(name, newSettings);
            history.record(change);
        }
    }

    @Override
    public synchronized void replace(String version, CatalogVersion next, SettingsChange settingsChange, CatalogChange change, FileContents contents)
    {
        check(Operation.REPLACE);
        files.use(next, contents);
        settingsChange.check(next.name().value(), settings.getOrDefault(next.name().value(), CatalogSettings.DEFAULT));
        removeVersion(next.name().value(), version);
        versions.put(next.name().value(), next);
        settings.put(next.name().value(), settingsChange.after());
        history.record(change);
    }

    @Override
    public synchronized void configure(String catalogName, String version, SettingsChange settingsChange, CatalogChange change)
    {
        check(Operation.CONFIGURE);
        Optional<String> stored = Optional.ofNullable(versions.get(catalogName)).map(CatalogVersion::version)
                .or(() -> Optional.ofNullable(broken.get(catalogName)).map(BrokenCatalog::version));
        checkStored(catalogName, stored.equals(Optional.of(version)));
        settingsChange.check(catalogName, settings.getOrDefault(catalogName, CatalogSettings.DEFAULT));
        settings.put(catalogName, settingsChange.after());
        history.record(change);
    }

    @Override
    public synchronized void remove(String catalogName, String version, CatalogChange change)
    {
        check(Operation.REMOVE);
        removeVersion(catalogName, version);
        settings.remove(catalogName);
        history.record(change);
    }

    @Override
    public Optional<byte[]> readFile(String sha256)
    {
        check(Operation.READ_FILE);
        return files.read(sha256);
    }

    @Override
    public void rewriteFiles(FileRewriter rewriter)
    {
        check(Operation.REWRITE);
    }

    @Override
    public void rewriteFormer(PropertiesRewriter rewriter, IntConsumer rewritten)
    {
        check(Operation.REWRITE);
    }

    @Override
    public TestingHistoryStore history()
    {
        return history;
    }

    private void removeVersion(String catalogName, String version)
    {
        boolean removed = versions.values().removeIf(catalog -> catalog.name().value().equals(catalogName) && catalog.version().equals(version)) ||
                broken.values().removeIf(catalog -> catalog.name().equals(catalogName) && catalog.version().equals(version));
        checkStored(catalogName, removed);
    }

    private static void checkStored(String catalogName, boolean stored)
    {
        if (!stored) {
            throw new CatalogException(CONCURRENT_CHANGE, "Catalog %s was changed".formatted(catalogName));
        }
    }

    @Override
    public void addChangeListener(Runnable listener)
    {
        listeners.add(listener);
    }

    private CatalogVersion next(CatalogDefinition definition)
    {
        return new CatalogVersion(definition, ++sequence + "-ab", Instant.EPOCH);
    }

    private synchronized void check(Operation operation)
    {
        if (unavailable.contains(operation)) {
            refusals++;
            throw new CatalogException(STORE_UNAVAILABLE, "The catalog store cannot be reached");
        }
    }
}
