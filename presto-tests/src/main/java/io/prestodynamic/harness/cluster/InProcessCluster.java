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
package io.prestodynamic.harness.cluster;

import com.facebook.presto.Session;
import com.facebook.presto.plugin.blackhole.BlackHolePlugin;
import com.facebook.presto.plugin.memory.MemoryPlugin;
import com.facebook.presto.server.testing.TestingPrestoServer;
import com.facebook.presto.spi.ConnectorId;
import com.facebook.presto.spi.Plugin;
import com.facebook.presto.testing.MaterializedResult;
import com.facebook.presto.tests.DistributedQueryRunner;
import com.facebook.presto.tpch.TpchPlugin;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Iterables;
import com.google.common.io.Closer;
import com.google.inject.Key;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.DynamicCatalogStartup;
import io.prestodynamic.catalog.coordinator.lifecycle.CatalogRegistry;
import io.prestodynamic.catalog.engine.LocalCatalogs;
import io.prestodynamic.catalog.engine.TrackingMBeanServerBuilder;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.testing.Conditions;
import io.prestodynamic.testing.TestingDatabaseServer;
import io.prestodynamic.testing.TestingPostgreSqlServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

import static com.facebook.presto.testing.TestingSession.testSessionBuilder;
import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;

/**
 * A coordinator and workers in this process, with the patched jars and an embedded store in a directory of its own. The coordinator runs no splits. Workers share a
 * directory for files of catalogs, so catalogs with files need a cluster of one worker.
 */
