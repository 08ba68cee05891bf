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
package io.prestodynamic.cli.client;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.prestodynamic.cli.client.TlsSettings.ServerTrust;
import io.prestodynamic.locator.testing.Behavior;
import io.prestodynamic.locator.testing.FakeCoordinator;
import io.prestodynamic.locator.testing.FakeDiscoveryServer;
import org.testng.annotations.Test;

import java.time.Duration;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestCatalogClient
{
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final ObjectNode PATCH = JsonNodeFactory.instance.objectNode().put("enabled", false);

    @Test
    public void testRequests()
    {
        try (FakeCoordinator coordinator = new FakeCoordinator(); CatalogClient client = connect(coordinator.uri() + "/", TIMEOUT)) {
            coordinator.answer(200, "{}");
            client.get("a b/c?d");
            client.patch("sales", PATCH, ChangeCondition.NONE);
            client.restore("sales", "1-a b", ChangeCondition.NONE);
            client.list(new CatalogFilter(Optional.of("FAILED"), Optional.empty(), Optional.of("a&b")));
            assertThat(coordinator.requests()).extracting(request -> "%s %s %s".formatted(request.method(), request.target(), request.body()).strip()).containsExactly(
                    "GET /v1/catalog/a%20b%2Fc%3Fd",
                    "PATCH /v1/catalog/sales {\"enabled\":false}",
                    "POST /v1/catalog/sales/restore?version=1-a%20b",
                    "GET /v1/catalog?state=FAILED&prefix=a%26b");
        }
    }

    @Test
    public void testFollowsCoordinator()
    {
        try (FakeDiscoveryServer discovery = new FakeDiscoveryServer(); FakeCoordinator first = new FakeCoordinator(); FakeCoordinator second = new FakeCoordinator()) {
            discovery.announce("a", first.uri()).announce("b", second.uri());
            first.answer(200, "{\"from\": \"first\"}");
            second.answer(200, "{\"from\": \"second\"}");
            try (CatalogClient client = connect("discovery:" + discovery.uri(), TIMEOUT)) {
                assertThat(client.get("sales").path("from").asText()).isEqualTo("first");
                first.stop();
                // the request was not sent, so it is no matter that it changes something
                assertThat(client.patch("sales", PATCH, ChangeCondition.NONE).path("from").asText()).isEqualTo("second");
                discovery.stop();
                assertThat(client.get("sales").path("from").asText()).isEqualTo("second");
            }
        }
    }

    @Test
    public void testStandby()
    {
        try (FakeDiscoveryServer discovery = new FakeDiscoveryServer(); FakeCoordinator standby = new FakeCoordinator(); FakeCoordinator active = new FakeCoordinator()) {
            discovery.announce("a", standby.uri()).announce("b", active.uri());
            standby.answer(503, "{\"code\": \"NOT_COORDINATOR\", \"message\": \"on standby\"}");
            active.answer(200, "{}");
            try (CatalogClient client = connect("discovery:" + discovery.uri(), TIMEOUT)) {
                client.patch("sales", PATCH, ChangeCondition.NONE);
            }
            try (CatalogClient client = connect(standby.uri().toString(), TIMEOUT)) {
                assertThatThrownBy(() -> client.get("sales")).isInstanceOf(RefusedException.class).hasMessage("NOT_COORDINATOR: on standby");
            }
        }
    }

    @Test
    public void testChangeOfUnknownOutcomeIsNotRepeated()
    {
        try (FakeDiscoveryServer discovery = new FakeDiscoveryServer(); FakeCoordinator first = new FakeCoordinator(); FakeCoordinator second = new FakeCoordinator()) {
            discovery.announce("a", first.uri()).announce("b", second.uri());
            first.answer(200, "{}");
            second.answer(200, "{}");
            try (CatalogClient client = connect("discovery:" + discovery.uri(), Duration.ofSeconds(1))) {
                client.get("sales");
                first.behave(Behavior.HANGING);
                assertThatThrownBy(() -> client.patch("sales", PATCH, ChangeCondition.NONE))
                        .isInstanceOf(ClientException.class)
                        .hasMessageContaining("the change may have been made");
                assertThat(second.requests()).noneMatch(request -> request.method().equals("PATCH"));
                client.get("sales");
                assertThat(second.requests()).anyMatch(request -> request.target().equals("/v1/catalog/sales"));
            }
        }
    }

    @Test
    public void testNoCoordinator()
    {
        try (FakeDiscoveryServer discovery = new FakeDiscoveryServer(); CatalogClient client = connect("discovery:" + discovery.uri(), TIMEOUT, Duration.ofMillis(1))) {
            assertThatThrownBy(() -> client.get("sales")).isInstanceOf(ClientException.class).hasMessageContaining("no coordinator is announced");
        }
    }

    @Test
    public void testAddresses()
    {
        for (String address : new String[] {"coordinator:8080", "ftp://coordinator", "http://", "http://user:hunter2@coordinator", "discovery:", "discovery:a:b:c", ""}) {
            assertThatThrownBy(() -> ServerAddress.parse(address)).describedAs(address).isInstanceOf(ClientException.class);
        }
        assertThat(ServerAddress.parse("https://coordinator:8443").allowsPassword()).isTrue();
        assertThat(ServerAddress.parse("http://coordinator:8443").allowsPassword()).isFalse();
        assertThat(ServerAddress.parse("discovery:a:1,b:2").isHttps()).isFalse();
    }

    private static CatalogClient connect(String server, Duration timeout)
    {
        return connect(server, timeout, TIMEOUT);
    }

    private static CatalogClient connect(String server, Duration timeout, Duration wait)
    {
        return CatalogClient.connect(
                ServerAddress.parse(server),
                Optional.of("test"),
                new Credentials(Optional.of("test"), Optional.empty()),
                new TlsSettings(Optional.empty(), ServerTrust.CERTIFIED, Optional.empty()),
                timeout,
                wait,
                () -> () -> {});
    }
}
