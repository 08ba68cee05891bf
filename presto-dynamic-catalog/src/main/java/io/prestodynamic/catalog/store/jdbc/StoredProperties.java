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
package io.prestodynamic.catalog.store.jdbc;

import com.facebook.airlift.log.Logger;
import io.prestodynamic.catalog.store.DefinitionContent;
import io.prestodynamic.catalog.store.jdbc.connection.JdbcTransactions;
import io.prestodynamic.catalog.store.PropertiesJson;
import io.prestodynamic.catalog.store.PropertiesRewriter;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;

import static io.prestodynamic.catalog.security.LogText.line;
import static java.util.Objects.requireNonNull;

/**
 * Properties in the rows of a table that nothing reads as the active version of a catalog.
 *
 * @param lengths selects the lengths of the properties of the same rows as {@code select}
 * @param select selects the key, the name, the connector and the properties of rows behind a key, in the order of the keys; the second parameter is their number
 * @param update sets the properties of the row with a key
 */
record StoredProperties(String lengths, String select, String update)
{
    // rows are locked until the end of a transaction
    private static final int MAX_ROWS = 200;
    // characters in memory, unless a single row has more
    private static final long MAX_LENGTH = 4L * 1024 * 1024;

    private record Row(long key, String properties) {}

    private static final Logger log = Logger.get(StoredProperties.class);

    StoredProperties
    {
        requireNonNull(lengths, "lengths is null");
        requireNonNull(select, "select is null");
        requireNonNull(update, "update is null");
    }

    /**
     * Rewrites the properties of all rows, in several transactions. Leaves out what is not valid JSON, and what would be too long.
     *
     * @param maxLength length of the column
     * @param rewritten is told how many rows were rewritten, after each transaction
     */
    void rewrite(JdbcTransactions transactions, PropertiesRewriter rewriter, int maxLength, IntConsumer rewritten)
    {
        AtomicLong last = new AtomicLong();
        long before;
        do {
            before = last.get();
            long after = before;
            AtomicInteger rows = new AtomicInteger();
            transactions.commit(connection -> rows.set(rewrite(connection, rewriter, maxLength, after, last)));
            rewritten.accept(rows.get());
        }
        while (last.get() > before);
    }

    private int rewrite(Connection connection, PropertiesRewriter rewriter, int maxLength, long after, AtomicLong last)
            throws SQLException
    {
        List<Row> rows = select(connection, rewriter, maxLength, after, last);
        try (PreparedStatement statement = connection.prepareStatement(update)) {
            for (Row row : rows) {
                statement.setString(1, row.properties());
                statement.setLong(2, row.key());
                statement.executeUpdate();
            }
        }
        return rows.size();
    }

    /**
     * Returns how many of the next rows are read at once.
     */
    private int countRows(Connection connection, long after)
            throws SQLException
    {
        try (PreparedStatement statement = connection.prepareStatement(lengths)) {
            statement.setLong(1, after);
            statement.setInt(2, MAX_ROWS);
            try (ResultSet row = statement.executeQuery()) {
                int count = 0;
                long length = 0;
                while (row.next()) {
                    length += row.getLong(1);
                    if (count > 0 && length > MAX_LENGTH) {
                        break;
                    }
                    count++;
                }
                return count;
            }
        }
    }

    private List<Row> select(Connection connection, PropertiesRewriter rewriter, int maxLength, long after, AtomicLong last)
            throws SQLException
    {
        List<Row> changed = new ArrayList<>();
        int count = countRows(connection, after);
        try (PreparedStatement statement = connection.prepareStatement(select)) {
            statement.setLong(1, after);
            statement.setInt(2, count);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    last.set(row.getLong(1));
                    try {
                        DefinitionContent content = PropertiesJson.read(row.getString(4));
                        Map<String, String> properties = content.properties();
                        Map<String, String> rewritten = rewriter.rewrite(row.getString(2), row.getString(3), properties);
                        String json = PropertiesJson.write(rewritten, content.files());
                        if (json.length() > maxLength) {
                            log.warn("The properties in row %s of catalog %s stay as they are: they would have %s characters, and the column has room for %s",
                                    row.getLong(1), line(row.getString(2)), json.length(), maxLength);
                        }
                        else if (!rewritten.equals(properties)) {
                            changed.add(new Row(row.getLong(1), json));
                        }
                    }
                    catch (IllegalArgumentException e) {
                        // written by hand, and has no secret that is known
                    }
                }
            }
        }
        return changed;
    }
}
