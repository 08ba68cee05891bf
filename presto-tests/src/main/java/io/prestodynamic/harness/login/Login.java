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
import okhttp3.Authenticator;
import okhttp3.OkHttpClient;

import java.io.File;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

import static com.facebook.presto.client.OkHttpUtil.basicAuth;
import static com.facebook.presto.client.OkHttpUtil.setupKerberos;
import static com.facebook.presto.client.OkHttpUtil.setupSsl;
import static com.facebook.presto.client.OkHttpUtil.tokenAuth;
import static java.util.Objects.requireNonNull;

/**
 * Credentials of a client.
 *
 * @param user user for whom it runs queries
 * @param properties the other properties of a connection, as Presto's JDBC driver takes them
 */
public record Login(String user, Map<String, String> properties)
{
    public Login
    {
        requireNonNull(user, "user is null");
        properties = ImmutableMap.copyOf(requireNonNull(properties, "properties is null"));
    }

    /**
     * Returns the same login for the queries of another user.
     */
    public Login as(String otherUser)
    {
        return new Login(otherUser, properties);
    }

    /**
     * Returns this login for servers with certificates of an authority.
     */
    public Login trusting(Path certificates)
    {
        return new Login(user, ImmutableMap.<String, String>builder()
                .put("SSL", "true")
                .put("SSLTrustStorePath", certificates.toString())
                .putAll(properties)
                .build());
    }

    public Connection connect(String url)
            throws SQLException
    {
        Properties all = new Properties();
        all.setProperty("user", user);
        all.putAll(properties);
        return DriverManager.getConnection(url, all);
    }

    /**
     * Returns a client that logs in with every request.
     */
    public OkHttpClient httpClient()
    {
        OkHttpClient.Builder client = new OkHttpClient.Builder();
        setupSsl(client, property("SSLKeyStorePath"), property("SSLKeyStorePassword"), property("SSLTrustStorePath"), property("SSLTrustStorePassword"));
        property("password").ifPresent(password -> client.addInterceptor(basicAuth(user, password)));
        property("accessToken").ifPresent(token -> client.addInterceptor(tokenAuth(token)));
        property("KerberosRemoteServiceName").ifPresent(service -> setupKerberos(
                client,
                service,
                Boolean.parseBoolean(properties.get("KerberosUseCanonicalHostname")),
                property("KerberosPrincipal"),
                property("KerberosConfigPath").map(File::new),
                property("KerberosKeytabPath").map(File::new),
                Optional.empty()));
        // a ticket is sent with the first request, and whoever has none is refused as others are
        return client.authenticator(Authenticator.NONE).build();
    }

    private Optional<String> property(String name)
    {
        return Optional.ofNullable(properties.get(name));
    }
}
