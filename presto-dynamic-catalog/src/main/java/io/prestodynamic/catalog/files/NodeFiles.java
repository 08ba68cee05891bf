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
package io.prestodynamic.catalog.files;

import com.facebook.airlift.log.Logger;
import com.google.common.collect.ImmutableSet;
import com.google.common.util.concurrent.Striped;
import com.google.inject.Inject;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogFiles;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.FileDigest;

import javax.annotation.PostConstruct;
import javax.annotation.PreDestroy;
import javax.annotation.concurrent.ThreadSafe;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;

import static com.google.common.io.MoreFiles.deleteRecursively;
import static io.prestodynamic.catalog.CatalogErrorCode.INTERNAL_ERROR;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static java.util.Objects.requireNonNull;

/**
 * Copies of the files of catalogs on this node, which connectors read. Each version has a directory, named by its id, from before its connector is created until after it
 * is closed or the server ends. Only the user of the server may enter it. Directories that a crash has left are removed at the next start. No symbolic link is followed.
 */
@ThreadSafe
public class NodeFiles
{
    private static final Logger log = Logger.get(NodeFiles.class);
    private static final FileAttribute<Set<PosixFilePermission>> OWN_DIRECTORY = asFileAttribute(fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWN_FILE = asFileAttribute(fromString("rw-------"));

    private static final int WRITABLE_BY_OTHERS = 0022;
    // others cannot rename or delete what is in the directory
    private static final int STICKY = 01000;

    private final Path directory;
    private final FileSource source;
    // of each content, so that one that is missing is read once
    private final Striped<Lock> locks = Striped.lock(256);
    private final Map<Path, String> copies = new ConcurrentHashMap<>();

    @Inject
    public NodeFiles(CatalogFilesConfig config, FileSource source)
    {
        this.directory = config.getDirectory().toPath().toAbsolutePath().normalize();
        this.source = requireNonNull(source, "source is null");
    }

    /**
     * Removes what a former process has left. If that fails, the log says so: a server starts without the catalogs that have files.
     */
    @PostConstruct
    public void start()
    {
        tryRemoveAll();
    }

    /**
     * Removes the files of all versions, which a server that ends does not close.
     */
    @PreDestroy
    public void stop()
    {
        tryRemoveAll();
    }

    private void tryRemoveAll()
    {
        try {
            removeAll();
        }
        catch (IOException e) {
            log.error("The files of catalogs in %s cannot be removed: %s", directory, describe(e));
        }
    }

    private void removeAll()
            throws IOException
    {
        if (!Files.exists(directory, NOFOLLOW_LINKS)) {
            return;
        }
        checkDirectory();
        // the setting may name a directory that has other things too
        try (DirectoryStream<Path> versions = Files.newDirectoryStream(directory, NodeFiles::isOfVersion)) {
            for (Path version : versions) {
                deleteRecursively(version);
            }
        }
    }

    private static boolean isOfVersion(Path path)
            throws IOException
    {
        return CatalogVersion.isId(path.getFileName().toString()) &&
                Files.isDirectory(path, NOFOLLOW_LINKS) &&
                Files.getPosixFilePermissions(path, NOFOLLOW_LINKS).equals(OWN_DIRECTORY.value());
    }

    /**
     * Returns the path that a file of a version has on this node, whether it is written or not.
     */
    public Path path(CatalogVersion version, String name)
    {
        return directory(version).resolve(name);
    }

    /**
     * Writes the files of a version, if it has some. If this fails, nothing of them is left.
     *
     * @throws CatalogException if a content cannot be had, or cannot be written
     */
    public void write(CatalogVersion version)
    {
        CatalogFiles files = version.definition().files();
        if (files.isEmpty()) {
            return;
        }
        try {
            Files.createDirectories(directory.getParent());
            createDirectory();
            Files.createDirectory(directory(version), OWN_DIRECTORY);
            for (Map.Entry<String, FileDigest> file : files.digests().entrySet()) {
                write(path(version, file.getKey()), file.getValue());
            }
        }
        catch (IOException e) {
            remove(version);
            throw new CatalogException(INTERNAL_ERROR, "The files of catalog %s cannot be written on this node: %s".formatted(version.name(), describe(e)), e);
        }
        catch (RuntimeException e) {
            remove(version);
            throw e;
        }
    }

    /**
     * Removes the files of a version, if it has some.
     */
    public void remove(CatalogVersion version)
    {
        if (version.definition().files().isEmpty()) {
            return;
        }
        version.definition().files().names().forEach(name -> copies.remove(path(version, name)));
        try {
            if (Files.exists(directory(version), NOFOLLOW_LINKS)) {
                deleteRecursively(directory(version));
            }
        }
        catch (IOException e) {
            log.error("The files of catalog %s in %s cannot be removed: %s", version.name(), directory(version), describe(e));
        }
    }

    /**
     * Returns a content that a version on this node has, or else that of the source.
     *
     * @throws CatalogException if it cannot be had
     */
    public byte[] read(String sha256)
    {
        return copies.entrySet().stream()
                .filter(copy -> copy.getValue().equals(sha256))
                .flatMap(copy -> readCopy(copy.getKey(), sha256).stream())
                .findFirst()
                .orElseGet(() -> source.read(sha256));
    }

    // a version may be closed meanwhile, and its connector may have changed the file
    private static Optional<byte[]> readCopy(Path path, String sha256)
    {
        try (InputStream input = Files.newInputStream(path, READ, NOFOLLOW_LINKS)) {
            return Optional.of(input.readAllBytes()).filter(content -> FileDigest.of(content).sha256().equals(sha256));
        }
        catch (IOException e) {
            return Optional.empty();
        }
    }

    private void write(Path path, FileDigest digest)
            throws IOException
    {
        Lock lock = locks.get(digest.sha256());
        lock.lock();
        try {
            byte[] content = read(digest.sha256());
            if (!FileDigest.of(content).equals(digest)) {
                throw new IOException("%s has another content than its SHA-256 says".formatted(path.getFileName()));
            }
            write(path, content);
            copies.put(path, digest.sha256());
        }
        finally {
            lock.unlock();
        }
    }

    private static void write(Path path, byte[] content)
            throws IOException
    {
        try (SeekableByteChannel channel = Files.newByteChannel(path, ImmutableSet.of(CREATE_NEW, WRITE, NOFOLLOW_LINKS), OWN_FILE);
                OutputStream output = Channels.newOutputStream(channel)) {
            output.write(content);
        }
    }

    private void createDirectory()
            throws IOException
    {
        if (!Files.exists(directory, NOFOLLOW_LINKS)) {
            try {
                Files.createDirectory(directory, OWN_DIRECTORY);
            }
            catch (FileAlreadyExistsException e) {
                // another catalog is loaded at the same time
            }
        }
        checkDirectory();
    }

    private void checkDirectory()
            throws IOException
    {
        if (!Files.isDirectory(directory, NOFOLLOW_LINKS)) {
            throw new FileSystemException(directory.toString(), null, "%s is no directory".formatted(directory));
        }
        int mode = (int) Files.getAttribute(directory, "unix:mode", NOFOLLOW_LINKS);
        if ((mode & WRITABLE_BY_OTHERS) != 0 && (mode & STICKY) == 0) {
            throw new FileSystemException(directory.toString(), null, "Others may write to %s: give it the mode 700".formatted(directory));
        }
    }

    private Path directory(CatalogVersion version)
    {
        return directory.resolve(version.id());
    }

    private static String describe(IOException failure)
    {
        return failure instanceof FileSystemException named && named.getReason() != null ? named.getReason() : String.valueOf(failure.getMessage());
    }
}
