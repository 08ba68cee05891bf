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
package io.prestodynamic.benchmarks.replace;

import io.prestodynamic.benchmarks.cluster.Connector;
import io.prestodynamic.benchmarks.report.Outcomes;
import io.prestodynamic.harness.client.Replacements.Moment;
import io.prestodynamic.harness.client.Replacements;
import io.prestodynamic.harness.cluster.ProcessCluster;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import static com.google.common.base.Verify.verify;
import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static java.util.Objects.requireNonNull;
import static java.util.function.Function.identity;

/**
 * Catalog of a versioned database, with the outcomes of the statements that clients run on it. The answer to a statement is wrong if its data are wrong, if
 * they are of more than one version of the catalog, or if they are of a version that was not current at any time during the statement.
 */
final class VersionedCatalog
{
    private static final int INSERTED_ROWS = 10;
    private static final int ORDERS = 15000;

    private final ProcessCluster cluster;
    private final VersionedDatabase database;
    private final String facts;
    private final Replacements replacements = new Replacements();
    private final Map<StatementKind, Outcomes> outcomes;
    private final Map<StatementKind, AtomicInteger> outlived;
    private final AtomicLong number = new AtomicLong();
    private final Set<Long> insertedNumbers = ConcurrentHashMap.newKeySet();

    /**
     * Adds version 0 of the catalog.
     *
     * @param database database with the name of the catalog
     * @param facts name of a tpch catalog
     */
    VersionedCatalog(ProcessCluster cluster, VersionedDatabase database, String facts)
    {
        this.cluster = requireNonNull(cluster, "cluster is null");
        this.database = requireNonNull(database, "database is null");
        this.facts = requireNonNull(facts, "facts is null");
        outcomes = Stream.of(StatementKind.values()).collect(toImmutableMap(identity(), kind -> new Outcomes("%s on %s".formatted(kind, database.name()))));
        outlived = Stream.of(StatementKind.values()).collect(toImmutableMap(identity(), kind -> new AtomicInteger()));
        cluster.getApi().add(database.name(), Connector.MYSQL.toString(), database.properties(0)).assertOk();
    }

    /**
     * Replaces the catalog with its next version.
     */
    void replace()
    {
        replacements.replace(version -> cluster.getApi().put(database.name(), Connector.MYSQL.toString(), database.properties(version)));
    }

    void run(StatementKind kind)
    {
        outcomes.get(kind).measure(() -> {
            boolean replacedMeanwhile = switch (kind) {
                case SHORT_SELECT -> shortSelect();
                case LONG_SELECT -> longSelect();
                case INSERT -> insert();
                case CREATE_TABLE_AS -> createTableAs();
            };
            if (replacedMeanwhile) {
                outlived.get(kind).incrementAndGet();
            }
        });
    }

    Outcomes outcomes(StatementKind kind)
    {
        return outcomes.get(kind);
    }

    /**
     * Returns the number of statements of a kind whose version was replaced before they ended.
     */
    int outlived(StatementKind kind)
    {
        return outlived.get(kind).get();
    }

    /**
     * Returns the number of acknowledged INSERTs.
     */
    int inserts()
    {
        return insertedNumbers.size();
    }

    /**
     * Returns the number of acknowledged INSERTs that do not have each of their rows exactly once in the database.
     */
    int wrongInserts()
            throws SQLException
    {
        int wrong = 0;
        for (long inserted : insertedNumbers) {
            wrong += database.inserted(inserted).count().equals((long) INSERTED_ROWS) ? 0 : 1;
        }
        return wrong;
    }

    private boolean shortSelect()
    {
        String sql = "SELECT count(*), min(version), max(version) FROM (SELECT version FROM %1$s.numbers UNION ALL SELECT version FROM %1$s.numbers)";
        return select(sql.formatted(schema()), 2 * VersionedDatabase.ROWS);
    }

    // reads slow, and the orders of both workers, before it opens the connection for numbers
    private boolean longSelect()
    {
        String sql = "SELECT count(*), min(least(n.version, s.version)), max(greatest(n.version, s.version)), sum(s.pause) FROM %1$s.numbers n "
                + "JOIN %1$s.slow s ON n.id = s.id JOIN %2$s.tiny.orders o ON o.custkey %% %3$s = n.id";
        return select(sql.formatted(schema(), facts, VersionedDatabase.ROWS), ORDERS);
    }

    private boolean select(String sql, int expectedRows)
    {
        Moment start = replacements.now();
        VersionedRows rows = query(sql);
        return Moment.verifyPossible(start, rows.verifyOneVersion(expectedRows), replacements.now());
    }

    private boolean insert()
            throws SQLException
    {
        long inserted = number.incrementAndGet();
        String sql = "INSERT INTO %1$s.inserted (number, id, version) SELECT %2$s, id, version FROM %1$s.numbers WHERE id < %3$s";
        Moment start = replacements.now();
        int count = cluster.update(sql.formatted(schema(), inserted, INSERTED_ROWS));
        Moment end = replacements.now();

        insertedNumbers.add(inserted);
        verify(count == INSERTED_ROWS, "%s rows inserted", count);
        return Moment.verifyPossible(start, database.inserted(inserted).verifyOneVersion(INSERTED_ROWS), end);
    }

    private boolean createTableAs()
            throws SQLException
    {
        String table = "created" + number.incrementAndGet();
        Moment start = replacements.now();
        int count = cluster.update("CREATE TABLE %1$s.%2$s AS SELECT id, version FROM %1$s.numbers".formatted(schema(), table));
        Moment end = replacements.now();

        verify(count == VersionedDatabase.ROWS, "%s rows created", count);
        boolean replacedMeanwhile = Moment.verifyPossible(start, database.created(table).verifyOneVersion(VersionedDatabase.ROWS), end);
        query("SELECT count(*), min(version), max(version) FROM %s.%s".formatted(schema(), table)).verifyOneVersion(VersionedDatabase.ROWS);
        cluster.update("DROP TABLE %s.%s".formatted(schema(), table));
        return replacedMeanwhile;
    }

    private VersionedRows query(String sql)
    {
        List<Object> row = cluster.query(sql).get(0);
        return new VersionedRows(row.get(0), row.get(1), row.get(2));
    }

    private String schema()
    {
        return "%1$s.%1$s".formatted(database.name());
    }
}
