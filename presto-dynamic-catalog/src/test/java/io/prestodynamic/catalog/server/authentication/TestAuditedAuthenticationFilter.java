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
package io.prestodynamic.catalog.server.authentication;

import com.facebook.airlift.http.server.AuthenticationException;
import com.facebook.airlift.http.server.BasicPrincipal;
import com.facebook.presto.server.security.PasswordAuthenticatorManager;
import com.facebook.presto.server.security.SecurityConfig;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.audit.AuditAction;
import io.prestodynamic.catalog.audit.AuditRecord;
import io.prestodynamic.catalog.server.filter.RefusedRequests;
import io.prestodynamic.catalog.server.metrics.MetricsAccess;
import io.prestodynamic.catalog.server.metrics.MetricsRights;
import io.prestodynamic.catalog.server.metrics.ScraperPrincipal;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import javax.servlet.ReadListener;
import javax.servlet.ServletException;
import javax.servlet.ServletInputStream;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletRequestWrapper;
import javax.servlet.http.HttpServletResponse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static com.google.common.net.HttpHeaders.AUTHORIZATION;
import static io.prestodynamic.catalog.server.TestingServletRequest.request;
import static io.prestodynamic.catalog.server.metrics.MetricsAccess.AUTHENTICATED;
import static io.prestodynamic.catalog.server.metrics.MetricsAccess.OFF;
import static io.prestodynamic.catalog.server.metrics.MetricsAccess.OPEN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

public class TestAuditedAuthenticationFilter
{
    private static final String PASSWORD = "hunter2";

    private final List<AuditRecord> audit = new ArrayList<>();
    private final List<Object> answers = new ArrayList<>();
    private final List<Principal> users = new ArrayList<>();
    private ByteArrayOutputStream body;
    private SecurityConfig securityConfig;

    @BeforeMethod
    public void setUp()
    {
        audit.clear();
        answers.clear();
        users.clear();
        body = new ByteArrayOutputStream();
        securityConfig = new SecurityConfig();
    }

    @Test
    public void testRefusedLogins()
            throws Exception
    {
        send("/v1/catalog/payroll", ImmutableMap.of(AUTHORIZATION, basic("bob:wrong:" + PASSWORD), "X-Presto-User", "admin"));
        send("/v1/catalog/payroll", ImmutableMap.of("X-Presto-User", "admin"));
        send("/v1/%63atalog", ImmutableMap.of());

        assertThat(audit).extracting(AuditRecord::action).containsOnly(AuditAction.REQUEST).hasSize(3);
        assertThat(audit).extracting(AuditRecord::outcome).containsOnly("UNAUTHENTICATED");
        assertThat(audit).extracting(record -> record.origin().user()).containsExactly(Optional.of("bob"), Optional.of("admin"), Optional.empty());
        assertThat(audit).allMatch(record -> record.origin().principal().isEmpty());
        assertThat(audit).allMatch(record -> record.origin().address().equals(Optional.of("10.0.0.7")));
        assertThat(audit).extracting(record -> record.origin().requestId().orElseThrow()).doesNotHaveDuplicates();
        assertThat(audit).extracting(record -> record.message().orElseThrow()).containsExactly(
                "DELETE /v1/catalog/payroll: The login of the request was refused",
                "DELETE /v1/catalog/payroll: The request has no login",
                "DELETE /v1/%63atalog: The request has no login");
        assertThat(audit.toString()).doesNotContain(PASSWORD, "wrong");
        assertThat(answers).containsExactly(401, 401, 401);
        assertThat(users).isEmpty();
    }

    @Test
    public void testNoPasswordIsTakenForAUser()
            throws Exception
    {
        for (String header : List.of(basic(PASSWORD), basic(":" + PASSWORD), "Basic " + PASSWORD, "Basic", "Basic ?", "Bearer " + PASSWORD, PASSWORD)) {
            send("/v1/catalog", ImmutableMap.of(AUTHORIZATION, header));
        }
        assertThat(audit).hasSize(7).allMatch(record -> record.origin().user().isEmpty());
        assertThat(audit.toString()).doesNotContain(PASSWORD);
    }

    @Test
    public void testOtherRequests()
            throws Exception
    {
        send("/v1/catalog", ImmutableMap.of(AUTHORIZATION, basic("alice:" + PASSWORD)));
        assertThat(users).extracting(Principal::getName).containsExactly("alice");
        send("/v1/statement", ImmutableMap.of());
        assertThat(answers).containsExactly(401);
        assertThat(audit).isEmpty();
    }

