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
import org.testng.annotations.Test;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.SocketException;
import java.net.SocketTimeoutException;

import static org.assertj.core.api.Assertions.assertThat;

public class TestRefusedConnections
{
    private static final HttpUrl URL = HttpUrl.parse("http://coordinator:8080/v1/statement");

    @Test
    public void testOnlyRefusals()
    {
        RefusedConnections refusals = new RefusedConnections(new OkHttpClient());

        assertThat(refusals.isRefused(URL, new ConnectException("Connection refused"))).isTrue();
        assertThat(refusals.isRefused(URL, new SocketTimeoutException("connect timed out"))).isFalse();
        assertThat(refusals.isRefused(URL, new SocketException("Connection reset"))).isFalse();
    }

    @Test
    public void testEveryAddressOfTheHost()
    {
        RefusedConnections refusals = new RefusedConnections(new OkHttpClient());
        IOException failure = new ConnectException("Connection refused");
        failure.addSuppressed(new ConnectException("Connection refused"));
        assertThat(refusals.isRefused(URL, failure)).isTrue();

        failure.addSuppressed(new SocketTimeoutException("connect timed out"));
        assertThat(refusals.isRefused(URL, failure)).isFalse();
    }

    @Test
    public void testProxyThatRefusesConnections()
    {
        Proxy proxy = new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("proxy", 3128));
        RefusedConnections refusals = new RefusedConnections(new OkHttpClient.Builder().proxy(proxy).build());

        assertThat(refusals.isRefused(URL, new ConnectException("Connection refused"))).isFalse();
    }
}
