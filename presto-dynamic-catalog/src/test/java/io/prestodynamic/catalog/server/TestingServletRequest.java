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
package io.prestodynamic.catalog.server;

import com.google.common.collect.ImmutableMap;

import javax.servlet.http.HttpServletRequest;

import java.lang.reflect.Proxy;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;

/**
 * Requests for the list of catalogs that have headers, a user and an address, and can be asked for nothing else.
 */
public final class TestingServletRequest
{
    private TestingServletRequest() {}

    public static HttpServletRequest request(Map<String, String> headers, Optional<Principal> principal)
    {
        Map<String, String> values = ImmutableMap.copyOf(headers);
        return (HttpServletRequest) Proxy.newProxyInstance(
                TestingServletRequest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getHeader" -> values.get((String) arguments[0]);
                    case "getUserPrincipal" -> principal.orElse(null);
                    case "getAttribute" -> null;
                    case "getRemoteAddr" -> "10.0.0.7";
                    case "getMethod" -> "GET";
                    case "getRequestURI" -> "/v1/catalog";
                    case "getQueryString" -> null;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
