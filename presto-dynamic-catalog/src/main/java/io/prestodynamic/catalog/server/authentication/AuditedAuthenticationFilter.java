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

import com.facebook.airlift.http.server.Authenticator;
import com.facebook.airlift.http.server.BasicPrincipal;
import com.facebook.presto.server.security.AuthenticationFilter;
import com.facebook.presto.server.security.PasswordAuthenticatorManager;
import com.facebook.presto.server.security.SecurityConfig;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.server.filter.RefusedRequests;
import io.prestodynamic.catalog.server.filter.RequestId;
import io.prestodynamic.catalog.server.metrics.MetricsRights;
import io.prestodynamic.catalog.server.metrics.ScraperPrincipal;
import io.prestodynamic.catalog.server.request.RequestPath;
import org.eclipse.jetty.security.DefaultUserIdentity;
import org.eclipse.jetty.security.UserAuthentication;
import org.eclipse.jetty.server.Request;

import javax.inject.Inject;
import javax.security.auth.Subject;
import javax.servlet.FilterChain;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletRequestWrapper;
import javax.servlet.http.HttpServletResponse;
import javax.servlet.http.HttpServletResponseWrapper;

import java.io.IOException;
import java.security.Principal;
import java.util.List;

import static com.facebook.presto.server.security.SecurityConfig.AuthenticationType.PASSWORD;
import static com.google.common.net.HttpHeaders.AUTHORIZATION;
import static io.prestodynamic.catalog.CatalogErrorCode.STARTING;
import static io.prestodynamic.catalog.CatalogErrorCode.UNAUTHENTICATED;
import static io.prestodynamic.catalog.security.LogText.line;
import static java.util.Objects.requireNonNull;

/**
 * Presto's authentication, which asks clients to wait while the server starts. Its refusals of requests for the catalog API are audited, and the log of requests has the users. Metrics that are open need no login.
 */
public class AuditedAuthenticationFilter
        extends AuthenticationFilter
{
    private final RefusedRequests refusedRequests;
    private final MetricsRights metricsRights;
    private final PasswordAuthenticatorManager passwords;
    private final boolean checksPasswords;

    @Inject
    public AuditedAuthenticationFilter(
            List<Authenticator> authenticators,
            RefusedRequests refusedRequests,
            MetricsRights metricsRights,
            PasswordAuthenticatorManager passwords,
            SecurityConfig config)
    {
        super(authenticators);
        this.passwords = requireNonNull(passwords, "passwords is null");
        this.checksPasswords = config.getAuthenticationTypes().contains(PASSWORD);
        this.metricsRights = requireNonNull(metricsRights, "metricsRights is null");
        this.refusedRequests = requireNonNull(refusedRequests, "refusedRequests is null");
    }

    @Override
    public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
            throws IOException, ServletException
    {
        HttpServletRequest request = (HttpServletRequest) servletRequest;
        HttpServletResponse response = (HttpServletResponse) servletResponse;
        if (metricsRights.isOpen(request)) {
            chain.doFilter(asScraper(request), response);
            return;
        }
        boolean audited = RequestPath.isCatalogApi(request.getRequestURI());
        if (audited) {
            RequestId.assign(request, response);
        }
        if (request.isSecure() && checksPasswords && !canCheckPasswords()) {
            refuseWhileStarting(request, response);
            return;
        }
        super.doFilter(request, audited ? new AuditedResponse(request, response) : response, (authenticated, ignored) -> {
            setLoggedUser((HttpServletRequest) authenticated);
            chain.doFilter(authenticated, response);
        });
    }

    // Presto's filter fails, with status 500, until the server has loaded its plugins
    private boolean canCheckPasswords()
    {
        try {
            passwords.getAuthenticator();
            return true;
        }
        catch (IllegalStateException e) {
            return false;
        }
    }

    private void refuseWhileStarting(HttpServletRequest request, HttpServletResponse response)
            throws IOException
    {
        CatalogException refusal = new CatalogException(STARTING, "The server is starting, and cannot check passwords yet");
        refusedRequests.recordIfAttempt(request, refusal);
        RefusedRequests.respond(response, refusal);
    }

    // the filter of roles refuses whoever has no principal
    private static HttpServletRequest asScraper(HttpServletRequest request)
    {
        return new HttpServletRequestWrapper(request)
        {
            @Override
            public Principal getUserPrincipal()
            {
                return new ScraperPrincipal();
            }
        };
    }

    // jetty's request is what is logged, and Presto wraps it to add the user
    private static void setLoggedUser(HttpServletRequest authenticated)
    {
        Request logged = Request.getBaseRequest(authenticated);
        Principal user = authenticated.getUserPrincipal();
        if (logged != null && user != null) {
            logged.setAuthentication(new UserAuthentication("presto", new DefaultUserIdentity(new Subject(), new BasicPrincipal(line(user.getName())), new String[0])));
        }
    }

    private class AuditedResponse
            extends HttpServletResponseWrapper
    {
        private final HttpServletRequest request;

        private AuditedResponse(HttpServletRequest request, HttpServletResponse response)
        {
            super(response);
            this.request = requireNonNull(request, "request is null");
        }

        // the reason of an authenticator may quote what the client has sent
        @Override
        public void sendError(int status, String reason)
                throws IOException
        {
            refusedRequests.record(request, new CatalogException(
                    UNAUTHENTICATED,
                    request.getHeader(AUTHORIZATION) == null ? "The request has no login" : "The login of the request was refused"));
            super.sendError(status, reason);
        }
    }
}
