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
package io.prestodynamic.tests;

import com.facebook.presto.spi.Plugin;
import com.google.common.collect.ImmutableList;
import io.prestodynamic.testing.Conditions;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The tarball's tpch plugin, with {@link WaitingPlugin} beside it and no others, so that nodes start faster.
 */
public final class PluginDirectory
{
    private static final List<Class<?>> CLASSES = ImmutableList.of(WaitingPlugin.class, Conditions.class);

    private PluginDirectory() {}

    /**
     * @return what {@code plugin.dir} of nodes can be set to
     */
    public static Path create(Path parent)
    {
        Path tpch = parent.resolve("plugin/tpch");
        try {
            Files.createDirectories(tpch);
            try (Stream<Path> jars = Files.list(ServerInstallation.unpack().getDirectory().resolve("plugin/tpch"))) {
                for (Path jar : jars.toList()) {
                    Files.createSymbolicLink(tpch.resolve(jar.getFileName()), jar);
                }
            }
            writeJar(tpch.resolve("waiting.jar"));
            return tpch.getParent();
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeJar(Path file)
            throws IOException
    {
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
            for (Class<?> type : CLASSES) {
                String path = type.getName().replace('.', '/') + ".class";
                jar.putNextEntry(new ZipEntry(path));
                try (InputStream bytes = type.getClassLoader().getResourceAsStream(path)) {
                    bytes.transferTo(jar);
                }
            }
            jar.putNextEntry(new ZipEntry("META-INF/services/" + Plugin.class.getName()));
            jar.write(WaitingPlugin.class.getName().getBytes(UTF_8));
        }
    }
}