    @Test
    public void testMetrics()
            throws Exception
    {
        send("GET", "/metrics", OPEN);
        send("HEAD", "/metrics", OPEN);
        assertThat(users).containsExactly(new ScraperPrincipal(), new ScraperPrincipal());
        assertThat(answers).isEmpty();

        send("DELETE", "/metrics", OPEN);
        for (String path : List.of("/metrics/", "/metrics;x", "//metrics", "/%6detrics", "/metrics/../v1/query", "/v1/query")) {
            send("GET", path, OPEN);
        }
        send("GET", "/metrics", AUTHENTICATED);
        send("GET", "/metrics", OFF);
        assertThat(answers).hasSize(9).containsOnly(401);
        assertThat(users).hasSize(2);
    }

    @Test
    public void testWhileStarting()
            throws Exception
    {
        securityConfig.setAuthenticationTypes("CERTIFICATE,PASSWORD");
        Map<String, String> headers = ImmutableMap.of(AUTHORIZATION, basic("alice:" + PASSWORD));
        send("GET", "/v1/catalog", headers, OFF);
        send("POST", "/v1/statement", headers, OFF);
        assertThat(answers).containsExactly(503, 503);
        assertThat(body.toString(UTF_8)).startsWith("{\"code\":\"STARTING\",\"message\":\"The server is starting, and cannot check passwords yet\"}");
        assertThat(users).isEmpty();
        assertThat(audit).as("nothing was attempted").isEmpty();
        send("DELETE", "/v1/catalog/sales", headers, OFF);
        assertThat(audit).extracting(AuditRecord::outcome).containsExactly("STARTING");
        send("GET", "/metrics", OPEN);
        assertThat(users).containsExactly(new ScraperPrincipal());
    }

    private void send(String uri, Map<String, String> headers)
            throws IOException, ServletException
    {
        send("DELETE", uri, headers, OFF);
    }

    private void send(String method, String uri, MetricsAccess metricsAccess)
            throws IOException, ServletException
    {
        send(method, uri, ImmutableMap.of(), metricsAccess);
    }

    private void send(String method, String uri, Map<String, String> headers, MetricsAccess metricsAccess)
            throws IOException, ServletException
    {
        AuditedAuthenticationFilter filter = new AuditedAuthenticationFilter(List.of(request -> {
            if (!basic("alice:" + PASSWORD).equals(request.getHeader(AUTHORIZATION))) {
                throw new AuthenticationException("Not alice with " + PASSWORD);
            }
            return new BasicPrincipal("alice");
        }), new RefusedRequests(audit::add), new MetricsRights(metricsAccess), new PasswordAuthenticatorManager(), securityConfig);
        filter.doFilter(secure(method, uri, headers), response(), (request, response) -> users.add(((HttpServletRequest) request).getUserPrincipal()));
    }

    private static HttpServletRequest secure(String method, String uri, Map<String, String> headers)
    {
        Map<String, Object> attributes = new HashMap<>();
        return new HttpServletRequestWrapper(request(headers, Optional.empty()))
        {
            @Override
            public boolean isSecure()
            {
                return true;
            }

            @Override
            public String getMethod()
            {
                return method;
            }

            @Override
            public String getRequestURI()
            {
                return uri;
            }

            @Override
            public Object getAttribute(String name)
            {
                return attributes.get(name);
            }

            @Override
            public void setAttribute(String name, Object value)
            {
                attributes.put(name, value);
            }

            @Override
            public ServletInputStream getInputStream()
            {
                return new EmptyBody();
            }
        };
    }

    private HttpServletResponse response()
    {
        return (HttpServletResponse) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {HttpServletResponse.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("sendError") || method.getName().equals("setStatus")) {
                        answers.add(arguments[0]);
                    }
                    return method.getName().equals("getOutputStream") ? new BodyStream(body) : null;
                });
    }

    private static String basic(String credentials)
    {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
    }

    private static class BodyStream
            extends ServletOutputStream
    {
        private final ByteArrayOutputStream body;

        BodyStream(ByteArrayOutputStream body)
        {
            this.body = requireNonNull(body, "body is null");
        }

        @Override
        public void write(int value)
        {
            body.write(value);
        }

        @Override
        public boolean isReady()
        {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener)
        {
            throw new UnsupportedOperationException();
        }
    }

    private static class EmptyBody
            extends ServletInputStream
    {
        @Override
        public int read()
        {
            return -1;
        }

        @Override
        public boolean isFinished()
        {
            return true;
        }

        @Override
        public boolean isReady()
        {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener)
        {
            throw new UnsupportedOperationException();
        }
    }
}
