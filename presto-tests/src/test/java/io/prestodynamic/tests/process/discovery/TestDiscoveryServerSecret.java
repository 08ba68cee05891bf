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
package io.prestodynamic.tests.process.discovery;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.client.NodeToken;
import io.prestodynamic.harness.client.RawRequests;
import io.prestodynamic.harness.cluster.TemporaryDiscovery;
import io.prestodynamic.harness.process.DiscoveryServerProcess;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import static com.google.common.net.HttpHeaders.CONTENT_TYPE;
import static io.prestodynamic.harness.client.NodeToken.SECRET_PROPERTY;
import static io.prestodynamic.testing.Conditions.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Discovery servers with a shared secret.
 */
@Test(singleThreaded = true)
public class TestDiscoveryServerSecret
{
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final String JWT_PROPERTY = "internal-communication.jwt.enabled";
    private static final NodeToken TOKEN = new NodeToken("the secret of both servers");
    private static final List<String> PATHS = List.of(
            "/v1/announcement/fake",
            "/v1/announcement/fake/",
            "/v1/announcement/fake;x",
            "/v1/announcement;x/fake",
            "/v1;x=y/announcement/fake",
            "/v1/%61nnouncement/fake",
            "/v1/announcement%2Ffake",
            "//v1/announcement/fake",
            "/v1//announcement/fake",
            "/v1/./announcement/fake",
            "/v1/service/../announcement/fake",
            "/v1/service/..;/announcement/fake",
            "http://server/v1/announcement/fake");

    private TemporaryDiscovery discovery;
    private DiscoveryServerProcess server;
    private DiscoveryServerProcess other;

    @BeforeMethod
    public void setUp()
    {
        discovery = new TemporaryDiscovery(ImmutableMap.of("discovery.max-age", "10s"));
        server = discovery.getServers().get(0);
        other = discovery.getServers().get(1);
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
    {
        if (discovery != null) {
            discovery.close();
        }
    }

    @Test
    public void testRequests()
            throws IOException
    {
        discovery.getServers().forEach(TestDiscoveryServerSecret::setSecret);
        discovery.start();
        await("the servers list each other", TIMEOUT, () -> server.services().contains("discovery2") && other.services().contains("discovery1"));

        for (String path : PATHS) {
            assertThat(RawRequests.status(server.getUri(), "PUT " + path, "", "application/json", announcement("fake"))).as(path).matches(RawRequests::isRefused);
            assertThat(RawRequests.status(server.getUri(), "DELETE " + path.replace("fake", "discovery2"), "", "application/json")).as(path).matches(RawRequests::isRefused);
        }
        for (String token : List.of("", "forged", new NodeToken("the secret of another cluster").sign())) {
            assertThat(announce(server, "fake", Optional.of(token)).status()).isEqualTo(401);
            assertThat(announceStatically(server, "fake", Optional.of(token)).status()).isEqualTo(401);
        }
        assertThat(RawRequests.status(server.getUri(), "POST /v1/store/dynamic", "", "application/json", "[]")).isEqualTo(401);
        assertThat(RawRequests.status(server.getUri(), "POST /v1/store/static", "", "application/json", "[]")).isEqualTo(401);
        assertThat(RawRequests.status(server.getUri(), "POST /v1/store/dynamic", NodeToken.HEADER + ": " + TOKEN.sign() + "\r\n", "application/json", "[]")).isEqualTo(204);
        assertThat(get(server, "/v1/store/dynamic").status()).as("a read").isEqualTo(200);
        assertThat(server.services()).contains("discovery1", "discovery2").doesNotContain("fake");

        assertThat(announce(server, "node1", Optional.of(TOKEN.sign())).status()).isEqualTo(202);
        assertThat(announceStatically(other, "node2", Optional.of(TOKEN.sign())).status()).isEqualTo(201);
        await("the servers tell each other", TIMEOUT, () -> other.services().contains("\"node1\"") && server.services().contains("/node2"));
        assertThat(count(server.log(), "is refused: it has no token")).as("said once").isEqualTo(1);
    }

    /**
     * Its announcements are those of anybody.
     */
    @Test
    public void testServerWithoutSecret()
    {
        setSecret(server);
        other.launch();
        await("the other server answers", TIMEOUT, other::isListening);
        assertThat(announceStatically(other, "fake1", Optional.empty()).status()).isEqualTo(201);
        assertThat(announce(other, "fake2", Optional.empty()).status()).isEqualTo(202);
        server.launch();
        // it has asked many times by then
        await("the server answers", TIMEOUT, () -> !server.services().isEmpty());
        assertThat(get(other, "/v1/service").body()).contains("fake1");
        assertThat(server.services()).doesNotContain("fake", "discovery2");
        assertThat(count(server.log(), "cannot be asked for its announcements: it does not prove that it knows internal-communication.shared-secret")).as("said once").isEqualTo(1);
        assertThat(count(other.log(), "cannot be asked for its announcements: it answers with status 401: This discovery server has internal-communication.shared-secret")).isEqualTo(1);
        assertThat(server.log()).contains("from 127.0.0.1 is refused: it has no token");
    }

    @Test
    public void testInvalidSecrets()
    {
        server.setConfig(SECRET_PROPERTY, "short");
        assertThatThrownBy(server::run)
                .hasMessageContaining("The discovery server cannot start: internal-communication.shared-secret must have at least 16 characters")
                .hasMessageContaining("internal-communication.shared-secret needs internal-communication.jwt.enabled=true");
        other.setConfig(JWT_PROPERTY, "true");
        assertThatThrownBy(other::run).hasMessageContaining("internal-communication.jwt.enabled=true needs internal-communication.shared-secret");
    }

    private static void setSecret(DiscoveryServerProcess server)
    {
        server.setConfig(SECRET_PROPERTY, TOKEN.sharedSecret());
        server.setConfig(JWT_PROPERTY, "true");
    }

    private static Answer announce(DiscoveryServerProcess server, String nodeId, Optional<String> token)
    {
        return send(server, "/v1/announcement/" + nodeId, "PUT", announcement(nodeId), token);
    }

    private static Answer announceStatically(DiscoveryServerProcess server, String nodeId, Optional<String> token)
    {
        String announcement = """
                {"environment": "test", "pool": "general", "location": "/%s", "type": "presto", "properties": {"http": "http://127.0.0.1:1"}}""".formatted(nodeId);
        return send(server, "/v1/announcement/static", "POST", announcement, token);
    }

    private static String announcement(String nodeId)
    {
        return """
                {"environment": "test", "pool": "general", "location": "/%s", "services": [
                {"id": "00000000-0000-4000-8000-000000000001", "type": "presto", "properties": {"http": "http://127.0.0.1:1"}}]}""".formatted(nodeId);
    }

    private static Answer get(DiscoveryServerProcess server, String path)
    {
        CatalogApi api = new CatalogApi(server.getUri());
        return api.send(api.request(path));
    }

    private static Answer send(DiscoveryServerProcess server, String path, String method, String body, Optional<String> token)
    {
        CatalogApi api = new CatalogApi(server.getUri());
        HttpRequest.Builder request = api.request(path).header(CONTENT_TYPE, "application/json").method(method, BodyPublishers.ofString(body));
        token.ifPresent(value -> request.header(NodeToken.HEADER, value));
        return api.send(request);
    }

    private static int count(String text, String part)
    {
        return text.split(part, -1).length - 1;
    }
}
