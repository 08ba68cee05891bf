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
import com.google.common.collect.ImmutableSet;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.security.PrivateFiles;
import io.prestodynamic.catalog.store.jdbc.dialect.SqliteDialect;
import io.prestodynamic.catalog.store.jdbc.dialect.TableName;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static io.prestodynamic.catalog.security.PrivateFiles.permissions;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;
import static java.util.Objects.requireNonNull;

/**
 * Files of the embedded store: the database, and a lock that one process holds while it runs. A database is created under a temporary name, so that an existing
 * one is complete.
 */
public final class EmbeddedFiles
        implements AutoCloseable
{
    private static final Logger log = Logger.get(EmbeddedFiles.class);
    private static final String NATIVE_CODE = "native";

    // a process loses its lock on a file when it closes any channel of the file
    private static final Set<Path> LOCKED = ConcurrentHashMap.newKeySet();

    private final SqliteDialect dialect;
    private final TableName table;
    private final Path path;
    private final Path database;
    private final FormerFile former;
    private volatile boolean prepared;
    // device and inode, if the file system has them
    private volatile Optional<Object> identity = Optional.empty();
    private FileChannel lockFile;

    /**
     * @param path of the files, without extension
     */
    public EmbeddedFiles(SqliteDialect dialect, TableName table, Path path)
    {
        this.dialect = requireNonNull(dialect, "dialect is null");
        this.table = requireNonNull(table, "table is null");
        this.path = path.toAbsolutePath();
        // the driver reads settings after a question mark
        checkArgument(!path.toString().contains("?"), "dynamic-catalog.embedded.path must not contain a question mark: %s", path);
        this.database = withExtension("sqlite");
        this.former = new FormerFile(this.path, table);
    }

    public String url()
    {
        return dialect.urlPrefix() + database;
    }

    /**
     * Creates the database if it does not exist, until this has succeeded once. Later a missing database is not created again, and another file in its place is
     * refused, because an older copy would undo acknowledged changes.
     *
     * @throws CatalogException if the files cannot be used; nothing has changed then
     */
    public void prepare()
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
            protect(directory);
            SqliteLibrary.load(directory.resolve(NATIVE_CODE));
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
            String message = "The embedded catalog store cannot create its files in %s: check whether its disk is full or read-only".formatted(path.getParent());
            throw new CatalogException(STORE_UNAVAILABLE, message, e);
        }
        finally {
            if (!prepared) {
                unlock();
            }
        }
    }

    // of a former release, or copied from a backup; SQLite gives files that it adds the permissions of the database
    private void protect(Path directory)
            throws IOException
    {
        List<Path> files;
        try (Stream<Path> entries = Files.list(directory)) {
            files = entries.collect(toImmutableList());
        }
        List<Path> own = files.stream().filter(this::isOwn).collect(toImmutableList());
        own.forEach(PrivateFiles::protect);
        if (own.size() == files.size()) {
            PrivateFiles.protect(directory);
        }
        else if (PrivateFiles.othersHave(OTHERS_WRITE, directory)) {
            log.warn("Every user of the machine can exchange the files of the embedded catalog store in %s: take the permission away with chmod o-w", directory);
        }
    }

    private boolean isOwn(Path file)
    {
        String name = file.getFileName().toString();
        return name.startsWith(path.getFileName() + ".") || name.equals(NATIVE_CODE);
    }

    private void checkIdentity()
    {
        try {
            if (identity.isPresent() && !identity.equals(readIdentity())) {
                throw new CatalogException(
                        STORE_UNAVAILABLE,
                        "Another file has taken the place of %s: restore the first one, or restart the coordinator to continue with the catalogs of this one".formatted(database));
            }
        }
        catch (IOException e) {
            // SQLite reports what is wrong with the file
            log.debug(e, "Cannot read the attributes of %s", database);
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
        // left by a process that was killed
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
}
