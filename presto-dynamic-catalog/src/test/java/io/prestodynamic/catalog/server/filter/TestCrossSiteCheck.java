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
package io.prestodynamic.catalog.server.filter;

import com.facebook.airlift.node.NodeConfig;
import com.facebook.airlift.node.NodeInfo;
import com.google.common.collect.ImmutableMap;
import com.google.common.reflect.Reflection;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.DynamicCatalogConfig;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import javax.servlet.http.HttpServletRequest;

import java.util.Map;

import static io.prestodynamic.catalog.CatalogErrorCode.FORBIDDEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

public class TestCrossSiteCheck
{
    private final CrossSiteCheck check = new CrossSiteCheck(
            new NodeInfo(new NodeConfig().setEnvironment("test").setNodeInternalAddress("coordinator-1").setNodeExternalAddress("Coordinator.example.com")),
            new DynamicCatalogConfig().setAllowedHosts("presto.example.com"));

    @DataProvider
    public static Object[][] ownRequests()
    {
        return new Object[][] {
                {ImmutableMap.of("Host", "127.0.0.1:8080")},
                {ImmutableMap.of("Host", "10.2.3.4")},
                {ImmutableMap.of("Host", "[::1]:8080")},
                {ImmutableMap.of("Host", "localhost:8080")},
                {ImmutableMap.of("Host", "coordinator-1:8080")},
                {ImmutableMap.of("Host", "COORDINATOR.example.com")},
                {ImmutableMap.of("Host", "presto.example.com:443")},
                {ImmutableMap.of("Host", "presto.example.com.:443")},
                // HTTP/2, or HTTP/1.0
                {ImmutableMap.of()},
                {ImmutableMap.of("Host", "presto.example.com", "Origin", "https://presto.example.com", "Sec-Fetch-Site", "same-origin")},
                {ImmutableMap.of("Host", "localhost:8080", "Sec-Fetch-Site", "none")},
        };
    }

    @Test(dataProvider = "ownRequests")
    public void testOwnRequest(Map<String, String> headers)
    {
        check.check(request(headers));
    }

    @DataProvider
    public static Object[][] foreignRequests()
    {
        return new Object[][] {
                {ImmutableMap.of("Host", "localhost:8080", "Origin", "https://attacker.example.com")},
                {ImmutableMap.of("Host", "localhost:8080", "Origin", "http://localhost:8081")},
                {ImmutableMap.of("Host", "localhost:8080", "Origin", "null")},
                {ImmutableMap.of("Host", "localhost:8080", "Origin", "")},
                {ImmutableMap.of("Host", "localhost:8080", "Origin", "::")},
                {ImmutableMap.of("Host", "localhost:8080", "Sec-Fetch-Site", "cross-site")},
                {ImmutableMap.of("Host", "localhost:8080", "Sec-Fetch-Site", "same-site")},
        };
    }

    @Test(dataProvider = "foreignRequests")
    public void testForeignPage(Map<String, String> headers)
    {
        assertThatThrownBy(() -> check.check(request(headers))).hasMessage("A page of another site may not send requests about catalogs");
    }

    @DataProvider
    public static Object[][] foreignNames()
    {
        return new Object[][] {
                {"attacker.example.com"},
                {"attacker.example.com:8080"},
                {"127.0.0.1.attacker.example.com"},
                {"localhost.attacker.example.com"},
                {"localhost:8080:8080"},
                {"x@localhost"},
                {"\u0000"},
                {""},
        };
    }

    @Test(dataProvider = "foreignNames")
    public void testForeignName(String host)
    {
        CatalogException refusal = catchThrowableOfType(CatalogException.class, () -> check.check(request(ImmutableMap.of("Host", host))));
        assertThat(refusal.getCode()).isEqualTo(FORBIDDEN);
        assertThat(refusal).hasMessageContaining("is not a name of this server").hasMessageContaining("dynamic-catalog.allowed-hosts");
    }

    private static HttpServletRequest request(Map<String, String> headers)
    {
        return Reflection.newProxy(HttpServletRequest.class, (proxy, method, arguments) -> {
            return switch (method.getName()) {
                case "getHeader" -> headers.get((String) arguments[0]);
                case "getServerName" -> "localhost";
                case "getServerPort" -> 8080;
                default -> throw new UnsupportedOperationException(method.getName());
            };
        });
    }
}
