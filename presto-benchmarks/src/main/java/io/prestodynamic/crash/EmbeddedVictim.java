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
package io.prestodynamic.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Stream;

import static com.google.common.base.Preconditions.checkState;
import static com.google.common.io.MoreFiles.deleteRecursively;
import static com.google.common.io.RecursiveDeleteOption.ALLOW_INSECURE;
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.util.Objects.requireNonNull;

/**
 * Files of an embedded store, and a process that has it open.
 */
final class EmbeddedVictim
        implements Victim
{
    private final Path directory;
    private ChildStore process;

    EmbeddedVictim(Path directory)
    {
        this.directory = requireNonNull(directory, "directory is null");
    }

    @Override
    public ChangedStore open()
    {
        checkState(process == null, "The process runs already");
        process = new ChildStore(directory.resolve("catalogs"), directory.resolveSibling(directory.getFileName() + ".log"));
        return process;
    }

    @Override
    public void kill()
    {
        if (process != null) {
            process.close();
            process = null;
        }
    }

    /**
     * Copies the files as they are at one moment, like the snapshot of a disk.
     *
     * @return result of the supplier at that moment
     */
    <T> T copy(Path target, Supplier<T> moment)
    {
        deleteTree(target);
        process.freeze();
        try {
            copyTree(directory, target);
            return moment.get();
        }
        finally {
            process.thaw();
        }
    }

    /**
     * Replaces the files with the copy.
     */
    void restore(Path copy)
    {
        checkState(process == null, "The process runs");
        deleteTree(directory);
        copyTree(copy, directory);
    }

    @Override
    public void close()
    {
        kill();
        deleteTree(directory);
    }

    static void deleteTree(Path directory)
    {
        try {
            if (Files.exists(directory)) {
                deleteRecursively(directory, ALLOW_INSECURE);
            }
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copyTree(Path source, Path target)
    {
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, target.resolve(source.relativize(file).toString()), COPY_ATTRIBUTES);
            }
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