public class InProcessCluster
        implements AutoCloseable
{
    private final Optional<TestingDatabaseServer> database;
    private final Path directory;
    private final DistributedQueryRunner queryRunner;
    private final CatalogApi api;

    public InProcessCluster(Plugin... plugins)
    {
        this(2, plugins);
    }

    public InProcessCluster(int workerCount, Plugin... plugins)
    {
        this(workerCount, ImmutableMap.of(), plugins);
    }

    /**
     * @param properties additional configuration properties of all nodes
     */
    public InProcessCluster(int workerCount, Map<String, String> properties, Plugin... plugins)
    {
        this(Optional.empty(), properties, builder -> builder.setNodeCount(workerCount + 1), ImmutableSet.of(), plugins);
    }

    private InProcessCluster(
            Optional<TestingDatabaseServer> database,
            Map<String, String> properties,
            UnaryOperator<DistributedQueryRunner.Builder> nodes,
            Set<Class<? extends Plugin>> missingOnLastWorker,
            Plugin... plugins)
    {
        this.database = database;
        TrackingMBeanServerBuilder.install();
        try {
            directory = Files.createTempDirectory("dynamic-catalogs");
            Map<String, String> allProperties = new HashMap<>(properties);
            // the servers of Presto's tests share a secret
            allProperties.put("internal-communication.jwt.enabled", "true");
            allProperties.putIfAbsent("dynamic-catalog.embedded.path", directory.resolve("catalogs").toString());
            allProperties.putIfAbsent("dynamic-catalog.audit.log-path", directory.resolve("catalog-audit.log").toString());
            allProperties.putIfAbsent("dynamic-catalog.files.directory", directory.resolve("worker-files").toString());
            queryRunner = nodes.apply(DistributedQueryRunner.builder(testSessionBuilder().build()))
                    .setExtraProperties(allProperties)
                    .setCoordinatorProperties(ImmutableMap.of(
                            "node-scheduler.include-coordinator", "false",
                            "dynamic-catalog.files.directory", directory.resolve("coordinator-files").toString()))
                    .build();
        }
        catch (Exception e) {
            throw new IllegalStateException(e);
        }
        TestingPrestoServer lastWorker = Iterables.getLast(getWorkers(), queryRunner.getCoordinators().get(0));
        for (Plugin plugin : Iterables.concat(ImmutableList.of(new TpchPlugin(), new MemoryPlugin(), new BlackHolePlugin()), Arrays.asList(plugins))) {
            queryRunner.getServers().stream()
                    .filter(server -> server != lastWorker || !missingOnLastWorker.contains(plugin.getClass()))
                    .forEach(server -> server.installPlugin(plugin));
        }
        queryRunner.getServers().forEach(server -> server.getInstance(Key.get(DynamicCatalogStartup.class)).loadCatalogs());
        api = new CatalogApi(queryRunner.getCoordinators().get(0).getBaseUrl());
    }

    /**
     * Creates a cluster whose last worker does not have some of the plugins.
     */
    public static InProcessCluster withPluginsMissingOnOneWorker(int workerCount, Set<Class<? extends Plugin>> missing, Map<String, String> properties, Plugin... plugins)
    {
        return new InProcessCluster(Optional.empty(), properties, builder -> builder.setNodeCount(workerCount + 1), missing, plugins);
    }

    /**
     * Creates a cluster with several coordinators, a resource manager and a shared store.
     */
    public static InProcessCluster withCoordinators(int coordinatorCount, int workerCount, Map<String, String> properties, Plugin... plugins)
    {
        TestingDatabaseServer database = new TestingPostgreSqlServer();
        database.createDatabase("presto");
        return new InProcessCluster(
                Optional.of(database),
                ImmutableMap.<String, String>builder()
                        .put("dynamic-catalog.jdbc.url", database.getJdbcUrl("presto"))
                        .put("dynamic-catalog.jdbc.username", database.getUser())
                        .put("dynamic-catalog.jdbc.password", database.getPassword())
                        .putAll(properties)
                        .build(),
                builder -> builder
                        .setResourceManagerEnabled(true)
                        .setCoordinatorCount(coordinatorCount)
                        .setNodeCount(1 + coordinatorCount + workerCount),
                ImmutableSet.of(),
                plugins);
    }

    public DistributedQueryRunner getQueryRunner()
    {
        return queryRunner;
    }

    /**
     * Returns the API of the coordinator.
     */
    public CatalogApi getApi()
    {
        return api;
    }

    public List<TestingPrestoServer> getWorkers()
    {
        return queryRunner.getServers().stream().filter(server -> !server.isCoordinator() && !server.isResourceManager()).toList();
    }

    /**
     * Returns the versions that each node has, by the node's address.
     */
    public Map<URI, Set<String>> getLoadedVersions()
    {
        return queryRunner.getServers().stream()
                .filter(server -> !server.isResourceManager())
                .collect(toImmutableMap(TestingPrestoServer::getBaseUrl, InProcessCluster::loadedVersions));
    }

    /**
     * Waits until all nodes have exactly the current versions.
     */
    public void awaitDrained()
    {
        Conditions.await("all nodes have what the coordinator desires", Duration.ofSeconds(30), () -> {
            CatalogRegistry registry = queryRunner.getCoordinators().get(0).getInstance(Key.get(CatalogRegistry.class));
            Set<String> desired = registry.getCurrent().stream().map(CatalogVersion::id).collect(toImmutableSet());
            return registry.getDraining().isEmpty() && getLoadedVersions().values().stream().allMatch(desired::equals);
        });
    }

    private static Set<String> loadedVersions(TestingPrestoServer server)
    {
        return server.getInstance(Key.get(LocalCatalogs.class)).getConnectorIds().stream().map(ConnectorId::getId).collect(toImmutableSet());
    }

    public MaterializedResult execute(String sql)
    {
        return queryRunner.execute(sql);
    }

    public MaterializedResult execute(Session session, String sql)
    {
        return queryRunner.execute(session, sql);
    }

    public Connection connect()
            throws SQLException
    {
        return connect(queryRunner.getCoordinators().get(0));
    }

    public Connection connect(TestingPrestoServer coordinator)
            throws SQLException
    {
        return DriverManager.getConnection("jdbc:presto:" + coordinator.getBaseUrl().getSchemeSpecificPart(), "test", null);
    }

    @Override
    public void close()
    {
        try (Closer closer = Closer.create()) {
            closer.register(() -> deleteRecursively(directory, ALLOW_INSECURE));
            database.ifPresent(server -> closer.register(server::close));
            closer.register(queryRunner::close);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
