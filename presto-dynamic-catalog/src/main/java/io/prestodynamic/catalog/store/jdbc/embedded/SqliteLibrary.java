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
import com.google.common.io.Resources;
import io.prestodynamic.catalog.CatalogException;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static io.prestodynamic.catalog.security.PrivateFiles.permissions;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

/**
 * Native code of SQLite. Its driver would unpack the code into the directory for temporary files, which may be read-only, and leave it there if the process is
 * killed.
 */
final class SqliteLibrary
{
    private static final Logger log = Logger.get(SqliteLibrary.class);
    private static final String DIRECTORY = "org.sqlite.lib.path";
    private static final String NAME = "org.sqlite.lib.name";
    private static final String TEMPORARY_DIRECTORY = "org.sqlite.tmpdir";

    private static boolean loaded;

    private SqliteLibrary() {}

    /**
     * Loads the code once per process, from the configured directory of the driver or else from the given one.
     *
     * @param directory for the code only; other files in it are deleted
     */
    static synchronized void load(Path directory)
    {
        if (loaded) {
            return;
        }
        boolean configured = System.getProperty(DIRECTORY) != null || System.getProperty(TEMPORARY_DIRECTORY) != null;
        try {
            if (!configured) {
                String name = unpack(directory);
                System.setProperty(DIRECTORY, directory.toString());
                System.setProperty(NAME, name);
            }
            SQLiteJDBCLoader.initialize();
            loaded = true;
        }
        catch (Exception | LinkageError e) {
            throw new CatalogException(STORE_UNAVAILABLE, ("The native code of the embedded catalog store cannot be loaded from %s: check whether its disk is full, read-only or mounted with noexec; " +
                    "-Dorg.sqlite.tmpdir in jvm.config names another directory").formatted(directory), e);
        }
        finally {
            if (!configured) {
                // drivers in other class loaders read them too
                System.clearProperty(DIRECTORY);
                System.clearProperty(NAME);
            }
        }
    }

    private static String unpack(Path directory)
            throws IOException
    {
        String name = SQLiteJDBCLoader.getVersion() + "-" + LibraryLoaderUtil.getNativeLibName();
        byte[] code = Resources.toByteArray(Resources.getResource(SQLiteJDBCLoader.class, LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName()));
        Files.createDirectories(directory, permissions("rwx------"));
        Path file = directory.resolve(name);
        if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), code)) {
            Path unfinished = directory.resolve(name + ".new");
            Files.write(unfinished, code);
            Files.move(unfinished, file, ATOMIC_MOVE);
        }
        deleteOthers(directory, file);
        return name;
    }

    private static void deleteOthers(Path directory, Path used)
            throws IOException
    {
        List<Path> others;
        try (Stream<Path> files = Files.list(directory)) {
            others = files.filter(file -> !file.equals(used)).collect(toImmutableList());
        }
        for (Path other : others) {
            try {
                Files.deleteIfExists(other);
            }
            catch (IOException e) {
                log.warn(e, "Cannot delete %s, which is no longer needed", other);
            }
        }
    }
}
