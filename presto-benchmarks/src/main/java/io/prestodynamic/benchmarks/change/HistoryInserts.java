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
package io.prestodynamic.benchmarks.change;

import io.prestodynamic.benchmarks.report.Measurements;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

import static io.prestodynamic.benchmarks.report.Measurements.since;
import static java.util.Objects.requireNonNull;

/**
 * Transactions on a copy of an embedded store, with its guarantees for the disk: with a record of the history, and without.
 */
final class HistoryInserts
{
    private static final String COLUMNS = "catalogName, action, versionBefore, versionAfter, changedAt, userName, principal, source, address, requestId, comment, connectorName, properties, changed";
    private static final String ROW = "INSERT INTO rows VALUES ('as long as the definition of a small catalog, with an address and a user')";
    private static final String RECORD = "INSERT INTO catalog_history (%1$s) SELECT %1$s FROM catalog_history ORDER BY sequence DESC LIMIT 1".formatted(COLUMNS);

    private final Path store;
    private final Measurements withRecord = new Measurements();
    private final Measurements withoutRecord = new Measurements();

    /**
     * @param store file of a store whose history is not empty
     */
    HistoryInserts(Path store)
    {
        this.store = requireNonNull(store, "store is null");
    }

    /**
     * Runs this number of transactions of each kind, in turns.
     */
    void run(int times)
            throws IOException, SQLException
    {
        Path copy = Files.copy(store, store.resolveSibling("copy.sqlite"));
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy); Statement statement = connection.createStatement()) {
            // as the embedded store
            statement.execute("PRAGMA journal_mode = DELETE");
            statement.execute("PRAGMA synchronous = EXTRA");
            statement.execute("CREATE TABLE rows (content TEXT)");
            connection.setAutoCommit(false);
            for (int i = 0; i < times; i++) {
                withRecord.add(time(connection, statement, List.of(ROW, RECORD)));
                withoutRecord.add(time(connection, statement, List.of(ROW)));
            }
        }
    }

    Measurements withRecord()
    {
        return withRecord;
    }

    Measurements withoutRecord()
    {
        return withoutRecord;
    }

    private static Duration time(Connection connection, Statement statement, List<String> inserts)
            throws SQLException
    {
        long start = System.nanoTime();
        for (String insert : inserts) {
            statement.executeUpdate(insert);
        }
        connection.commit();
        return since(start);
    }
}
