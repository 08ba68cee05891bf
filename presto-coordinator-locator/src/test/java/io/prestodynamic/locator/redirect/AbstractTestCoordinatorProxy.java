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
package io.prestodynamic.locator.redirect;

import io.prestodynamic.locator.AbstractTestLocator;
import io.prestodynamic.locator.CoordinatorLocator;
import io.prestodynamic.locator.testing.FakeDiscoveryServer;
import org.testng.annotations.BeforeMethod;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Proxy in front of two coordinators, of which the first is announced.
 */
abstract class AbstractTestCoordinatorProxy
        extends AbstractTestLocator
{
    protected static final Duration NO_WAIT = Duration.ofMillis(1);

    protected final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    protected ForwardedCoordinator first;
    protected ForwardedCoordinator second;
    protected FakeDiscoveryServer discovery;

    @BeforeMethod
    public void setUp()
    {
        first = closeLater(new ForwardedCoordinator("first"));
        second = closeLater(new ForwardedCoordinator("second"));
        discovery = discoveryServer().announce("c1", first.uri());
    }

    /**
     * Returns an address in the format of Presto.
     */
    protected static URI queryUri(URI proxy, String address)
    {
        return URI.create(proxy + "/v1/proxy/" + Base64.getUrlEncoder().encodeToString(address.getBytes(UTF_8)));
    }

    protected URI proxy(Duration wait)
            throws IOException
    {
        return uri(start(wait));
    }

    protected CoordinatorRedirector start(Duration wait)
            throws IOException
    {
        CoordinatorLocator locator = closeLater(builder(discovery).pollInterval(Duration.ofMillis(50)).build());
        locator.start();
        CoordinatorRedirector proxy = closeLater(new CoordinatorRedirector(locator, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), wait, RedirectorMode.PROXY));
        proxy.start();
        return proxy;
    }

    protected static URI uri(CoordinatorRedirector proxy)
    {
        return URI.create("http://127.0.0.1:" + proxy.address().getPort());
    }

    protected HttpResponse<String> get(URI uri)
            throws IOException, InterruptedException
    {
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    protected static Socket connect(URI uri)
            throws IOException
    {
        Socket socket = new Socket(uri.getHost(), uri.getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    protected static void awaitLatch(CountDownLatch latch)
    {
        try {
            assertThat(latch.await(20, SECONDS)).isTrue();
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
