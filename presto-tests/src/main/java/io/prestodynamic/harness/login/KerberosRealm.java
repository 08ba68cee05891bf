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
package io.prestodynamic.harness.login;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.cluster.SilentLogger;
import io.prestodynamic.harness.process.FreePorts;
import org.apache.kerby.kerberos.kerb.KrbException;
import org.apache.kerby.kerberos.kerb.server.SimpleKdcServer;

import java.nio.file.Path;
import java.util.Map;

import static java.util.Objects.requireNonNull;

/**
 * Kerberos server of the realm {@code EXAMPLE.COM}.
 */
public class KerberosRealm
        implements AutoCloseable
{
    private static final String REALM = "EXAMPLE.COM";
    private static final String SERVICE = "presto";

    private final Path directory;
    private final SimpleKdcServer server;
    // it tells of every ticket
    private final SilentLogger logger = new SilentLogger("org.apache.kerby");

    /**
     * @param directory an existing directory, which only this server uses
     */
    public KerberosRealm(Path directory)
    {
        this.directory = requireNonNull(directory, "directory is null");
        try {
            server = new SimpleKdcServer();
            server.setWorkDir(directory.toFile());
            server.setKdcRealm(REALM);
            server.setKdcHost("127.0.0.1");
            server.setKdcTcpPort(FreePorts.find(1).get(0));
            server.setAllowUdp(false);
            server.init();
            server.start();
        }
        catch (KrbException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Adds a coordinator that clients reach by a name, and returns its properties.
     */
    public Map<String, String> addCoordinator(String host)
    {
        return ImmutableMap.of(
                "http.authentication.krb5.config", getConfigFile().toString(),
                "http.authentication.krb5.principal-hostname", host,
                "http.server.authentication.krb5.service-name", SERVICE,
                "http.server.authentication.krb5.keytab", addPrincipal(SERVICE + "/" + host).toString());
    }

    public Login addUser(String user)
    {
        return login(user, addPrincipal(user));
    }

    /**
     * Returns the login of a user with the key of another one.
     */
    public Login loginWithKeyOf(String user, String other)
    {
        return login(user, keytab(other));
    }

    @Override
    public void close()
            throws KrbException
    {
        server.stop();
        logger.close();
    }

    private Login login(String user, Path keytab)
    {
        return new Login(user, ImmutableMap.of(
                "KerberosRemoteServiceName", SERVICE,
                "KerberosUseCanonicalHostname", "false",
                "KerberosPrincipal", user + "@" + REALM,
                "KerberosConfigPath", getConfigFile().toString(),
                "KerberosKeytabPath", keytab.toString()));
    }

    /**
     * Adds a user or a service, and returns its keytab.
     */
    public Path addPrincipal(String name)
    {
        Path keytab = keytab(name);
        try {
            server.createPrincipal(name);
            server.exportPrincipal(name, keytab.toFile());
        }
        catch (KrbException e) {
            throw new IllegalStateException(e);
        }
        return keytab;
    }

    /**
     * Returns the {@code krb5.conf} for those who log in.
     */
    public Path getConfigFile()
    {
        return directory.resolve("krb5.conf");
    }

    private Path keytab(String name)
    {
        return directory.resolve(name.replace('/', '-') + ".keytab");
    }
}
