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
package io.prestodynamic.testing;

import com.google.common.collect.ImmutableList;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static com.google.common.base.Preconditions.checkState;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A small disk of its own, that can be filled. Mounting it takes root on Linux.
 */
public final class TestingTmpfs
        implements AutoCloseable
{
    private final Path directory;
    private final Path filler;

    public TestingTmpfs()
    {
        try {
            directory = Files.createTempDirectory("testing-tmpfs");
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        filler = directory.resolve("filler");
        try {
            run(ImmutableList.of("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", directory.toString()));
        }
        catch (RuntimeException e) {
            delete(directory);
            throw new IllegalStateException("This test mounts a tmpfs to have a disk that is full: run it as root on Linux, in a container with CAP_SYS_ADMIN", e);
        }
    }

    public Path getDirectory()
    {
        return directory;
    }

    /**
     * Leaves no byte.
     */
    public void fill()
    {
        try (OutputStream out = Files.newOutputStream(filler)) {
            byte[] block = new byte[4096];
            while (true) {
                out.write(block);
            }
        }
        catch (IOException e) {
            checkState(directory.toFile().getUsableSpace() == 0, "The disk is not full: %s", e);
        }
    }

    /**
     * Gives back what {@link #fill} took.
     */
    public void free()
    {
        delete(filler);
    }

    /**
     * Makes the disk refuse to be written to, as one does that has errors, or lets it be written to again.
     */
    public void setReadOnly(boolean readOnly)
    {
        run(ImmutableList.of("mount", "-o", readOnly ? "remount,ro" : "remount,rw", directory.toString()));
    }

    @Override
    public void close()
    {
        // lazy, because files may be open
        run(ImmutableList.of("umount", "--lazy", directory.toString()));
        delete(directory);
    }

    private static void delete(Path path)
    {
        try {
            Files.deleteIfExists(path);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(List<String> command)
    {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            checkState(process.onExit().join().exitValue() == 0, "%s: %s", String.join(" ", command), output);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
