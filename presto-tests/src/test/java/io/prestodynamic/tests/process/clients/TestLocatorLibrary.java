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
package io.prestodynamic.tests.process.clients;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The jar of the library, in processes with the documented class path.
 */
@Test(singleThreaded = true)
public class TestLocatorLibrary
{
    private static final String LIBRARY = System.getProperty("presto.locator.library");

    private HttpServer server;
    private Path directory;

    /**
     * A discovery server that names itself as coordinator.
     */
    @BeforeClass
    public void setUp()
            throws IOException
    {
        directory = Files.createTempDirectory("locator-library");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/service/presto-coordinator", exchange -> respond(exchange, """
                {"environment": "test", "services": [{"id": "1", "nodeId": "c1", "type": "presto-coordinator", "pool": "general", "location": "/c1",
                "properties": {"http": "http://%s"}}]}""".formatted(address())));
        server.createContext("/v1/info", exchange -> respond(exchange, """
                {"nodeVersion": {"version": "0.287-fake"}, "environment": "test", "coordinator": true, "starting": false, "uptime": "1.00m"}"""));
        server.start();
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
            throws IOException
    {
        server.stop(0);
        Files.delete(directory.resolve("Program.java"));
        Files.delete(directory.resolve("output"));
        Files.delete(directory);
    }

    @Test
    public void testLibraryAlone()
            throws Exception
    {
        assertThat(run(LIBRARY, """
                import io.prestodynamic.locator.CoordinatorLocator;
                import io.prestodynamic.locator.DiscoveryAddresses;

                public class Program
                {
                    public static void main(String[] servers)
                    {
                        try (CoordinatorLocator locator = CoordinatorLocator.builder(DiscoveryAddresses.parse(servers[0])).build()) {
                            System.out.print(locator.locate().orElseThrow().uri());
                        }
                    }
                }
                """)).isEqualTo("http://" + address());
    }

    @Test
    public void testDriverWithPrestosDriver()
            throws Exception
    {
        assertThat(run(LIBRARY + File.pathSeparator + System.getProperty("presto.jdbc.jar"), """
                import java.sql.Connection;
                import java.sql.DriverManager;

                public class Program
                {
                    public static void main(String[] servers)
                            throws Exception
                    {
                        try (Connection connection = DriverManager.getConnection("jdbc:presto-discovery://" + servers[0], "alice", null)) {
                            System.out.print(connection.getMetaData().getDatabaseProductVersion());
                        }
                    }
                }
                """)).isEqualTo("0.287-fake");
    }

    /**
     * @return the output of the program
     */
    private String run(String classPath, String program)
            throws Exception
    {
        Path source = directory.resolve("Program.java");
        Files.writeString(source, program);
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classPath, source.toString(), address())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(2, MINUTES)).isTrue();
        }
        finally {
            process.destroyForcibly();
        }
        return Files.readString(output);
    }

    private String address()
    {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private static void respond(HttpExchange exchange, String json)
            throws IOException
    {
        try (exchange) {
            byte[] body = json.getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
