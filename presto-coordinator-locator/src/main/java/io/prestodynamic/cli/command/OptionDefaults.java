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
package io.prestodynamic.cli.command;

import io.prestodynamic.cli.client.ClientException;
import io.prestodynamic.cli.document.LocalFile;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;

/**
 * Values of options that the command line does not have: from the environment, such as {@code PRESTO_CATALOGS_SERVER}, or from a file with the names of options.
 */
public final class OptionDefaults
        implements IDefaultValueProvider
{
    private static final String PREFIX = "PRESTO_CATALOGS_";
    private static final String PASSWORD = "password";
    private static final Set<String> NAMES = Set.of(
            "server", "environment", "user", "password-file", "token-file", "ca", "insecure", "client-certificate", "client-certificate-password-file", "timeout", "output");

    private final Map<String, String> environment;
    private final Properties file;

    private OptionDefaults(Map<String, String> environment, Properties file)
    {
        this.environment = requireNonNull(environment, "environment is null");
        this.file = requireNonNull(file, "file is null");
    }

    /**
     * @param file properties file, which may be missing
     * @throws ClientException if the file cannot be used
     */
    public static OptionDefaults load(Map<String, String> environment, Path file)
    {
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try {
                properties.load(new StringReader(new String(LocalFile.read(file), UTF_8)));
            }
            catch (IOException | IllegalArgumentException e) {
                throw new ClientException("%s is not a properties file".formatted(file), e);
            }
            check(file, properties);
        }
        return new OptionDefaults(environment, properties);
    }

    private static void check(Path file, Properties properties)
    {
        for (String name : properties.stringPropertyNames()) {
            if (!NAMES.contains(name) && !name.equals(PASSWORD)) {
                throw new ClientException("%s has '%s', which is none of %s and password".formatted(file, name, String.join(", ", NAMES.stream().sorted().toList())));
            }
        }
        if (properties.containsKey(PASSWORD) && isReadableByOthers(file)) {
            throw new ClientException("%s has a password, and others can read it: chmod 600 %s".formatted(file, file));
        }
    }

    private static boolean isReadableByOthers(Path file)
    {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            permissions.retainAll(PosixFilePermissions.fromString("---r--r--"));
            return !permissions.isEmpty();
        }
        catch (UnsupportedOperationException e) {
            // a file system without these permissions
            return false;
        }
        catch (IOException e) {
            throw new ClientException("%s cannot be read".formatted(file), e);
        }
    }

    @Override
    public String defaultValue(ArgSpec argument)
    {
        if (!argument.isOption()) {
            return null;
        }
        String name = ((OptionSpec) argument).longestName().substring(2);
        return NAMES.contains(name) ? value(name).orElse(null) : null;
    }

    /**
     * Returns the password of the environment or the file, which is sent without an option.
     */
    Optional<String> password()
    {
        return value(PASSWORD);
    }

    /**
     * Returns the password that the option {@code --password} sends without asking.
     */
    Optional<String> requestedPassword()
    {
        return Optional.ofNullable(environment.get("PRESTO_PASSWORD")).filter(password -> !password.isEmpty()).or(this::password);
    }

    private Optional<String> value(String name)
    {
        return Optional.ofNullable(environment.get(PREFIX + name.toUpperCase(ENGLISH).replace('-', '_')))
                .or(() -> Optional.ofNullable(file.getProperty(name)))
                .filter(value -> !value.isEmpty());
    }
}
