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
package io.prestodynamic.benchmarks.soak;

import com.facebook.airlift.json.JsonCodec;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.benchmarks.cluster.Connector;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.testing.TestingMySqlServer;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Connector of the default distribution, with the properties of its catalogs, and with statements if there is something to query.
 */
enum SoakedConnector
{
    /**
     * One catalog that is kept, as a control for what queries leave behind.
     */
    CONTROL("tpch", ImmutableMap.of(), "SELECT count(*) FROM %s.information_schema.schemata", "SELECT count(*) FROM %s.tiny.nation") {
        @Override
        public String toString()
        {
            return "(no changes)";
        }
    },
    TPCH("tpch", ImmutableMap.of(), "SELECT count(*) FROM %s.information_schema.schemata", "SELECT count(*) FROM %s.tiny.nation"),
    TPCDS("tpcds", ImmutableMap.of(), "SELECT count(*) FROM %s.information_schema.schemata", "SELECT count(*) FROM %s.tiny.store"),
    MEMORY("memory", ImmutableMap.of(), "CREATE TABLE %s.default.numbers AS SELECT 1 number", "SELECT number FROM %s.default.numbers"),
    BLACKHOLE("blackhole", ImmutableMap.of(), "CREATE TABLE %s.default.numbers AS SELECT 1 number", "SELECT number FROM %s.default.numbers"),
    JMX("jmx", ImmutableMap.of(), "SELECT node FROM %s.current.\"java.lang:type=runtime\""),
    LOCALFILE("localfile", ImmutableMap.of()),
    /**
     * Catalogs that have a file, each with another content. Their tables have splits for the coordinator, which runs none here, so only their columns are read.
     */
    FILE("localfile", ImmutableMap.of("presto-logs.http-request-log.location", "${CATALOG_FILE:http-request.log}"), "SELECT count(*) FROM %s.information_schema.columns") {
        @Override
        Answer add(CatalogApi api, String catalogName, Map<String, String> properties)
        {
            byte[] content = new byte[CONTENT_BYTES];
            ThreadLocalRandom.current().nextBytes(content);
            return api.post("/v1/catalog/add", JsonCodec.mapJsonCodec(String.class, Object.class).toJson(ImmutableMap.of(
                    "catalogName", catalogName,
                    "connectorName", connectorName(),
                    "properties", properties,
                    "files", ImmutableMap.of("http-request.log", ImmutableMap.of("content", Base64.getEncoder().encodeToString(content))))));
        }

        @Override
        public String toString()
        {
            return connectorName() + " (with a file)";
        }
    },
    MYSQL("mysql", ImmutableMap.of(), "SELECT count(*) FROM %s.shop.nations") {
        @Override
        Map<String, String> properties(TestingMySqlServer mysql, Path warehouse)
        {
            return Connector.MYSQL.properties(mysql);
        }
    },
    POSTGRESQL("postgresql", ImmutableMap.of("connection-url", "jdbc:postgresql://127.0.0.1:1/d", "connection-user", "u", "connection-password", "p")),
    SQLSERVER("sqlserver", ImmutableMap.of("connection-url", "jdbc:sqlserver://127.0.0.1:1", "connection-user", "u", "connection-password", "p")),
    CLICKHOUSE("clickhouse", ImmutableMap.of(
            "clickhouse.connection-url", "jdbc:clickhouse://127.0.0.1:1/",
            "clickhouse.connection-user", "u",
            "clickhouse.connection-password", "p")),
    MONGODB("mongodb", ImmutableMap.of("mongodb.seeds", "127.0.0.1:1")),
    REDIS("redis", ImmutableMap.of("redis.nodes", "127.0.0.1:1", "redis.table-names", "t")),
    HIVE("hive-hadoop2", ImmutableMap.of(), "SELECT number FROM %s.soak.numbers") {
        @Override
        Map<String, String> properties(TestingMySqlServer mysql, Path warehouse)
        {
            return ImmutableMap.of("hive.metastore", "file", "hive.metastore.catalog.dir", warehouse.toUri().toString());
        }

        @Override
        List<String> preparation()
        {
            return ImmutableList.of("CREATE SCHEMA IF NOT EXISTS %s.soak", "CREATE TABLE %s.soak.numbers AS SELECT 1 number");
        }
    },
    HIVE_THRIFT("hive-hadoop2", ImmutableMap.of("hive.metastore.uri", "thrift://127.0.0.1:1")) {
        @Override
        public String toString()
        {
            return connectorName() + " (thrift)";
        }
    };

    private static final int CONTENT_BYTES = 100_000;

    private final String connectorName;
    private final Map<String, String> properties;
    private final List<String> statements;

    SoakedConnector(String connectorName, Map<String, String> properties, String... statements)
    {
        this.connectorName = connectorName;
        this.properties = properties;
        this.statements = ImmutableList.copyOf(statements);
    }

    String connectorName()
    {
        return connectorName;
    }

    boolean isHive()
    {
        return connectorName.equals("hive-hadoop2");
    }

    /**
     * @param mysql server from {@link Connector#startMySql}
     * @param warehouse empty directory for the catalogs of one cluster
     */
    Map<String, String> properties(TestingMySqlServer mysql, Path warehouse)
    {
        return properties;
    }

    Answer add(CatalogApi api, String catalogName, Map<String, String> given)
    {
        return api.add(catalogName, connectorName, given);
    }

    /**
     * Returns the statements to run once in a cluster, on its first catalog, which prepare the queries on others.
     */
    List<String> preparation()
    {
        return ImmutableList.of();
    }

    /**
     * Returns the statements to run on each catalog.
     */
    List<String> statements()
    {
        return statements;
    }

    /**
     * Runs statements on a catalog, and reads all their results.
     *
     * @throws IllegalStateException if one fails
     */
    static void run(Connection connection, String catalogName, List<String> statements)
    {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                if (statement.execute(sql.formatted(catalogName))) {
                    try (ResultSet results = statement.getResultSet()) {
                        while (results.next()) {
                            results.getObject(1);
                        }
                    }
                }
            }
        }
        catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @Override
    public String toString()
    {
        return connectorName;
    }
}
