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
package io.prestodynamic.catalog.store.jdbc.embedded;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.files.FileContents;
import io.prestodynamic.catalog.store.CatalogStore;
import io.prestodynamic.catalog.store.CatalogStoreConfig;
import io.prestodynamic.catalog.store.jdbc.JdbcCatalogStore;

import java.io.File;
import java.io.IOException;

import static io.prestodynamic.catalog.CatalogSettings.DEFAULT;
import static io.prestodynamic.catalog.history.TestingChanges.added;

/**
 * Process that adds catalogs to an embedded store, prints that it has added them, and waits for its end.
 */
public final class CatalogStoreProcess
{
    static final int CATALOGS = 3;

    private CatalogStoreProcess() {}

    public static void main(String[] args)
            throws IOException
    {
        CatalogStore store = new JdbcCatalogStore(new CatalogStoreConfig().setEmbeddedPath(new File(args[0])));
        for (int i = 0; i < CATALOGS; i++) {
            CatalogVersion version = store.prepare(new CatalogDefinition(new CatalogName("catalog" + i), "tpch", ImmutableMap.of()));
            store.add(version, DEFAULT, added(version), FileContents.NONE);
        }
        System.out.println("added");
        System.in.read();
    }
}
