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
import com.google.common.collect.ImmutableSet;
import io.prestodynamic.catalog.CatalogException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import static com.google.common.base.Preconditions.checkArgument;
import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static java.util.Objects.requireNonNull;

/**
 * The files of the embedded store: the database, and a lock that one process has as long as it runs. The database is made under another name, so that one that is
 * there is whole, and only by a process that starts.
 */
final class EmbeddedFiles
        implements AutoCloseable
{
    private static final Logger log = Logger.get(EmbeddedFiles.class);

    // to open and close a file once more would end the lock that this process has on it
    private static final Set<Path> LOCKED = ConcurrentHashMap.newKeySet();

    private final SqliteDialect dialect;
    private final TableName table;
    private final Path path;
    private final Path database;
    private final FormerFile former;
    private volatile boolean prepared;
    // the device and the number of the file, where the file system has such
    private volatile Optional<Object> identity = Optional.empty();
    private FileChannel lockFile;

    /**
     * @param path of the files, without an extension
     */
    EmbeddedFiles(SqliteDialect dialect, TableName table, Path path)
    {
        this.dialect = requireNonNull(dialect, "dialect is null");
        this.table = requireNonNull(table, "table is null");
        this.path = path.toAbsolutePath();
        // the driver takes what follows for settings
        checkArgument(!path.toString().contains("?"), "dynamic-catalog.embedded.path must not contain a question mark: %s", path);
        this.database = withExtension("sqlite");
        this.former = new FormerFile(this.path, table);
    }

    String url()
    {
        return dialect.urlPrefix() + database;
    }

    /**
     * Makes the database if it is not there, the first time that this succeeds. What is deleted later is not made anew, and what then takes its place is refused: an
     * older copy would undo changes that were acknowledged.
     *
     * @throws CatalogException with a sentence, if that is not possible, and nothing has changed
     */
    void prepare()
    {
        if (prepared) {
            checkIdentity();
        }
        else {
            prepareFiles();
        }
    }

    @Override
    public synchronized void close()
    {
        prepared = true;
        identity = Optional.empty();
        unlock();
    }

    private synchronized void prepareFiles()
    {
        if (prepared) {
            return;
        }
        try {
            Path directory = path.getParent();
            Files.createDirectories(directory, permissions("rwx------"));
            lock();
            SqliteLibrary.load(directory.resolve("native"));
            if (!Files.exists(database)) {
                create();
            }
            else if (Files.size(database) == 0) {
                throw new CatalogException(STORE_UNAVAILABLE, "%s is empty: restore it from a backup, or move it away to begin without catalogs".formatted(database));
            }
            former.keepAside();
            identity = readIdentity();
            prepared = true;
        }
        catch (IOException | SQLException e) {
            String message = "The embedded catalog store cannot make its files in %s: look whether its disk is full or read-only".formatted(path.getParent());
            throw new CatalogException(STORE_UNAVAILABLE, message, e);
        }
        finally {
            if (!prepared) {
                unlock();
            }
        }
    }

    private void checkIdentity()
    {
        try {
            if (identity.isPresent() && !identity.equals(readIdentity())) {
                throw new CatalogException(
                        STORE_UNAVAILABLE,
                        "Another file has taken the place of %s: bring the first one back, or restart the coordinator to go on with the catalogs of this one".formatted(database));
            }
        }
        catch (IOException e) {
            // SQLite says what is wrong with a file that it cannot use
            log.debug(e, "Cannot look at %s", database);
        }
    }

    private Optional<Object> readIdentity()
            throws IOException
    {
        return Optional.ofNullable(Files.readAttributes(database, BasicFileAttributes.class).fileKey());
    }

    private void create()
            throws IOException, SQLException
    {
        Path unfinished = withExtension("sqlite.new");
        // what a process left that was killed here
        Files.deleteIfExists(unfinished);
        Files.deleteIfExists(withExtension("sqlite.new-journal"));
        Files.createFile(unfinished, permissions("rw-------"));
        Properties properties = new Properties();
        properties.putAll(dialect.driverProperties());
        try (Connection connection = DriverManager.getConnection(dialect.urlPrefix() + unfinished, properties)) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                for (String sql : dialect.createTable(table)) {
                    statement.execute(sql);
                }
            }
            former.copyTo(connection, dialect.quote(table));
            connection.commit();
        }
        force(unfinished, WRITE);
        Files.move(unfinished, database, ATOMIC_MOVE);
        force(path.getParent(), READ);
    }

    private void lock()
            throws IOException
    {
        Path file = withExtension("lock");
        if (!LOCKED.add(file)) {
            throw alreadyOpen();
        }
        try {
            lockFile = FileChannel.open(file, ImmutableSet.of(CREATE, WRITE), permissions("rw-------"));
        }
        catch (IOException e) {
            LOCKED.remove(file);
            throw e;
        }
        if (lockFile.tryLock() == null) {
            throw alreadyOpen();
        }
    }

    private void unlock()
    {
        if (lockFile == null) {
            return;
        }
        try {
            lockFile.close();
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        finally {
            lockFile = null;
            LOCKED.remove(withExtension("lock"));
        }
    }

    private static CatalogException alreadyOpen()
    {
        return new CatalogException(STORE_UNAVAILABLE,
                "The embedded catalog store is open in another process: give each coordinator its own dynamic-catalog.embedded.path, or let all share a jdbc store");
    }

    private Path withExtension(String extension)
    {
        return path.resolveSibling(path.getFileName() + "." + extension);
    }

    static void force(Path path, OpenOption option)
            throws IOException
    {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }

    /**
     * The store holds the passwords of catalogs.
     */
    static FileAttribute<?>[] permissions(String permissions)
    {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix") ?
                new FileAttribute<?>[] {asFileAttribute(fromString(permissions))} :
                new FileAttribute<?>[] {};
    }
}
