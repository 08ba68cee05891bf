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

import com.facebook.airlift.configuration.AbstractConfigurationAwareModule;
import com.facebook.presto.server.InternalCommunicationConfig;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.hash.HashFunction;
import com.google.common.hash.Hashing;
import com.google.inject.Binder;
import io.prestodynamic.catalog.cipher.ContextCipher;
import io.prestodynamic.catalog.seam.PluginExtensions;
import io.prestodynamic.catalog.spi.SecretProvider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Secrets that the definitions of catalogs refer to, on coordinators and workers.
 */
public class SecretsModule
        extends AbstractConfigurationAwareModule
{
    @Override
    protected void setup(Binder binder)
    {
        List<Pattern> allowed = allowedReferences(binder, buildConfigObject(SecretsConfig.class));
        Optional<HashFunction> fingerprints = buildConfigObject(InternalCommunicationConfig.class).getSharedSecret()
                .map(secret -> Hashing.hmacSha256(ContextCipher.derive(secret.getBytes(UTF_8), "presto dynamic catalogs fingerprints of secrets, 1")));
        SecretProviders providers = createProviders(binder, new FileProvider(allowed.isEmpty() ? ownDirectories() : ImmutableSet.of()));
        binder.bind(PluginExtensions.class).toInstance(providers);
        binder.bind(CatalogSecrets.class).toInstance(new CatalogSecrets(providers, allowed, fingerprints));
    }

    private SecretProviders createProviders(Binder binder, FileProvider files)
    {
        Map<String, SecretProvider> builtIn = ImmutableMap.of("ENV", new EnvironmentProvider(System.getenv()), "FILE", files);
        try {
            SecretProviders providers = new SecretProviders(builtIn, ProviderFile.list(buildConfigObject(SecretsConfig.class).getProviderDirectory().toPath()));
            providers.addFactory(new KeyStoreProviderFactory());
            return providers;
        }
        catch (IllegalArgumentException | UncheckedIOException e) {
            binder.addError("dynamic-catalog.secrets.provider-config-dir: %s", e.getMessage());
            return new SecretProviders(builtIn, ImmutableMap.of());
        }
    }

    private static List<Pattern> allowedReferences(Binder binder, SecretsConfig config)
    {
        ImmutableList.Builder<Pattern> expressions = ImmutableList.builder();
        for (String expression : config.getAllowedReferences()) {
            try {
                expressions.add(Pattern.compile(expression));
            }
            catch (PatternSyntaxException e) {
                binder.addError("dynamic-catalog.secrets.allowed-references has an invalid regular expression: %s", e.getMessage());
            }
        }
        return expressions.build();
    }

    /**
     * Returns the directories of the server's configuration and data, and that of its process.
     */
    private static Set<Path> ownDirectories()
    {
        Stream<Path> configuration = Optional.ofNullable(System.getProperty("config")).map(file -> Path.of(file).toAbsolutePath().getParent()).stream();
        Stream<Path> data = Optional.ofNullable(System.getProperty("node.data-dir")).map(Path::of).stream();
        return Stream.of(configuration, data, Stream.of(Path.of("/proc")))
                .flatMap(paths -> paths)
                .map(SecretsModule::toRealPath)
                .collect(toImmutableSet());
    }

    private static Path toRealPath(Path directory)
    {
        try {
            return directory.toRealPath();
        }
        catch (IOException e) {
            // not there yet
            return directory.toAbsolutePath().normalize();
        }
    }
}
