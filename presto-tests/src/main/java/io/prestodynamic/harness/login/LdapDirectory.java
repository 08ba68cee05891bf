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
import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.util.ssl.KeyStoreKeyManager;
import com.unboundid.util.ssl.SSLUtil;

import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;

/**
 * LDAP server with users, of whom some are members of the group of those who may use Presto. Clients have to use TLS.
 */
public class LdapDirectory
        implements AutoCloseable
{
    private static final String BASE = "dc=example,dc=com";
    private static final String PEOPLE = "ou=people," + BASE;
    private static final String GROUP = "cn=presto,ou=groups," + BASE;

    private final InMemoryDirectoryServer server;

    /**
     * @param keyStore certificate of this machine
     */
    public LdapDirectory(Path keyStore)
    {
        try {
            InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig(BASE);
            // the attribute memberOf is not in the schema
            config.setSchema(null);
            config.setListenerConfigs(InMemoryListenerConfig.createLDAPSConfig(
                    "ldaps",
                    InetAddress.getLoopbackAddress(),
                    0,
                    new SSLUtil(new KeyStoreKeyManager(keyStore.toFile(), CertificateAuthority.PASSWORD.toCharArray()), null).createSSLServerSocketFactory(),
                    null));
            server = new InMemoryDirectoryServer(config);
            server.add(new Entry(BASE, new Attribute("objectClass", "domain"), new Attribute("dc", "example")));
            server.add(new Entry(PEOPLE, new Attribute("objectClass", "organizationalUnit"), new Attribute("ou", "people")));
            server.startListening();
        }
        catch (LDAPException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Returns the properties of Presto's authenticator.
     */
    public Map<String, String> getAuthenticatorConfig()
    {
        return ImmutableMap.of(
                "password-authenticator.name", "ldap",
                "ldap.url", "ldaps://127.0.0.1:" + server.getListenPort(),
                "ldap.user-bind-pattern", "uid=${USER}," + PEOPLE,
                "ldap.user-base-dn", PEOPLE,
                "ldap.group-auth-pattern", "(&(objectClass=inetOrgPerson)(uid=${USER})(memberOf=%s))".formatted(GROUP));
    }

    /**
     * Adds a user who may use Presto.
     */
    public Login addMember(String user)
    {
        return add(user, List.of(GROUP));
    }

    /**
     * Adds a user who may not use Presto.
     */
    public Login addOther(String user)
    {
        return add(user, List.of());
    }

    @Override
    public void close()
    {
        server.shutDown(true);
    }

    private Login add(String user, List<String> groups)
    {
        String password = user + "-secret";
        Entry entry = new Entry("uid=%s,%s".formatted(user, PEOPLE));
        entry.addAttribute("objectClass", "inetOrgPerson");
        entry.addAttribute("uid", user);
        entry.addAttribute("userPassword", password);
        groups.forEach(group -> entry.addAttribute("memberOf", group));
        try {
            server.add(entry);
        }
        catch (LDAPException e) {
            throw new IllegalStateException(e);
        }
        return new Login(user, ImmutableMap.of("password", password));
    }
}
