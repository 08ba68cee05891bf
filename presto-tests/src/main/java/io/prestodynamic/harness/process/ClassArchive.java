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
package io.prestodynamic.harness.process;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.CatalogApi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;

import static com.google.common.base.Preconditions.checkState;
import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static java.util.Objects.requireNonNull;

/**
 * The classes of a server in a file that Java maps, so that they are not loaded from jars and verified at each start. Written by a
 * server that runs a few queries and ends. A server with other jars or another Java starts without it.
 *
 * @see <a href="https://docs.oracle.com/en/java/javase/17/vm/class-data-sharing.html">Class data sharing</a>
 */
final class ClassArchive
{
    private final Preparation preparation;
    private final Consumer<URI> use;

    private ClassArchive(Preparation preparation, Consumer<URI> use)
    {
        this.preparation = requireNonNull(preparation, "preparation is null");
        this.use = requireNonNull(use, "use is null");
    }

    static ClassArchive ofPresto(ServerInstallation installation)
    {
        return new ClassArchive((directory, port, jvmOptions) -> new ServerProcess(installation, directory, port, "archive", config(port), jvmOptions), ClassArchive::query);
    }

    static ClassArchive ofDiscoveryServer(ServerInstallation installation)
    {
        return new ClassArchive((directory, port, jvmOptions) -> new DiscoveryServerProcess(installation, directory, port, "archive", ImmutableMap.of(),
                DiscoveryServerProcess.inventory(ImmutableMap.of("archive", "http://127.0.0.1:" + port)), jvmOptions), uri -> {});
    }

    /**
     * Writes the file if it does not exist.
     *
     * @return options for {@code jvm.config} of servers that use it
     */
    List<String> createIfMissing(Path file)
    {
        if (!Files.exists(file)) {
            create(file);
        }
        return ImmutableList.of("-XX:SharedArchiveFile=" + file);
    }

    private void create(Path file)
    {
        try {
            Path directory = Files.createTempDirectory("class-archive");
            Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
            Files.deleteIfExists(unfinished);
            try (LaunchedProcess server = preparation.prepare(directory, FreePorts.find(1).get(0), ImmutableList.of("-XX:ArchiveClassesAtExit=" + unfinished))) {
                server.start();
                use.accept(server.getUri());
                server.stop();
                checkState(Files.exists(unfinished), "%s was not written: %s", unfinished, server.logs());
            }
            Files.move(unfinished, file);
            deleteRecursively(directory, ALLOW_INSECURE);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ImmutableMap<String, String> config(int port)
    {
        return ImmutableMap.of(
                "coordinator", "true",
                "node-scheduler.include-coordinator", "true",
                "discovery-server.enabled", "true",
                "discovery.uri", "http://127.0.0.1:" + port);
    }

    private static void query(URI uri)
    {
        CatalogApi api = new CatalogApi(uri);
        api.add("archived", "tpcds", ImmutableMap.of()).assertOk();
        try (Connection connection = DriverManager.getConnection("jdbc:presto://" + uri.getAuthority() + "/archived/tiny", "test", null);
                Statement statement = connection.createStatement()) {
            for (String sql : List.of(
                    "SHOW CATALOGS",
                    "SELECT * FROM system.metadata.dynamic_catalogs",
                    "SELECT s.sm_type, count(*) FROM ship_mode s JOIN reason r ON s.sm_ship_mode_sk = r.r_reason_sk GROUP BY 1 ORDER BY 2 DESC")) {
                statement.executeQuery(sql).next();
            }
        }
        catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
        api.delete("archived").assertOk();
    }

    @FunctionalInterface
    private interface Preparation
    {
        LaunchedProcess prepare(Path directory, int port, List<String> jvmOptions);
    }
}
