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

import com.google.common.collect.ImmutableSet;
import io.prestodynamic.harness.process.ServerInstallation;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fields and methods that the jars of both tarballs use of each other. Versions of libraries are newer than those that their users were compiled with.
 */
public class TestLinkage
{
    // they miss something as they were released
    private static final Set<String> INCOMPLETE = ImmutableSet.of(
            // in a branch for older versions of Java, and for ASM 2
            "javassist", "xbean-reflect",
            // in presto-main's runner of tests
            "presto-main-patched",
            // of Hadoop's time, with other libraries shaded into them
            "alluxio-shaded-client", "flogger-log4j-backend", "gcs-connector-hadoop2", "hadoop-apache2", "hive-apache", "hudi-presto-bundle", "kryo-shaded", "ranger-apache",
            // newer than the jackson beside it, for protocols of AWS that the connector does not speak
            "jackson-dataformat-cbor",
            // for compression with zstd, which nothing asks for
            "netty-codec");

    private ClassPath server;
    private ClassPath discoveryServer;
    private Path plugins;

    @BeforeClass
    public void unpack()
    {
        Path directory = ServerInstallation.unpack().getDirectory();
        server = ClassPath.of(jars(directory.resolve("lib")));
        plugins = directory.resolve("plugin");
        discoveryServer = ClassPath.of(jars(ServerInstallation.unpackDiscoveryServer().getDirectory().resolve("lib")));
    }

    @AfterClass(alwaysRun = true)
    public void forget()
    {
        server = null;
        discoveryServer = null;
    }

    @Test
    public void testServer()
    {
        assertComplete(server);
    }

    @Test
    public void testDiscoveryServer()
    {
        assertComplete(discoveryServer);
    }

    @DataProvider
    public Object[][] plugins()
            throws IOException
    {
        try (Stream<Path> folders = Files.list(plugins)) {
            return folders.map(folder -> new Object[] {folder.getFileName()}).toArray(Object[][]::new);
        }
    }

    @Test(dataProvider = "plugins")
    public void testPlugin(Path name)
    {
        assertComplete(server.child(jars(plugins.resolve(name))));
    }

    private static void assertComplete(ClassPath classPath)
    {
        assertThat(classPath.jars()).isNotEmpty();
        assertThat(classPath.jars().stream().filter(jar -> !isIncomplete(jar)).flatMap(jar -> classPath.missing(jar).stream())).isEmpty();
    }

    private static boolean isIncomplete(Path jar)
    {
        return INCOMPLETE.stream().anyMatch(name -> jar.getFileName().toString().matches(name + "-\\d.*"));
    }

    private static List<Path> jars(Path folder)
    {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
