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
package io.prestodynamic.crash;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.CatalogSettings;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.files.FileContents;
import io.prestodynamic.catalog.history.CatalogChange;
import io.prestodynamic.catalog.store.CatalogStoreConfig;
import io.prestodynamic.catalog.store.SettingsChange;
import io.prestodynamic.catalog.store.StoredCatalogs;
import io.prestodynamic.catalog.store.jdbc.JdbcCatalogStore;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static io.prestodynamic.catalog.history.ChangeAction.ADDED;
import static io.prestodynamic.catalog.history.ChangeAction.REPLACED;
import static io.prestodynamic.catalog.history.ChangeOrigin.FOUND;

/**
 * Store of a coordinator, in this process.
 */
final class LocalStore
        implements ChangedStore
{
    private final JdbcCatalogStore store;
    private final Map<String, CatalogVersion> prepared = new HashMap<>();

    LocalStore(CatalogStoreConfig config)
    {
        store = new JdbcCatalogStore(config);
    }

    @Override
    public Map<String, String> list()
    {
        return ask(() -> {
            StoredCatalogs stored = store.list();
            ImmutableMap.Builder<String, String> versions = ImmutableMap.builder();
            stored.versions().forEach(version -> versions.put(version.name().value(), version.version()));
            stored.broken().forEach(broken -> versions.put(broken.name(), "broken " + broken.version()));
            return versions.build();
        });
    }

    @Override
    public String prepare(String name, String value)
    {
        return ask(() -> {
            CatalogVersion version = store.prepare(new CatalogDefinition(new CatalogName(name), "tpch", ImmutableMap.of("value", value)));
            prepared.put(version.version(), version);
            return version.version();
        });
    }

    @Override
    public void add(String version)
    {
        CatalogVersion added = prepared.remove(version);
        change(() -> store.add(added, CatalogSettings.DEFAULT, CatalogChange.stored(ADDED, Optional.empty(), Map.of(), added, FOUND), FileContents.NONE));
    }

    @Override
    public void replace(String before, String version)
    {
        CatalogVersion next = prepared.remove(version);
        change(() -> store.replace(before, next, SettingsChange.NONE, CatalogChange.stored(REPLACED, Optional.of(before), Map.of(), next, FOUND), FileContents.NONE));
    }

    @Override
    public void remove(String name, String version)
    {
        change(() -> store.remove(name, version, CatalogChange.deleted(name, version, "", Map.of(), FOUND)));
    }

    @Override
    public void close()
    {
        store.close();
    }

    private static void change(Runnable change)
    {
        ask(() -> {
            change.run();
            return null;
        });
    }

    private static <T> T ask(Supplier<T> question)
    {
        try {
            return question.get();
        }
        catch (CatalogException e) {
            if (e.getCode() == STORE_UNAVAILABLE) {
                throw new StoreLostException(e.getMessage(), e);
            }
            throw e;
        }
    }
}
