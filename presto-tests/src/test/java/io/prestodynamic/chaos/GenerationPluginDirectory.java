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
package io.prestodynamic.chaos;

import com.facebook.presto.spi.Plugin;
import com.facebook.presto.testing.TestingMetadata;
import com.google.common.collect.ImmutableList;
import io.prestodynamic.tests.GenerationPlugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Brings the connectors whose rows tell their generation to servers that run from the tarball.
 */
final class GenerationPluginDirectory
{
    private GenerationPluginDirectory() {}

    /**
     * Makes a directory of plugins with no other than this one; servers with fewer plugins start in less time.
     *
     * @param directory is what {@code plugin.dir} is to be set to
     */
    static void write(Path directory)
    {
        try {
            Path plugin = Files.createDirectories(directory.resolve(GenerationPlugin.CONNECTOR));
            writeJar(plugin.resolve("generation.jar"));
            // what the plugin's classes are made of, beside the SPI
            for (Class<?> library : ImmutableList.of(TestingMetadata.class, ImmutableList.class)) {
                Path jar = location(library);
                Files.createSymbolicLink(plugin.resolve(jar.getFileName()), jar);
            }
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeJar(Path file)
            throws IOException
    {
        Path classes = location(GenerationPlugin.class);
        Path folder = classes.resolve(GenerationPlugin.class.getPackageName().replace('.', '/'));
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file));
                DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "Generation*.class")) {
            for (Path entry : entries) {
                jar.putNextEntry(new JarEntry(classes.relativize(entry).toString()));
                Files.copy(entry, jar);
            }
            jar.putNextEntry(new JarEntry("META-INF/services/" + Plugin.class.getName()));
            jar.write(GenerationPlugin.class.getName().getBytes(UTF_8));
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
