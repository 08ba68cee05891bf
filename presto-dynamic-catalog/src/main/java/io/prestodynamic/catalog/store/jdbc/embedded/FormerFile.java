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
package io.prestodynamic.catalog.store.jdbc.embedded;

import com.facebook.airlift.log.Logger;
import com.google.common.collect.ImmutableList;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.store.jdbc.dialect.TableName;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static io.prestodynamic.catalog.security.PrivateFiles.permissions;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;

/**
 * H2 database of the embedded store of the first release. Its rows are taken over once, from a copy, and the file is kept under another name.
 */
final class FormerFile
{
    private static final Logger log = Logger.get(FormerFile.class);
    private static final String EXTENSION = ".mv.db";

    private final TableName table;
    private final Path file;
    private final Path aside;
    private final Path copy;

    FormerFile(Path path, TableName table)
    {
        this.table = requireNonNull(table, "table is null");
        this.file = sibling(path, "");
        this.aside = sibling(path, ".h2-taken-over");
        this.copy = sibling(path, ".h2-copy");
    }

    /**
     * Copies all rows, active and inactive, into another table, if the file exists.
     *
     * @throws CatalogException if the file cannot be read, because the coordinator would start without its catalogs
     */
    void copyTo(Connection target, String targetTable)
            throws IOException, SQLException
    {
        if (!Files.exists(file)) {
            return;
        }
        List<Object[]> rows = readAll();
        String insert = "INSERT INTO " + targetTable + " (id, catalogName, connectorName, properties, status, ctime, mtime) VALUES (?, ?, ?, ?, ?, DATETIME(?, 'unixepoch'), ?)";
        try (PreparedStatement statement = target.prepareStatement(insert)) {
            for (Object[] row : rows) {
                for (int column = 0; column < row.length; column++) {
                    statement.setObject(column + 1, row[column]);
                }
                statement.executeUpdate();
            }
        }
        log.info("Taking over %s rows of catalogs from %s", rows.size(), file);
    }

    /**
     * Renames the file after its rows have been taken over.
     */
    void keepAside()
            throws IOException
    {
        if (!Files.exists(file)) {
            return;
        }
        if (Files.exists(aside)) {
            throw new CatalogException(STORE_UNAVAILABLE, ("%s was written by a former release after its catalogs had been taken over: " +
                    "move it away to continue without its catalogs, or move away the files that end with .sqlite and .h2-taken-over%s to take it over").formatted(file, EXTENSION));
        }
        Files.move(file, aside, ATOMIC_MOVE);
        log.info("The catalogs of %s are in the present embedded store now; the file is kept as %s", file, aside);
    }

    private void copyFile()
            throws IOException
    {
        Files.deleteIfExists(copy);
        try (FileChannel channel = FileChannel.open(file, READ, WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                throw new CatalogException(STORE_UNAVAILABLE, "%s is open in another process, of a former release: stop that coordinator first".formatted(file));
            }
            Files.createFile(copy, permissions("rw-------"));
            try (OutputStream out = Files.newOutputStream(copy, WRITE)) {
                Channels.newInputStream(channel).transferTo(out);
            }
        }
    }

    private List<Object[]> readAll()
            throws IOException
    {
        // H2 writes to a file that it opens
        copyFile();
        String name = copy.toString();
        // the trace file of H2 would contain statements with their parameters
        String url = "jdbc:h2:file:%s;IFEXISTS=TRUE;TRACE_LEVEL_FILE=0".formatted(name.substring(0, name.length() - EXTENSION.length()));
        try (Connection connection = DriverManager.getConnection(url, "sa", "")) {
            return readAll(connection);
        }
        catch (SQLException | IllegalStateException e) {
            // messages of H2 quote values
            String code = e instanceof SQLException failure ? " (error %s)".formatted(failure.getErrorCode()) : "";
            throw new CatalogException(
                    STORE_UNAVAILABLE,
                    "The catalogs of the former embedded store cannot be read from %s%s: restore that file from a backup, or move it away to begin without them".formatted(file, code),
                    e);
        }
        finally {
            Files.deleteIfExists(copy);
        }
    }

    private List<Object[]> readAll(Connection connection)
            throws SQLException
    {
        // H2 stores names in upper case
        String schema = table.database().orElse("public").toUpperCase(ENGLISH);
        String name = table.table().toUpperCase(ENGLISH);
        if (!hasTable(connection, schema, name)) {
            // or the file is empty
            throw new CatalogException(
                    STORE_UNAVAILABLE,
                    "%s has no table %s that could be taken over: restore that file from a backup, or move it away to begin without catalogs".formatted(file, table));
        }
        String columns = "id, catalogName, connectorName, properties, status, EXTRACT(EPOCH FROM ctime), CAST(mtime AS VARCHAR)";
        String select = "SELECT %s FROM \"%s\".\"%s\" ORDER BY id".formatted(columns, schema, name);
        ImmutableList.Builder<Object[]> rows = ImmutableList.builder();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(select)) {
            while (row.next()) {
                rows.add(new Object[] {row.getLong(1), row.getString(2), row.getString(3), row.getString(4), row.getInt(5), row.getLong(6), row.getString(7)});
            }
        }
        return rows.build();
    }

    private static boolean hasTable(Connection connection, String schema, String name)
            throws SQLException
    {
        try (ResultSet tables = connection.getMetaData().getTables(null, schema, name, null)) {
            return tables.next();
        }
    }

    private static Path sibling(Path path, String suffix)
    {
        return path.resolveSibling(path.getFileName() + suffix + EXTENSION);
    }
}
