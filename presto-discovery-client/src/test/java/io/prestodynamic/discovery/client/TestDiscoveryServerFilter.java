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
package io.prestodynamic.discovery.client;

import com.facebook.airlift.http.client.Request;
import com.google.common.base.Ticker;
import com.google.common.collect.ImmutableList;
import io.airlift.units.Duration;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

import static com.facebook.airlift.http.client.Request.Builder.prepareDelete;
import static com.facebook.airlift.http.client.Request.Builder.prepareGet;
import static com.facebook.airlift.http.client.Request.Builder.preparePut;
import static com.facebook.airlift.http.client.StaticBodyGenerator.createStaticBodyGenerator;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.HOURS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Test(singleThreaded = true)
public class TestDiscoveryServerFilter
{
    private static final URI A = URI.create("http://a:8411");
    private static final URI B = URI.create("https://[::1]:8412");
    private static final URI REFUSING = URI.create("http://127.0.0.1:1");

    private DiscoveryServers servers;
    private DiscoveryServerFilter filter;

    @BeforeMethod
    public void setUp()
    {
        servers = new DiscoveryServers(ImmutableList.of(A, B), new Duration(1, HOURS), Ticker.systemTicker());
        filter = new DiscoveryServerFilter(servers, REFUSING);
        servers.recordSuccess(A);
        servers.recordSuccess(B);
    }

    @Test
    public void testOnlyTheServerIsReplaced()
    {
        servers.recordFailure(A, "Connection refused");
        Request lookup = prepareGet().setUri(A.resolve("/v1/service/a%2Fb%20c/general?x=%26")).setHeader("User-Agent", "node").build();
        assertThat(filter.filterRequest(lookup).getUri()).hasToString("https://[::1]:8412/v1/service/a%2Fb%20c/general?x=%26");
        assertThat(filter.filterRequest(lookup).getHeader("User-Agent")).isEqualTo("node");

        Request announcement = preparePut().setUri(A.resolve("/v1/announcement/node")).setBodyGenerator(createStaticBodyGenerator("{}", UTF_8)).build();
        Request sent = filter.filterRequest(announcement);
        assertThat(sent.getUri()).hasToString("https://[::1]:8412/v1/announcement/node");
        assertThat(sent.getMethod()).isEqualTo("PUT");
        assertThat(sent.getBodyGenerator()).isSameAs(announcement.getBodyGenerator());
    }

    @Test
    public void testLookupsGoNowhereWhereNobodyKnowsAllNodes()
    {
        servers.recordFailure(A, "Connection refused");
        servers.recordFailure(B, "Connection refused");
        assertThat(send(prepareGet())).isEqualTo(REFUSING);
        servers.recordSuccess(B);
        assertThat(send(prepareGet())).isEqualTo(REFUSING);
        assertThat(send(preparePut())).isEqualTo(B);
        assertThat(send(prepareDelete())).isEqualTo(B);
    }

    @Test
    public void testRefusingPort()
            throws IOException
    {
        int port;
        try (RefusingPort refusingPort = new RefusingPort()) {
            port = refusingPort.getUri().getPort();
            InetSocketAddress address = new InetSocketAddress(refusingPort.getUri().getHost(), port);
            for (int attempt = 0; attempt < 100; attempt++) {
                try (Socket client = new Socket()) {
                    assertThatThrownBy(() -> client.connect(address, 10_000)).isInstanceOf(ConnectException.class);
                }
            }
            try (ServerSocket other = new ServerSocket()) {
                assertThatThrownBy(() -> other.bind(address)).as("others cannot listen there").isInstanceOf(IOException.class);
            }
        }
    }

    private URI send(Request.Builder request)
    {
        URI uri = filter.filterRequest(request.setUri(A.resolve("/v1/x")).build()).getUri();
        assertThat(uri.getPath()).isEqualTo("/v1/x");
        return uri.resolve("/").equals(REFUSING.resolve("/")) ? REFUSING : URI.create(uri.getScheme() + "://" + uri.getAuthority());
    }
}
