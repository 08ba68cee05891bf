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

import com.facebook.presto.jdbc.PrestoResultSet;
import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.client.ClusterStatus;
import io.prestodynamic.harness.client.NodeToken;
import io.prestodynamic.harness.process.FreePorts;
import io.prestodynamic.harness.process.NodeFactory;
import io.prestodynamic.harness.process.ServerProcess;
import io.prestodynamic.testing.Conditions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static com.google.common.base.Preconditions.checkState;
import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static com.google.common.collect.Streams.stream;
import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;

/**
 * A coordinator that runs no splits, and workers, as separate processes from the tarball.
 */
public class ProcessCluster
        implements AutoCloseable
{
    private final Path directory;
    private final ServerProcess coordinator;
    private final List<ServerProcess> workers;
    private final CatalogApi api;
    private final ClusterStatus status;

    /**
     * Prepares the nodes without starting them.
     *
     * @param config {@code config.properties} of every node
     */
    public ProcessCluster(int workerCount, Map<String, String> config)
    {
        this(workerCount, config, ImmutableList.of());
    }

    /**
     * @param jvmOptions more options for {@code jvm.config} of every node
     */
    public ProcessCluster(int workerCount, Map<String, String> config, List<String> jvmOptions)
    {
        try {
            directory = Files.createTempDirectory("cluster");
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Integer> ports = FreePorts.find(workerCount + 1);
        Map<String, String> discovery = ImmutableMap.of("discovery.uri", "http://127.0.0.1:" + ports.get(0));
        NodeFactory nodes = new NodeFactory(directory, config, jvmOptions);
        coordinator = nodes.coordinator("coordinator", ports.get(0), ImmutableMap.<String, String>builder()
                .put("discovery-server.enabled", "true")
                .putAll(discovery)
                .build());
        workers = IntStream.rangeClosed(1, workerCount)
                .mapToObj(i -> nodes.worker("worker" + i, ports.get(i), discovery))
                .collect(toImmutableList());
        api = new CatalogApi(coordinator.getUri());
        status = new ClusterStatus(api, NodeToken.of(config));
    }

    public ServerProcess getCoordinator()
    {
        return coordinator;
    }

    public List<ServerProcess> getWorkers()
    {
        return workers;
    }

    public List<ServerProcess> getNodes()
    {
        return Stream.concat(Stream.of(coordinator), workers.stream()).toList();
    }

    public CatalogApi getApi()
    {
        return api;
    }

    /**
     * Starts all nodes at the same time, and waits until queries can run on all workers.
     */
    public void start()
    {
        getNodes().forEach(ServerProcess::launch);
        getNodes().forEach(ServerProcess::awaitStarted);
        awaitActiveWorkers();
    }

    public void stop()
    {
        getNodes().forEach(ServerProcess::stop);
    }

    /**
     * Waits until the coordinator can schedule on all workers.
     */
    public void awaitActiveWorkers()
    {
        awaitActiveWorkers(workers.size());
    }

    /**
     * Waits until the coordinator can schedule on as many workers. Until it knows that a worker is gone, queries can get tasks there, and fail minutes later.
     */
    public void awaitActiveWorkers(int count)
    {
        status.awaitActiveNodes(count);
    }

    /**
     * Waits until every node has loaded a catalog.
     */
    public void awaitLoaded(String catalogName)
    {
        Conditions.await("all nodes have loaded " + catalogName, Duration.ofMinutes(1), () -> {
            CatalogApi.Answer catalog = api.get(catalogName);
            return catalog.status() == 200
                    && catalog.json().path("nodes").size() == workers.size() + 1
                    && catalog.json().path("nodes").findValuesAsText("state").stream().allMatch("LOADED"::equals);
        });
    }

    /**
     * Runs a query as a JDBC client would.
     */
    public List<List<Object>> query(String sql)
    {
        return query("test", sql);
    }

    /**
     * Runs a query as a JDBC client of this user would.
     */
    public List<List<Object>> query(String user, String sql)
    {
        try (Connection connection = connect(user);
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(sql)) {
            ImmutableList.Builder<List<Object>> rows = ImmutableList.builder();
            while (results.next()) {
                Object[] row = new Object[results.getMetaData().getColumnCount()];
                for (int column = 0; column < row.length; column++) {
                    row[column] = results.getObject(column + 1);
                }
                rows.add(Arrays.asList(row));
            }
            return rows.build();
        }
        catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /**
     * Runs a query that returns one value.
     */
    public Object value(String sql)
    {
        return query(sql).get(0).get(0);
    }

    /**
     * Runs a query that returns one value, which it aggregates from one table.
     */
    public Scan scan(String sql)
    {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(sql)) {
            checkState(results.next(), "The query returns nothing");
            Object value = results.getObject(1);
            checkState(!results.next(), "The query returns several rows");
            // the stage of the table is below the one that aggregates
            JsonNode tasks = api.send(api.request("/v1/query/" + results.unwrap(PrestoResultSet.class).getQueryId())).assertOk().json()
                    .at("/outputStage/subStages/0/latestAttemptExecutionInfo/tasks");
            return new Scan(value, stream(tasks).map(task -> task.path("nodeId").asText()).collect(toImmutableSet()));
        }
        catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /**
     * Runs a statement that changes something.
     */
    public int update(String sql)
    {
        try (Connection connection = connect(); Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
        catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    public Connection connect()
            throws SQLException
    {
        return connect("test");
    }

    private Connection connect(String user)
            throws SQLException
    {
        return DriverManager.getConnection("jdbc:presto://127.0.0.1:" + coordinator.getUri().getPort(), user, null);
    }

    @Override
    public void close()
    {
        getNodes().forEach(ServerProcess::close);
        try {
            deleteRecursively(directory, ALLOW_INSECURE);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param nodes ids of the nodes that read the table
     */
    public record Scan(Object value, Set<String> nodes) {}
}
