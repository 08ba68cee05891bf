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
package io.prestodynamic.catalog.store;

import com.facebook.airlift.bootstrap.Bootstrap;
import com.facebook.airlift.bootstrap.LifeCycleManager;
import com.google.common.collect.ImmutableMap;
import com.google.inject.Injector;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.files.FileContents;
import io.prestodynamic.catalog.store.encryption.EncryptedCatalogStore;
import io.prestodynamic.catalog.store.encryption.SecretProperties;
import io.prestodynamic.catalog.store.jdbc.JdbcCatalogStore;
import io.prestodynamic.catalog.store.zookeeper.ZooKeeperCatalogStore;
import org.testng.annotations.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static io.prestodynamic.catalog.CatalogSettings.DEFAULT;
import static io.prestodynamic.catalog.history.TestingChanges.added;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestCatalogStoreModule
{
    @Test
    public void testLifeCycle()
            throws Exception
    {
        Path directory = Files.createTempDirectory("test-module");
        try {
            Injector injector = initialize(ImmutableMap.of("dynamic-catalog.embedded.path", directory.resolve("catalogs").toString()));
            CatalogStore store = injector.getInstance(EncryptedCatalogStore.class);
            assertThat(store).isSameAs(injector.getInstance(EncryptedCatalogStore.class));
            assertThat(store.list().versions()).isEmpty();

            injector.getInstance(LifeCycleManager.class).stop();
            assertThatThrownBy(store::list).isInstanceOf(CatalogException.class);
        }
        finally {
            deleteRecursively(directory, ALLOW_INSECURE);
        }
    }

    @Test
    public void testZooKeeper()
            throws Exception
    {
        Map<String, String> properties = ImmutableMap.of(
                "dynamic-catalog.store", "zookeeper",
                "dynamic-catalog.zookeeper.connect-string", "127.0.0.1:1",
                "dynamic-catalog.zookeeper.connection-timeout", "100ms");
        Injector injector = initialize(properties);
        CatalogStore store = injector.getInstance(EncryptedCatalogStore.class);
        assertThat(injector.getInstance(EncryptableStore.class)).isInstanceOf(ZooKeeperCatalogStore.class);
        assertThatThrownBy(store::list).isInstanceOf(CatalogException.class).hasMessage("The catalog store cannot be reached");
        injector.getInstance(LifeCycleManager.class).stop();

        assertThatThrownBy(() -> initialize(ImmutableMap.of("dynamic-catalog.store", "zookeeper"))).hasMessageContaining("dynamic-catalog.zookeeper.connect-string is needed");
    }

    /**
     * One configuration file is valid on every node and for every store.
     */
    @Test
    public void testSettingsOfOtherStores()
            throws Exception
    {
        Injector injector = initialize(ImmutableMap.of(
                "dynamic-catalog.store", "jdbc",
                "dynamic-catalog.jdbc.url", "jdbc:mysql://127.0.0.1:1/",
                "dynamic-catalog.zookeeper.connect-string", "127.0.0.1:1",
                "dynamic-catalog.zookeeper.path", "/catalogs"));
        assertThat(injector.getInstance(EncryptableStore.class)).isInstanceOf(JdbcCatalogStore.class);
        injector.getInstance(LifeCycleManager.class).stop();
    }

    @Test
    public void testKeyFile()
            throws Exception
    {
        Path directory = Files.createTempDirectory("test-module");
        try {
            Path keys = directory.resolve("keys");
            Map<String, String> properties = ImmutableMap.of(
                    "dynamic-catalog.embedded.path", directory.resolve("catalogs").toString(),
                    "dynamic-catalog.secrets.key-file", keys.toString());
            assertThatThrownBy(() -> initialize(properties)).hasMessageContaining("dynamic-catalog.secrets.key-file: " + keys + " cannot be read");

            Files.writeString(keys, "k1 MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=\n");
            Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-r-----"));
            assertThatThrownBy(() -> initialize(properties)).hasMessageContaining("is open to other users than its owner");

            Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rw-------"));
            Injector injector = initialize(properties);
            CatalogStore store = injector.getInstance(EncryptedCatalogStore.class);
            CatalogVersion version = store.prepare(new CatalogDefinition(new CatalogName("sales"), "mysql", ImmutableMap.of("connection-password", "s3cret")));
            store.add(version, DEFAULT, added(version), FileContents.NONE);
            assertThat(store.list().versions()).containsExactly(version);
            assertThat(injector.getInstance(EncryptableStore.class).list().versions().get(0).definition().properties().get("connection-password")).startsWith("{aes256gcm:k1:");
            injector.getInstance(LifeCycleManager.class).stop();
        }
        finally {
            deleteRecursively(directory, ALLOW_INSECURE);
        }
    }

    @Test
    public void testMissingDriver()
    {
        assertThatThrownBy(() -> new JdbcCatalogStore(new CatalogStoreConfig()
                .setJdbcUrl("jdbc:mysql://127.0.0.1:1")
                .setJdbcPassword("s3cret")
                .setJdbcDriver("org.example.Driver")))
                .hasMessageContaining("org.example.Driver")
                .hasMessageNotContaining("s3cret");
    }

    private static Injector initialize(Map<String, String> properties)
    {
        return new Bootstrap(new CatalogStoreModule(), binder -> binder.bind(SecretProperties.class).toInstance((connector, values) -> Set.of("connection-password")))
                .doNotInitializeLogging()
                .setRequiredConfigurationProperties(properties)
                .initialize();
    }
}
