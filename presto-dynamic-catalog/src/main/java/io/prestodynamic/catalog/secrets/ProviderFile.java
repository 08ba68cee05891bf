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
package io.prestodynamic.catalog.secrets;

import com.facebook.presto.spi.classloader.ThreadContextClassLoader;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import io.prestodynamic.catalog.spi.SecretProvider;
import io.prestodynamic.catalog.spi.SecretProviderFactory;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

import static com.google.common.io.Files.getNameWithoutExtension;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;

/**
 * Properties file of a provider of secrets. The provider has the name of the file, in capital letters and without its end.
 */
final class ProviderFile
{
    private static final String FACTORY_PROPERTY = "secret-provider.name";
    private static final String NAME_PATTERN = "[A-Z][A-Z0-9_-]*";

    private final Path file;
    private final String factoryName;
    private final Map<String, String> config;

    private ProviderFile(Path file, String factoryName, Map<String, String> config)
    {
        this.file = requireNonNull(file, "file is null");
        this.factoryName = requireNonNull(factoryName, "factoryName is null");
        this.config = ImmutableMap.copyOf(config);
    }

    /**
     * Reads the files of a directory, which need not exist.
     *
     * @return the files by the names of their providers
     * @throws IllegalArgumentException if one of them is not valid
     */
    static Map<String, ProviderFile> list(Path directory)
    {
        if (!Files.isDirectory(directory)) {
            return ImmutableMap.of();
        }
        ImmutableSortedMap.Builder<String, ProviderFile> files = ImmutableSortedMap.naturalOrder();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*.properties")) {
            for (Path file : found) {
                files.put(providerName(file), read(file));
            }
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files.build();
    }

    private static String providerName(Path file)
    {
        String name = getNameWithoutExtension(file.toString()).toUpperCase(ENGLISH);
        if (!name.matches(NAME_PATTERN)) {
            throw new IllegalArgumentException("The name of %s is not of letters, digits, _ and -, with a letter first".formatted(file));
        }
        return name;
    }

    private static ProviderFile read(Path file)
            throws IOException
    {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, UTF_8)) {
            properties.load(reader);
        }
        Map<String, String> config = Maps.fromProperties(properties);
        if (!config.containsKey(FACTORY_PROPERTY)) {
            throw new IllegalArgumentException("%s has no property %s".formatted(file, FACTORY_PROPERTY));
        }
        return new ProviderFile(file, config.get(FACTORY_PROPERTY), Maps.filterKeys(config, property -> !property.equals(FACTORY_PROPERTY)));
    }

    String factoryName()
    {
        return factoryName;
    }

    SecretProvider create(SecretProviderFactory factory)
    {
        ClassLoader classLoader = factory.getClass().getClassLoader();
        try (ThreadContextClassLoader ignored = new ThreadContextClassLoader(classLoader)) {
            return new IsolatedProvider(file.toString(), factory.create(config), classLoader);
        }
    }

    @Override
    public String toString()
    {
        return file.toString();
    }
}
