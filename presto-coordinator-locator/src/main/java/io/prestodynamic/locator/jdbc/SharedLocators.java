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
package io.prestodynamic.locator.jdbc;

import com.facebook.presto.jdbc.internal.okhttp3.OkHttpClient;
import io.prestodynamic.locator.CoordinatorLocator;
import io.prestodynamic.locator.CoordinatorTransport;

import java.lang.ref.WeakReference;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;

import static java.util.Locale.ENGLISH;

/**
 * Locators, shared by connections with the same discovery servers, properties, TLS settings and credentials, because a locator checks coordinators with those.
 * A locator is closed with its last connection. Thread-safe.
 */
class SharedLocators
{
    private final Map<Key, WeakReference<CoordinatorLocator>> locators = new HashMap<>();

    /**
     * @param scheme scheme of coordinators
     */
    synchronized CoordinatorLocator get(DiscoveryUrl url, String scheme, OkHttpClient client)
    {
        locators.values().removeIf(reference -> reference.get() == null);
        Key key = new Key(url.servers(), url.environment(), url.prestoUrl(), url.prestoProperties());
        return Optional.ofNullable(locators.get(key))
                .map(WeakReference::get)
                .orElseGet(() -> {
                    CoordinatorLocator locator = create(url, scheme, client);
                    locators.put(key, new WeakReference<>(locator));
                    return locator;
                });
    }

    private static CoordinatorLocator create(DiscoveryUrl url, String scheme, OkHttpClient client)
    {
        CoordinatorLocator.Builder builder = CoordinatorLocator.builder(url.servers())
                .transport(CoordinatorTransport.valueOf(scheme.toUpperCase(ENGLISH)))
                .check(new ConnectionCheck(client));
        url.environment().ifPresent(builder::environment);
        return builder.build();
    }

    /**
     * Key with secrets.
     */
    private static final class Key
    {
        private final List<URI> servers;
        private final Optional<String> environment;
        private final String prestoUrl;
        private final Properties properties;

        private Key(List<URI> servers, Optional<String> environment, String prestoUrl, Properties properties)
        {
            this.servers = List.copyOf(servers);
            this.environment = environment;
            this.prestoUrl = prestoUrl;
            this.properties = properties;
        }

        @Override
        public boolean equals(Object other)
        {
            return other instanceof Key key
                    && servers.equals(key.servers)
                    && environment.equals(key.environment)
                    && prestoUrl.equals(key.prestoUrl)
                    && properties.equals(key.properties);
        }

        @Override
        public int hashCode()
        {
            return Objects.hash(servers, environment, prestoUrl, properties);
        }
    }
}
