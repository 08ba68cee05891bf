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
package io.prestodynamic.harness.plugin;

import com.facebook.presto.spi.Plugin;
import com.google.common.collect.ImmutableList;
import io.prestodynamic.harness.process.ServerInstallation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A plugin directory with a plugin of the tests. Nodes with few plugins start faster.
 */
public final class PluginDirectory
{
    private final Path plugin;

    /**
     * @param parent parent of the directory
     * @param others classes of the tests that the plugin needs
     */
    public PluginDirectory(Path parent, Class<? extends Plugin> plugin, Class<?>... others)
    {
        this.plugin = parent.resolve("plugin").resolve(plugin.getSimpleName());
        try {
            Files.createDirectories(this.plugin);
            writeJar(plugin, ImmutableList.<Class<?>>builder().add(plugin).add(others).build());
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Adds the libraries of these classes.
     */
    public PluginDirectory withLibraries(Class<?>... classes)
    {
        link(Stream.of(classes).map(PluginDirectory::location));
        return this;
    }

    /**
     * Adds a plugin of the tarball.
     */
    public PluginDirectory withPlugin(String name)
    {
        try (Stream<Path> jars = Files.list(ServerInstallation.unpack().getDirectory().resolve("plugin").resolve(name))) {
            link(jars);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /**
     * Returns the value of {@code plugin.dir} for nodes.
     */
    public Path getPath()
    {
        return plugin.getParent();
    }

    private void link(Stream<Path> jars)
    {
        jars.forEach(jar -> {
            try {
                Files.createSymbolicLink(plugin.resolve(jar.getFileName()), jar);
            }
            catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private void writeJar(Class<? extends Plugin> service, List<Class<?>> classes)
            throws IOException
    {
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(plugin.resolve("tests.jar")))) {
            for (Class<?> type : classes) {
                Path location = location(type);
                if (Files.isDirectory(location)) {
                    add(type, location, jar);
                }
                else {
                    try (FileSystem library = FileSystems.newFileSystem(location)) {
                        add(type, library.getPath("/"), jar);
                    }
                }
            }
            jar.putNextEntry(new JarEntry("META-INF/services/" + Plugin.class.getName()));
            jar.write(service.getName().getBytes(UTF_8));
        }
    }

    // with the classes inside it
    private static void add(Class<?> type, Path root, JarOutputStream jar)
            throws IOException
    {
        Path folder = root.resolve(type.getPackageName().replace('.', '/'));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, type.getSimpleName() + "{,$*}.class")) {
            for (Path file : files) {
                jar.putNextEntry(new JarEntry(root.relativize(file).toString()));
                Files.copy(file, jar);
            }
        }
    }

    private static Path location(Class<?> type)
    {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        }
        catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
