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

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.process.Commands;
import io.prestodynamic.harness.process.ServerInstallation;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static java.lang.String.join;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_READ;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code bin/launcher} with a script instead of Java, which logs as a server does. The name of the directory of the installation has a space.
 */
@Test(singleThreaded = true)
public class TestLauncher
{
    private static final String STARTED = log("INFO", "======== SERVER STARTED ========");
    private static final String RUNS = "exec sleep 600";
    private static final String ENDS = "exit 1";

    private Path directory;
    private Path installation;

    @BeforeMethod
    public void setUp()
            throws IOException
    {
        directory = Files.createTempDirectory("launcher");
        installation = directory.resolve("presto server");
        Files.createDirectories(installation.resolve("etc"));
        Commands.run("cp", "-r", ServerInstallation.unpack().getDirectory().resolve("bin").toString(), installation.toString());
        Files.writeString(installation.resolve("etc/config.properties"), "node.environment=test\nhttp-server.http.port=1\n");
        Files.writeString(installation.resolve("etc/node.properties"), "node.environment=test\nnode.id=shipped\n");
        Files.writeString(installation.resolve("etc/jvm.config"), "-server\n");
        Path java = Files.createDirectories(directory.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, join("\n",
                "#!/bin/sh",
                "case \"$*\" in -version) echo 'openjdk version \"17.0.1\" 2021-10-19'; exit ;; esac",
                "log() { mkdir -p var/log; printf '2026-11-27T02:50:13.481Z\\t%s\\tmain\\tcom.facebook.presto.server.PrestoServer\\t%s\\n' \"$1\" \"$2\" >> var/log/server.log; }",
                "add() { printf '%s\\n' \"$1\" >> var/log/server.log; }",
                ". \"" + directory + "/server.sh\"",
                ""));
        assertThat(java.toFile().setExecutable(true)).isTrue();
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
            throws IOException
    {
        launcher("kill");
        deleteRecursively(directory, ALLOW_INSECURE);
    }

    @Test
    public void testStart()
            throws IOException
    {
        server(log("INFO", "-- Loading plugin --"), STARTED, RUNS);
        assertThat(launcher("start")).satisfies(result -> {
            assertThat(result.status()).isZero();
            assertThat(result.output()).matches("Started as \\d+\nIt has started, in \\d+ s\n");
        });
        assertThat(launcher("status").output()).startsWith("Running as ");
        assertThat(launcher("start")).satisfies(result -> {
            assertThat(result.status()).isZero();
            assertThat(result.output()).startsWith("Already running as ");
        });
        // that of the first start is not taken for that of the second
        server(log("ERROR", "It is broken"), ENDS);
        assertThat(launcher("restart")).satisfies(result -> {
            assertThat(result.status()).isEqualTo(1);
            assertThat(result.output()).matches("Stopped \\d+\nStarted as \\d+\n");
            assertThat(result.errors()).startsWith("launcher: the server has ended in its start: It is broken\nIts logs: " + installation);
        });
        assertThat(Files.readString(installation.resolve("var/log/launcher.log"))).isEmpty();
    }

    @Test
    public void testLogsAreNotForOthers()
            throws IOException
    {
        server(STARTED, RUNS);
        launcher("start");
        for (String file : ImmutableList.of("var/log", "var/log/server.log", "var/log/launcher.log")) {
            assertThat(Files.getPosixFilePermissions(installation.resolve(file))).as(file).doesNotContain(OTHERS_READ, OTHERS_WRITE, OTHERS_EXECUTE);
        }
    }

    @DataProvider
    public static Object[][] failures()
    {
        return new Object[][] {
                {"It cannot be used", ImmutableList.of(
                        log("ERROR", "An error that was lived through"), log("ERROR", "It cannot be used"), add("io.prestodynamic.StartupFailure: It cannot be used"), log("INFO", "Life cycle stops"))},
                {"Failed to bind to /0.0.0.0:8080: Address already in use", ImmutableList.of(
                        log("ERROR", "Unable to create injector, see the following errors:"), add(""),
                        add("1) Error in custom provider, java.lang.NullPointerException: Cannot invoke \"A.b()\" because \"this.httpServerInfo\" is null"), add("  at A.c(A.java:1)"),
                        add("Caused by: java.lang.NullPointerException: Cannot invoke \"A.b()\" because \"this.httpServerInfo\" is null"),
                        add("3) Error injecting constructor, java.io.UncheckedIOException: Failed to bind to /0.0.0.0:8080"), add("  at A.d(A.java:2)"),
                        add("Caused by: java.io.UncheckedIOException: Failed to bind to /0.0.0.0:8080"), add("\\tat A.e(A.java:3)"),
                        add("Caused by: java.net.BindException: Address already in use"),
                        add("4) Error injecting constructor, java.io.UncheckedIOException: Failed to bind to /0.0.0.0:8080"), add("  at A.f(A.java:2)"),
                        add("Caused by: java.io.UncheckedIOException (same stack trace as error #3)"))},
                {"Could not coerce value 'x' to int (property 'http-server.http.port'); Configuration property 'nope' was not used", ImmutableList.of(
                        log("ERROR", "Unable to create injector, see the following errors:"), add(""),
                        add("1) Error: Could not coerce value 'x' to int (property 'http-server.http.port') in order to call [public A A.setPort(int)]"), add(""),
                        add("2) Configuration property 'http-server.http.port' was not used"), add("  at A.f(A.java:2)"), add(""),
                        add("3) Error: Configuration property 'nope' was not used"), add("  at A.f(A.java:2)"), add(""), add("3 errors"))},
                {"Unrecognized VM option 'NoSuchThing'", ImmutableList.of(
                        "echo \"Unrecognized VM option 'NoSuchThing'\"", "echo 'Error: Could not create the Java Virtual Machine.'")},
                {"its logs do not say why", ImmutableList.of(log("INFO", "-- Loading plugin --"))},
        };
    }

    @Test(dataProvider = "failures")
    public void testFailure(String reason, List<String> logged)
            throws IOException
    {
        server(join("\n", logged), ENDS);
        assertThat(launcher("start")).satisfies(result -> {
            assertThat(result.status()).isEqualTo(1);
            assertThat(result.errors()).startsWith("launcher: the server has ended in its start: " + reason + "\nIts logs: ");
        });
    }

    @Test
    public void testMissingConfiguration()
            throws IOException
    {
        Files.delete(installation.resolve("etc/jvm.config"));
        assertThat(launcher("start")).satisfies(result -> {
            assertThat(result.status()).isEqualTo(4);
            assertThat(result.errors()).contains("JVM config file is missing");
        });
    }

    @Test
    public void testWaitingForStore()
            throws IOException
    {
        String waiting = "Waiting for the catalog store that dynamic-catalog.store=jdbc sets: The catalog store cannot be reached";
        server(log("WARN", waiting), RUNS);
        assertThat(launcher("start", "--timeout", "2s")).satisfies(result -> {
            assertThat(result.status()).isEqualTo(2);
            assertThat(result.output()).endsWith("\n" + waiting + "\n");
            assertThat(result.errors()).startsWith("launcher: the server has not started within 2 s, and goes on. Its last message: " + waiting);
        });
        assertThat(launcher("status").output()).startsWith("Running as ");
    }

    @Test
    public void testStandby()
            throws IOException
    {
        String standby = "This coordinator is on standby: http://c1:8080 (node c1) is active";
        server(log("INFO", standby), RUNS);
        assertThat(launcher("start")).satisfies(result -> {
            assertThat(result.status()).isZero();
            assertThat(result.output()).endsWith("\n" + standby + "\n");
        });
    }

    @Test
    public void testNoWait()
            throws IOException
    {
        server(RUNS);
        assertThat(launcher("--no-wait", "start")).satisfies(result -> {
            assertThat(result.status()).isZero();
            assertThat(result.output()).matches("Started as \\d+\n");
        });
        assertThat(launcher("restart", "--no-wait").output()).matches("Stopped \\d+\nStarted as \\d+\n");
    }

    @Test
    public void testDifferentValues()
            throws IOException
    {
        server(STARTED, RUNS);
        Files.writeString(installation.resolve("etc/config.properties"), "node.environment=test\nnode.id=seed\nhttp-server.http.port=1\n");
        assertThat(launcher("start").errors()).isEqualTo("launcher: %1$s/etc/config.properties and %1$s/etc/node.properties have different values of node.id: those of node.properties count\n"
                .formatted(installation));
        Files.writeString(installation.resolve("etc/config.properties"), "node.environment = test\n");
        assertThat(launcher("restart").errors()).isEmpty();
    }

    @Test
    public void testNameOfProcess()
            throws IOException
    {
        server("echo \"$PROCNAME\"", STARTED, RUNS);
        Path plain = directory.resolve("plain");
        Files.move(installation, plain);
        Commands.execute(List.of(plain + "/bin/launcher", "start"), environment(), "");
        Commands.execute(List.of(plain + "/bin/launcher", "kill"), environment(), "");
        Files.move(plain, installation);
        assertThat(Files.readString(installation.resolve("var/log/launcher.log"))).isEqualTo("presto-server\n");
    }

    private void server(String... script)
            throws IOException
    {
        Files.writeString(directory.resolve("server.sh"), join("\n", script) + "\n");
    }

    private static String log(String level, String message)
    {
        return "log %s '%s'".formatted(level, message.replace("'", "'\\''"));
    }

    private static String add(String line)
    {
        return "add '%s'".formatted(line.replace("'", "'\\''"));
    }

    private Commands.Result launcher(String... arguments)
    {
        return Commands.execute(ImmutableList.<String>builder().add(installation + "/bin/launcher").add(arguments).build(), environment(), "");
    }

    private Map<String, String> environment()
    {
        return ImmutableMap.of("JAVA_HOME", directory.resolve("jdk").toString());
    }
}
