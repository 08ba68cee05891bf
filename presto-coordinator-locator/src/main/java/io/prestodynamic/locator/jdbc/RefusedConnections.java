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

import com.facebook.presto.jdbc.internal.okhttp3.HttpUrl;
import com.facebook.presto.jdbc.internal.okhttp3.OkHttpClient;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Proxy;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import static java.util.Objects.requireNonNull;

/**
 * Detection of hosts that refuse connections, as opposed to hosts that do not answer.
 */
class RefusedConnections
{
    private final OkHttpClient client;

    RefusedConnections(OkHttpClient client)
    {
        this.client = requireNonNull(client, "client is null");
    }

    /**
     * Returns whether every address of the host has refused the connection. Returns false for a proxy that refuses, because it says nothing about the host.
     *
     * @param failure failure of a request of the client
     */
    boolean isRefused(HttpUrl url, IOException failure)
    {
        return Stream.concat(Stream.of(failure), Stream.of(failure.getSuppressed())).allMatch(ConnectException.class::isInstance) && isDirect(url);
    }

    private boolean isDirect(HttpUrl url)
    {
        List<Proxy> proxies = Optional.ofNullable(client.proxy())
                .map(List::of)
                .orElseGet(() -> client.proxySelector().select(url.uri()));
        return proxies.stream().allMatch(proxy -> proxy.type() == Proxy.Type.DIRECT);
    }
}
