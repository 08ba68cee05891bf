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
package io.prestodynamic.discovery.client;

import com.google.common.annotations.VisibleForTesting;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * Property {@code discovery.uri}, which may be {@code host:port} as in {@code discovery.servers}. Presto would take the host for a scheme.
 */
public final class DiscoveryUri
{
    private static final String PROPERTY = "discovery.uri";

    private DiscoveryUri() {}

    /**
     * Adds {@code http://} if the property has no scheme. Must be called before the configuration is read, because it sets a system property, which overrides
     * the file.
     */
    public static void addScheme()
    {
        addScheme(System.getProperties());
    }

    @VisibleForTesting
    static void addScheme(Properties system)
    {
        Optional.ofNullable(system.getProperty(PROPERTY))
                .or(() -> Optional.ofNullable(system.getProperty("config")).map(file -> read(Path.of(file)).getProperty(PROPERTY)))
                .map(String::strip)
                .filter(uri -> !uri.isEmpty() && !uri.contains("://"))
                .ifPresent(uri -> system.setProperty(PROPERTY, "http://" + uri));
    }

    private static Properties read(Path file)
    {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        catch (IOException e) {
            throw new UncheckedIOException("The configuration in %s cannot be read: %s".formatted(file, e), e);
        }
        return properties;
    }
}
