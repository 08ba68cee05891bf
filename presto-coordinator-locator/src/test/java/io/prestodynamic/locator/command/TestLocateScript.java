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
package io.prestodynamic.locator.command;

import io.prestodynamic.locator.AbstractTestLocator;
import io.prestodynamic.locator.command.LocateProcess.Result;
import io.prestodynamic.locator.testing.FakeCoordinator;
import io.prestodynamic.locator.testing.FakeDiscoveryServer;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Script {@code bin/presto-locate} with a jar that replaces the installed one.
 */
@Test(singleThreaded = true)
public class TestLocateScript
        extends AbstractTestLocator
{
    private Path installation;
    private Path script;

    @BeforeMethod
    public void setUp()
            throws IOException
    {
        installation = Files.createTempDirectory("locate").toRealPath();
        Path source = Path.of("").toAbsolutePath().resolveSibling("bin/presto-locate");
        script = Files.createDirectory(installation.resolve("bin")).resolve("presto-locate");
        Files.copy(source, script, COPY_ATTRIBUTES);
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
            throws IOException
    {
        try (Stream<Path> files = Files.walk(installation)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }

    @Test
    public void testJarOfTheInstallation()
            throws Exception
    {
        FakeCoordinator coordinator = coordinator();
        FakeDiscoveryServer discovery = discoveryServer().announce("c1", coordinator.uri());
        writeJar(Files.createDirectory(installation.resolve("client")).resolve("presto-coordinator-locator-1.jar"));

        assertThat(run(Map.of("PRESTO_DISCOVERY", discovery.uri().toString()))).isEqualTo(new Result(0, List.of(coordinator.uri().toString()), List.of()));
        assertThat(run(Map.of("PRESTO_DISCOVERY", discovery.uri().toString()), "--exec", "/bin/sh", "-c", "echo \"$0\"; exit 7", "a b {}"))
                .isEqualTo(new Result(7, List.of("a b " + coordinator.uri()), List.of()));
    }

    @Test
    public void testJarThatIsNamed()
            throws Exception
    {
        Path jar = installation.resolve("elsewhere.jar");
        writeJar(jar);

        assertThat(run(Map.of("PRESTO_LOCATOR_JAR", jar.toString()), "--help").status()).isZero();
        assertThat(run(Map.of("PRESTO_LOCATOR_JAR", jar.toString(), "JAVA_OPTS", "-Dno.such=1 -XshowSettings:properties"), "--help").errors()).contains("    no.such = 1");
    }

    @Test
    public void testMissingJar()
            throws Exception
    {
        Result result = run(Map.of());
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.errors()).hasSize(1)
                .allMatch(error -> error.startsWith("presto-locate: There is no presto-coordinator-locator jar in %s/client".formatted(installation)));

        assertThat(run(Map.of("PRESTO_LOCATOR_JAR", "/no/such.jar"))).isEqualTo(new Result(2, List.of(), List.of("presto-locate: PRESTO_LOCATOR_JAR is no file: /no/such.jar")));
    }

    @Test
    public void testMissingJava()
            throws Exception
    {
        Path jar = installation.resolve("elsewhere.jar");
        writeJar(jar);

        assertThat(run(Map.of("PRESTO_LOCATOR_JAR", jar.toString(), "JAVA_HOME", "/no/such")))
                .isEqualTo(new Result(2, List.of(), List.of("presto-locate: /no/such/bin/java cannot be run: set JAVA_HOME")));
    }

    private Result run(Map<String, String> environment, String... arguments)
            throws InterruptedException
    {
        Map<String, String> all = new HashMap<>(Map.of("JAVA_HOME", System.getProperty("java.home")));
        all.putAll(environment);
        return closeLater(new LocateProcess(Stream.concat(Stream.of(script.toString()), Stream.of(arguments)).toList(), all)).result();
    }

    private static void writeJar(Path jar)
    {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(path -> Path.of(path).toUri().toString())
                .collect(joining(" ")));
        try (OutputStream out = Files.newOutputStream(jar)) {
            new JarOutputStream(out, manifest).close();
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
