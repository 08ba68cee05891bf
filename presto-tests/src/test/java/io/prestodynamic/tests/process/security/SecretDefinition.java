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
package io.prestodynamic.tests.process.security;

import io.prestodynamic.catalog.security.url.UrlsWithSecrets;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static java.util.stream.Collectors.joining;

/**
 * Definition of a catalog with a URL that contains secrets, each of them unlike any other text.
 */
record SecretDefinition(String catalogName, String connectorName, String url, Map<String, String> properties)
{
    // the words are made unique, because parts of them are in other words too
    private static final Pattern WORD = Pattern.compile("Sec(?!ret)|Ret|X9y");
    private static final Pattern UNIQUE_WORD = Pattern.compile("q(?:Sec|Ret|X9y)\\d+");

    /**
     * Returns two definitions for each known URL: one of a connector that the URL fits, and one of a connector that it does not fit.
     */
    static List<SecretDefinition> list()
    {
        List<SecretDefinition> definitions = new ArrayList<>();
        for (int i = 0; i < UrlsWithSecrets.ALL.size(); i++) {
            String suffix = String.valueOf(i);
            String url = WORD.matcher(UrlsWithSecrets.ALL.get(i)).replaceAll(match -> "q" + match.group() + suffix);
            definitions.add(fitting("u" + i, url));
            definitions.add(unfitting("v" + i, url, i));
        }
        return definitions;
    }

    private static SecretDefinition fitting(String catalogName, String url)
    {
        String scheme = url.strip().toLowerCase();
        if (Stream.of("jdbc:postgresql", "jdbc:redshift").anyMatch(scheme::startsWith)) {
            return new SecretDefinition(catalogName, "postgresql", url, Map.of("connection-url", url));
        }
        if (Stream.of("jdbc:sqlserver", "jdbc:jtds").anyMatch(scheme::startsWith)) {
            return new SecretDefinition(catalogName, "sqlserver", url, Map.of("connection-url", url));
        }
        if (Stream.of("jdbc:clickhouse", "jdbc:ch").anyMatch(scheme::startsWith)) {
            return new SecretDefinition(catalogName, "clickhouse", url, Map.of("clickhouse.connection-url", url));
        }
        if (scheme.startsWith("mongodb")) {
            return new SecretDefinition(catalogName, "mongodb", url, Map.of("mongodb.seeds", url));
        }
        if (scheme.startsWith("redis")) {
            return new SecretDefinition(catalogName, "redis", url, Map.of("redis.nodes", url, "redis.table-names", "t"));
        }
        if (scheme.startsWith("thrift")) {
            return new SecretDefinition(catalogName, "hive-hadoop2", url, Map.of("hive.metastore.uri", url));
        }
        if (scheme.startsWith("jdbc:mysql")) {
            // Presto refuses a database
            return new SecretDefinition(catalogName, "mysql", url, Map.of("connection-url", url.replaceFirst("/db(?=\\?|$)", "/")));
        }
        return new SecretDefinition(catalogName, "hive-hadoop2", url, Map.of("hive.metastore.uri", "thrift://127.0.0.1:1", "hive.s3.endpoint", url));
    }

    private static SecretDefinition unfitting(String catalogName, String url, int index)
    {
        return switch (index % 8) {
            case 0 -> new SecretDefinition(catalogName, "tpch", url, Map.of("tpch.splits-per-node", url));
            case 1 -> new SecretDefinition(catalogName, "tpcds", url, Map.of("tpcds.splits-per-node", url));
            case 2 -> new SecretDefinition(catalogName, "memory", url, Map.of("memory.max-data-per-node", url));
            case 3 -> new SecretDefinition(catalogName, "localfile", url, Map.of("presto-logs.http-request-log.location", url));
            case 4 -> new SecretDefinition(catalogName, "jmx", url, Map.of("jmx.dump-tables", url));
            case 5 -> new SecretDefinition(catalogName, "blackhole", url, Map.of("connection-url", url));
            case 6 -> new SecretDefinition(catalogName, "hive-hadoop2", url, Map.of("hive.metastore.uri", "thrift://127.0.0.1:1", "hive.config.resources", url));
            default -> new SecretDefinition(catalogName, "oracle", url, Map.of("connection-url", url));
        };
    }

    /**
     * Returns the secrets of any definition that a text contains.
     */
    static Set<String> findSecrets(String text)
    {
        return new TreeSet<>(UNIQUE_WORD.matcher(text).results().map(MatchResult::group).toList());
    }

    String toJson()
    {
        String entries = properties.entrySet().stream()
                .map(entry -> "\"%s\": \"%s\"".formatted(entry.getKey(), entry.getValue().replace("\"", "\\\"")))
                .collect(joining(", "));
        return "{\"catalogName\": \"%s\", \"connectorName\": \"%s\", \"properties\": {%s}}".formatted(catalogName, connectorName, entries);
    }

    @Override
    public String toString()
    {
        return "%s, %s with %s".formatted(catalogName, connectorName, url);
    }
}
