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
package io.prestodynamic.tests.process.server;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Bytes;
import io.prestodynamic.harness.process.DiscoveryServerProcess;
import io.prestodynamic.harness.process.FreePorts;
import io.prestodynamic.harness.process.ServerInstallation;
import io.prestodynamic.testing.Conditions;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The archive of classes that {@code bin/launcher} makes after the first start. Uses a discovery server, which starts in less time than Presto.
 */
@Test(singleThreaded = true)
public class TestClassArchive
{
    private static final Duration TIMEOUT = Duration.ofMinutes(4);

    private Path directory;
    private DiscoveryServerProcess server;

    @BeforeClass
    public void setUp()
            throws IOException
    {
        directory = Files.createTempDirectory("class-archive");
        int port = FreePorts.find(1).get(0);
        server = new DiscoveryServerProcess(
                ServerInstallation.at(ServerInstallation.unpackDiscoveryServer().getDirectory()),
                directory,
                port,
                "discovery",
                ImmutableMap.of(),
                DiscoveryServerProcess.inventory(ImmutableMap.of("discovery", "http://127.0.0.1:" + port)));
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
            throws IOException
    {
        if (server != null) {
            server.close();
        }
        if (directory != null) {
            deleteRecursively(directory, ALLOW_INSECURE);
        }
    }

    @Test
    public void testNextStartUsesArchive()
            throws IOException
    {
        server.start();
        assertThat(usedArchive()).isEmpty();
        Conditions.await("the archive is written", TIMEOUT, () -> !server.classArchives().isEmpty());

        server.restart();

        assertThat(usedArchive()).isPresent().get().isEqualTo(server.classArchives().get(0));
    }

    @DataProvider
    public static Object[][] damages()
    {
        return new Object[][] {
                {"is cut off", (UnaryOperator<byte[]>) archive -> Arrays.copyOf(archive, archive.length / 2)},
                {"is empty", (UnaryOperator<byte[]>) archive -> new byte[0]},
                {"was made by another Java", (UnaryOperator<byte[]>) TestClassArchive::otherJava},
        };
    }

    @Test(dataProvider = "damages", dependsOnMethods = "testNextStartUsesArchive")
    public void testArchiveThatDoesNotFit(String description, UnaryOperator<byte[]> damage)
            throws IOException
    {
        Path archive = server.classArchives().get(0);
        byte[] content = Files.readAllBytes(archive);
        replace(archive, damage.apply(content));

        server.restart();

        assertThat(usedArchive()).isEmpty();
        replace(archive, content);
    }

    @Test(dependsOnMethods = "testArchiveThatDoesNotFit")
    public void testOptionsOfJavaChange()
            throws IOException
    {
        server.restart();
        assertThat(usedArchive()).isPresent();
        Files.writeString(directory.resolve("etc/jvm.config"), "-XX:-UseCompressedOops\n", APPEND);

        server.restart();

        assertThat(usedArchive()).isEmpty();
        assertThat(server.classArchives()).isEmpty();
    }

    @Test(dependsOnMethods = "testOptionsOfJavaChange")
    public void testNoDirectoryForArchive()
            throws IOException
    {
        deleteRecursively(archiveDirectory(), ALLOW_INSECURE);
        Files.createFile(archiveDirectory());

        server.restart();

        assertThat(usedArchive()).isEmpty();
        assertThat(archiveDirectory()).isEmptyFile();
    }

    private static byte[] otherJava(byte[] archive)
    {
        byte[] other = archive.clone();
        int version = Bytes.indexOf(archive, "OpenJDK".getBytes(US_ASCII));
        other[version]++;
        return other;
    }

    private static void replace(Path file, byte[] content)
            throws IOException
    {
        // the running server has the former file in its memory
        Files.delete(file);
        Files.write(file, content);
    }

    private Optional<Path> usedArchive()
            throws IOException
    {
        try (Stream<String> mappings = Files.lines(Path.of("/proc", String.valueOf(server.pid().orElseThrow().pid()), "maps"))) {
            return mappings.filter(mapping -> mapping.endsWith(".jsa") && mapping.contains(archiveDirectory().toString()))
                    .map(mapping -> Path.of(mapping.substring(mapping.indexOf('/'))))
                    .findFirst();
        }
    }

    private Path archiveDirectory()
    {
        return server.getDataDirectory().resolve("var/class-archive");
    }
}
