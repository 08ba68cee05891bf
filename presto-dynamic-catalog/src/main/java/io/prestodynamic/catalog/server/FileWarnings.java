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
package io.prestodynamic.catalog.server;

import com.facebook.airlift.log.Logger;
import com.facebook.presto.metadata.StaticCatalogStoreConfig;
import com.google.common.collect.ImmutableList;
import io.prestodynamic.catalog.access.CatalogAccessConfig;
import io.prestodynamic.catalog.limits.CatalogLimitsConfig;
import io.prestodynamic.catalog.secrets.SecretsConfig;
import io.prestodynamic.catalog.security.PrivateFiles;
import io.prestodynamic.catalog.security.SecretNames;

import javax.annotation.PostConstruct;
import javax.inject.Inject;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_READ;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_WRITE;

/**
 * Warnings at the start of a node about configuration files that other users of the machine can read although they contain secrets, or change.
 */
class FileWarnings
{
    private static final Logger log = Logger.get(FileWarnings.class);

    // of Presto's file authenticator
    private static final String PASSWORD_FILE = "file.password-file";

    private final List<Path> configurations;
    private final List<Path> rules;

    @Inject
    FileWarnings(StaticCatalogStoreConfig staticCatalogs, CatalogAccessConfig access, CatalogLimitsConfig limits, SecretsConfig secrets)
    {
        this(
                Stream.of(
                                // airlift reads the configuration from there, and the files of plugins are beside it
                                Optional.ofNullable(System.getProperty("config")).map(config -> list(new File(config).getAbsoluteFile().getParentFile())).orElseGet(Stream::of),
                                list(staticCatalogs.getCatalogConfigurationDir()),
                                list(secrets.getProviderDirectory()))
                        .flatMap(files -> files)
                        .collect(toImmutableList()),
                Stream.of(access.getRulesFile(), limits.getPropertyRulesFile()).flatMap(Optional::stream).map(File::toPath).collect(toImmutableList()));
    }

    /**
     * @param configurations properties files, which may contain secrets
     * @param rules files that say what is allowed
     */
    FileWarnings(List<Path> configurations, List<Path> rules)
    {
        this.configurations = ImmutableList.copyOf(configurations);
        this.rules = ImmutableList.copyOf(rules);
    }

    @PostConstruct
    public void warn()
    {
        configurations.forEach(this::warnOfSecrets);
        Stream.concat(configurations.stream(), rules.stream()).forEach(this::warnIfWritable);
    }

    private void warnOfSecrets(Path file)
    {
        try {
            Properties properties = read(file);
            List<String> secrets = secrets(properties);
            if (!secrets.isEmpty()) {
                warnIfReadable(file, String.join(", ", secrets));
            }
            Optional<Path> passwords = Optional.ofNullable(properties.getProperty(PASSWORD_FILE)).map(Path::of).filter(Files::exists);
            if (passwords.isPresent()) {
                warnIfReadable(passwords.get(), "hashes of passwords");
            }
        }
        catch (IOException e) {
            log.warn("Cannot check who can read %s: %s", file, e);
        }
    }

    private static void warnIfReadable(Path file, String content)
            throws IOException
    {
        if (PrivateFiles.othersHave(OTHERS_READ, file)) {
            log.warn("Every user of the machine can read %s, which has %s: take the permission away with chmod o-r", file, content);
        }
    }

    private void warnIfWritable(Path file)
    {
        try {
            if (PrivateFiles.othersHave(OTHERS_WRITE, file)) {
                log.warn("Every user of the machine can change %s: take the permission away with chmod o-w", file);
            }
        }
        catch (IOException e) {
            log.warn("Cannot check who can change %s: %s", file, e);
        }
    }

    private static Properties read(Path file)
            throws IOException
    {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            properties.load(in);
        }
        return properties;
    }

    private static List<String> secrets(Properties properties)
    {
        return properties.stringPropertyNames().stream()
                .filter(SecretNames.GUESSED::isSecret)
                .filter(name -> !properties.getProperty(name).matches("(?i)true|false|"))
                .sorted()
                .collect(toImmutableList());
    }

    private static Stream<Path> list(File directory)
    {
        return Stream.ofNullable(directory.listFiles((parent, name) -> name.endsWith(".properties"))).flatMap(Stream::of).sorted().map(File::toPath);
    }
}
