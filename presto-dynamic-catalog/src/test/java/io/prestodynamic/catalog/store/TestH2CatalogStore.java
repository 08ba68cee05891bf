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

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogVersion;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

public class TestH2CatalogStore
        extends AbstractTestJdbcCatalogStore
{
    private Path directory;
    private Path database;
    private int databases;

    @BeforeClass
    public void createDirectory()
            throws IOException
    {
        directory = Files.createTempDirectory("test-h2");
    }

    @AfterClass(alwaysRun = true)
    public void deleteDirectory()
            throws IOException
    {
        deleteRecursively(directory, ALLOW_INSECURE);
    }

    @Override
    protected void createStorage()
    {
        database = directory.resolve("data " + databases++).resolve("catalogs");
    }

    @Override
    protected CatalogStoreConfig config()
    {
        return new CatalogStoreConfig().setEmbeddedPath(database.toFile());
    }

    @Test
    public void testFiles()
            throws IOException
    {
        add(store, "sales", ImmutableMap.of("a", "1"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(database.getParent()))).isEqualTo("rwx------");
        assertThat(database.getParent().toFile().list()).containsExactly("catalogs.mv.db");
    }

    @Test
    public void testMemory()
    {
        JdbcCatalogStore memory = open(new CatalogStoreConfig().setJdbcUrl("jdbc:h2:mem:test"));
        CatalogVersion version = add(memory, "sales", ImmutableMap.of("a", "1"));
        assertThat(versions(memory)).containsExactly(version);
    }

    @Test
    public void testTableName()
    {
        JdbcCatalogStore named = open(config().setTableName("presto.catalog$2"));
        add(named, "sales", ImmutableMap.of("a", "1"));
        assertThat(versions(named)).hasSize(1);
        assertThat(versions(store)).isEmpty();
    }

    /**
     * What was added is there after the process was killed, and while the process lives no other can open its store.
     */
    @Test
    public void testOtherProcess()
            throws Exception
    {
        createStorage();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"), CatalogStoreProcess.class.getName(), database.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
            assertThat(output.readLine()).isEqualTo("added");
            CatalogException exception = assertRefused(STORE_UNAVAILABLE, open(config())::list);
            assertThat(exception).hasMessageStartingWith("The embedded catalog store is open in another process");
        }
        finally {
            process.destroyForcibly();
            process.onExit().join();
        }
        assertThat(versions(open(config()))).hasSize(CatalogStoreProcess.CATALOGS);
    }
}
