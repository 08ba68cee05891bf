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

import com.google.common.collect.ImmutableList;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogFiles;
import io.prestodynamic.catalog.files.FileContents;
import io.prestodynamic.catalog.store.FileRewriter;
import io.prestodynamic.catalog.store.jdbc.connection.JdbcStatements;
import io.prestodynamic.catalog.store.jdbc.dialect.JdbcDialect;
import io.prestodynamic.catalog.store.jdbc.dialect.TableName;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import static io.prestodynamic.catalog.store.jdbc.connection.JdbcStatements.prepare;
import static io.prestodynamic.catalog.store.jdbc.connection.JdbcStatements.update;
import static java.util.Objects.requireNonNull;

/**
 * Table of the contents of files by their SHA-256, within one transaction. Each change writes the time to the contents of the version that it stores, so that nobody deletes
 * them at the same time.
 */
final class FileTable
{
    private final JdbcDialect dialect;
    private final TableName tableName;
    private final String table;
    private volatile boolean exists;

    FileTable(JdbcDialect dialect, TableName catalogTable)
    {
        this.dialect = requireNonNull(dialect, "dialect is null");
        this.tableName = new TableName(catalogTable.database(), catalogTable.table() + "_files");
        this.table = dialect.quote(tableName);
    }

    /**
     * Creates the table if it is missing. Must be the first call in a transaction.
     */
    void createIfMissing(Connection connection)
            throws SQLException
    {
        if (!exists) {
            TableCreation.readOrCreate(connection, dialect, dialect.createFileTable(tableName), this::describe);
            exists = true;
        }
    }

    /**
     * Returns whether there is a table. Must be the first call in a transaction.
     */
    boolean exists(Connection connection)
            throws SQLException
    {
        if (!exists) {
            try {
                exists = describe(connection);
            }
            catch (SQLException e) {
                if (!dialect.isMissingTable(e)) {
                    throw e;
                }
                connection.rollback();
            }
        }
        return exists;
    }

    private boolean describe(Connection connection)
            throws SQLException
    {
        try (Statement statement = connection.createStatement()) {
            return statement.execute("SELECT sha256 FROM " + table + " WHERE 1 = 0");
        }
    }

    /**
     * Has the table checked before its next use, after a failure that a missing table may have caused.
     */
    void checkBeforeNextUse()
    {
        exists = false;
    }

    /**
     * Stores those contents that are missing, and keeps the others from being deleted.
     *
     * @throws CatalogException with {@code STORE_UNAVAILABLE} if a content is neither stored nor given
     */
    void use(Connection connection, CatalogFiles files, FileContents contents)
            throws SQLException
    {
        long now = Instant.now().getEpochSecond();
        // in one order, so that two changes do not wait for each other
        SortedMap<String, String> names = new TreeMap<>();
        files.digests().forEach((name, digest) -> names.put(digest.sha256(), name));
        for (Map.Entry<String, String> file : names.entrySet()) {
            String sha256 = file.getKey();
            if (lock(connection, sha256)) {
                update(connection, "UPDATE " + table + " SET usedAt = ? WHERE sha256 = ?", now, sha256);
            }
            else {
                update(connection, dialect.insertFile(tableName), sha256, contents.getMissing(file.getValue(), sha256), now);
            }
        }
    }

    private boolean lock(Connection connection, String sha256)
            throws SQLException
    {
        try (PreparedStatement statement = prepare(connection, "SELECT sha256 FROM " + table + " WHERE sha256 = ?" + dialect.forUpdate(), sha256);
                ResultSet row = statement.executeQuery()) {
            return row.next();
        }
    }

    Optional<byte[]> select(Connection connection, String sha256)
            throws SQLException
    {
        try (PreparedStatement statement = prepare(connection, "SELECT content FROM " + table + " WHERE sha256 = ?", sha256);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
        }
    }

    List<String> selectHashes(Connection connection)
            throws SQLException
    {
        return selectHashes(connection, "SELECT sha256 FROM " + table);
    }

    /**
     * Rewrites a content, if it is still stored.
     */
    void rewrite(Connection connection, String sha256, FileRewriter rewriter)
            throws SQLException
    {
        // nobody deletes it from now on
        Optional<byte[]> stored = lock(connection, sha256) ? select(connection, sha256) : Optional.empty();
        if (stored.isPresent()) {
            byte[] rewritten = rewriter.rewrite(sha256, stored.get());
            if (!Arrays.equals(rewritten, stored.get())) {
                update(connection, "UPDATE " + table + " SET content = ? WHERE sha256 = ?", rewritten, sha256);
            }
        }
    }

    /**
     * Selects the contents that no change has used since a time, and that neither an active row nor a recorded change has.
     *
     * @param referring selects whether a table has a text in the properties of a row that counts
     */
    List<String> selectUnused(Connection connection, Instant before, List<String> referring)
            throws SQLException
    {
        ImmutableList.Builder<String> unused = ImmutableList.builder();
        for (String sha256 : selectHashes(connection, "SELECT sha256 FROM " + table + " WHERE usedAt < ?", before.getEpochSecond())) {
            boolean used = false;
            for (String query : referring) {
                used = used || !selectHashes(connection, query, "%" + sha256 + "%").isEmpty();
            }
            if (!used) {
                unused.add(sha256);
            }
        }
        return unused.build();
    }

    /**
     * Deletes a content that no change has used since a time.
     */
    void delete(Connection connection, String sha256, Instant before)
            throws SQLException
    {
        update(connection, "DELETE FROM " + table + " WHERE sha256 = ? AND usedAt < ?", sha256, before.getEpochSecond());
    }

    private static List<String> selectHashes(Connection connection, String sql, Object... parameters)
            throws SQLException
    {
        try (PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet row = statement.executeQuery()) {
            ImmutableList.Builder<String> hashes = ImmutableList.builder();
            while (row.next()) {
                hashes.add(row.getString(1));
            }
            return hashes.build();
        }
    }
}
