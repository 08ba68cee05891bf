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

import io.prestodynamic.cli.client.Activity;
import io.prestodynamic.cli.client.CatalogClient;
import io.prestodynamic.cli.client.ClientException;
import io.prestodynamic.cli.client.Credentials;
import io.prestodynamic.cli.client.ServerAddress;
import io.prestodynamic.cli.client.TlsSettings;
import io.prestodynamic.cli.client.TlsSettings.ClientCertificate;
import io.prestodynamic.cli.client.TlsSettings.ServerTrust;
import io.prestodynamic.cli.output.Terminal;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import static picocli.CommandLine.ScopeType.INHERIT;

/**
 * Options that say which coordinator is asked, and by whom.
 */
public final class ConnectionOptions
{
    // a coordinator that takes over needs the time of a lease
    private static final Duration WAIT = Duration.ofSeconds(30);

    @Option(names = "--server", scope = INHERIT, paramLabel = "URL", defaultValue = "http://127.0.0.1:8080",
            description = {"The coordinator, or the discovery servers that know it: discovery:host1:8411,host2:8411.", "Default: ${DEFAULT-VALUE}"})
    private String server;

    @Option(names = "--environment", scope = INHERIT, paramLabel = "NAME", description = "With discovery servers of several clusters, the environment of the coordinator.")
    private Optional<String> environment = Optional.empty();

    @Option(names = "--user", scope = INHERIT, paramLabel = "NAME", description = "Who sends the request.")
    private Optional<String> user = Optional.empty();

    @Option(names = "--password", scope = INHERIT, description = "Send a password: the one in PRESTO_PASSWORD, or else it is asked for.")
    private boolean password;

    @Option(names = "--password-file", scope = INHERIT, paramLabel = "FILE", description = "Send the password in this file.")
    private Optional<Path> passwordFile = Optional.empty();

    @Option(names = "--token-file", scope = INHERIT, paramLabel = "FILE", description = "Send the JSON web token in this file.")
    private Optional<Path> tokenFile = Optional.empty();

    @Option(names = "--ca", scope = INHERIT, paramLabel = "FILE", description = "Certificates to trust with HTTPS, in PEM format.")
    private Optional<Path> authorities = Optional.empty();

    @Option(names = "--insecure", scope = INHERIT, description = "Trust every certificate.")
    private boolean insecure;

    @Option(names = "--client-certificate", scope = INHERIT, paramLabel = "FILE", description = "Key store in PKCS12 format with the user's certificate and key.")
    private Optional<Path> clientCertificate = Optional.empty();

    @Option(names = "--client-certificate-password-file", scope = INHERIT, paramLabel = "FILE", description = "File with the password of that key store.")
    private Optional<Path> clientCertificatePasswordFile = Optional.empty();

    @Option(names = "--timeout", scope = INHERIT, paramLabel = "SECONDS", defaultValue = "1800", description = "How long to wait for an answer. Default: ${DEFAULT-VALUE}")
    private double timeoutSeconds;

    /**
     * Returns a client, which connects when it sends a request.
     *
     * @throws ClientException if the options are no complete address or login
     */
    public CatalogClient connect(Terminal terminal, OptionDefaults defaults, Activity activity)
    {
        if (timeoutSeconds <= 0 || timeoutSeconds > Duration.ofDays(365).toSeconds()) {
            throw new ClientException("--timeout must be a positive number of seconds");
        }
        Duration timeout = Duration.ofMillis(Math.max(1, (long) (timeoutSeconds * 1000)));
        ServerAddress address = ServerAddress.parse(server);
        return CatalogClient.connect(
                address,
                environment,
                credentials(address, terminal, defaults),
                new TlsSettings(authorities, insecure ? ServerTrust.ANY : ServerTrust.CERTIFIED, clientCertificate(terminal)),
                timeout,
                timeout.compareTo(WAIT) < 0 ? timeout : WAIT,
                activity);
    }

    private Credentials credentials(ServerAddress address, Terminal terminal, OptionDefaults defaults)
    {
        if (tokenFile.isPresent()) {
            requireHttps(address, "token");
            return Credentials.token(user, SecretFile.read(tokenFile.get()));
        }
        if (password || passwordFile.isPresent()) {
            String name = user.orElseThrow(() -> new ClientException("--password needs --user"));
            requireHttps(address, "password");
            return Credentials.password(name, passwordFile.map(SecretFile::read)
                    .or(defaults::requestedPassword)
                    .orElseGet(() -> terminal.readSecret("Password of " + name)));
        }
        if (user.isPresent() && address.isHttps() && defaults.password().isPresent()) {
            return Credentials.password(user.get(), defaults.password().get());
        }
        return new Credentials(user, Optional.empty());
    }

    private static void requireHttps(ServerAddress address, String secret)
    {
        if (!address.allowsPassword()) {
            throw new ClientException("a %s is sent over https only".formatted(secret));
        }
    }

    private Optional<ClientCertificate> clientCertificate(Terminal terminal)
    {
        return clientCertificate.map(file -> new ClientCertificate(file, clientCertificatePasswordFile.map(SecretFile::read)
                .orElseGet(() -> terminal.readSecret("Password of " + file))));
    }
}
