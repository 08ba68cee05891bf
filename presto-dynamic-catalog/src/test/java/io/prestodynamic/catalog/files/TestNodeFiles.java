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
package io.prestodynamic.catalog.files;

import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.FileDigest;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestNodeFiles
{
    private final Map<String, String> source = new ConcurrentHashMap<>();
    private final List<String> read = Collections.synchronizedList(new ArrayList<>());
    private Path parent;
    private Path directory;
    private NodeFiles files;

    @BeforeMethod
    public void setUp()
            throws IOException
    {
        source.clear();
        read.clear();
        parent = Files.createTempDirectory("node-files");
        directory = parent.resolve("data/files");
        files = open();
        files.start();
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
            throws IOException
    {
        deleteRecursively(parent, ALLOW_INSECURE);
    }

    private NodeFiles open()
    {
        return TestingFiles.in(directory, sha256 -> {
            read.add(sha256);
            return source.get(sha256).getBytes(UTF_8);
        });
    }

    @Test
    public void testWriteAndRemove()
            throws IOException
    {
        CatalogVersion version = version("sales", 1, Map.of("core-site.xml", "<configuration/>", "hive.keytab", "keys"));
        files.write(version);
        assertThat(files.path(version, "hive.keytab")).isEqualTo(directory.resolve("sales@1-ab/hive.keytab")).hasContent("keys");
        assertThat(permissions(directory)).isEqualTo("rwx------");
        assertThat(permissions(directory.resolve("sales@1-ab"))).isEqualTo("rwx------");
        assertThat(permissions(files.path(version, "hive.keytab"))).isEqualTo("rw-------");
        files.remove(version);
        assertThat(directory).isEmptyDirectory();
        files.write(new CatalogVersion(new CatalogDefinition(new CatalogName("plain"), "tpch", Map.of()), "1-ab", Instant.EPOCH));
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    public void testStop()
    {
        files.write(version("sales", 1, Map.of("hive.keytab", "keys")));
        files.stop();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    public void testContentIsReadOnce()
    {
        List<CatalogVersion> versions = IntStream.range(1, 30).mapToObj(i -> version("c" + i, i, Map.of("krb5.conf", "[libdefaults]", "own", "own " + i))).toList();
        versions.parallelStream().forEach(files::write);
        assertThat(read).filteredOn(FileDigest.of("[libdefaults]".getBytes(UTF_8)).sha256()::equals).hasSize(1);
        // a connector may have changed its copy
        assertThat(files.path(versions.get(0), "own").toFile().delete()).isTrue();
        String own = FileDigest.of("own 1".getBytes(UTF_8)).sha256();
        assertThat(files.read(own)).isEqualTo("own 1".getBytes(UTF_8));
        assertThat(read).filteredOn(own::equals).hasSize(2);
    }

    @Test
    public void testWrongContent()
    {
        CatalogVersion version = version("sales", 1, Map.of("a", "right"));
        source.replaceAll((sha256, content) -> "wrong");
        assertThatThrownBy(() -> files.write(version)).isInstanceOf(CatalogException.class).hasMessageContaining("has another content than its SHA-256 says");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    public void testMissingContent()
    {
        CatalogVersion version = version("sales", 1, Map.of("a", "1", "b", "2"));
        source.remove(FileDigest.of("2".getBytes(UTF_8)).sha256());
        assertThatThrownBy(() -> files.write(version)).isInstanceOf(NullPointerException.class);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    public void testLeftoversOfCrash()
            throws IOException
    {
        files.write(version("sales", 1, Map.of("hive.keytab", "keys")));
        Path outside = Files.writeString(parent.resolve("outside"), "kept");
        Files.createSymbolicLink(directory.resolve("linked@1-ab"), parent);
        Path other = Files.createDirectory(directory.resolve("other"));
        Files.createDirectory(directory.resolve("photos@2026-07"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Files.createSymbolicLink(directory.resolve("sales@1-ab/link"), outside);
        open().start();
        assertThat(directory.toFile().list()).as("what is not of a version stays").containsExactlyInAnyOrder("other", "linked@1-ab", "photos@2026-07");
        assertThat(other).isDirectory();
        assertThat(outside).hasContent("kept");
        assertThat(parent).isDirectory();
    }

    @Test
    public void testDirectoryOfOthers()
            throws IOException
    {
        Files.createDirectories(directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        open().start();
        assertThatThrownBy(() -> files.write(version("sales", 1, Map.of("a", "1")))).isInstanceOf(CatalogException.class).hasMessageContaining("give it the mode 700");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    public void testLinks()
            throws IOException
    {
        Path outside = Files.createDirectory(parent.resolve("outside"));
        CatalogVersion version = version("sales", 1, Map.of("hive.keytab", "keys"));
        Files.createDirectories(directory);
        Files.createSymbolicLink(directory.resolve("sales@1-ab"), outside);
        assertThatThrownBy(() -> files.write(version)).isInstanceOf(CatalogException.class);
        assertThat(outside).isEmptyDirectory();

        deleteRecursively(directory);
        Files.createSymbolicLink(directory, outside);
        assertThatThrownBy(() -> files.write(version)).isInstanceOf(CatalogException.class).hasMessageContaining("is no directory");
        // a server starts nevertheless
        open().start();
        assertThat(outside).isEmptyDirectory();
    }

    private static String permissions(Path path)
            throws IOException
    {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private CatalogVersion version(String name, int number, Map<String, String> contents)
    {
        contents.values().forEach(content -> source.put(FileDigest.of(content.getBytes(UTF_8)).sha256(), content));
        return new CatalogVersion(
                new CatalogDefinition(new CatalogName(name), "hive", Map.of(), TestingFiles.digests(contents)),
                number + "-ab",
                Instant.EPOCH);
    }
}
