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

import com.facebook.airlift.jaxrs.OverrideMethodFilter;
import com.facebook.presto.server.security.SecurityConfig;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.server.request.RequestPath;

import javax.inject.Inject;
import javax.servlet.Filter;
import javax.servlet.FilterChain;
import javax.servlet.FilterConfig;
import javax.servlet.ServletException;
import javax.servlet.ServletRequest;
import javax.servlet.ServletResponse;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import javax.ws.rs.core.MediaType;

import java.io.IOException;
import java.util.Collections;
import java.util.List;

import static com.google.common.base.Strings.nullToEmpty;
import static com.google.common.net.HttpHeaders.CONTENT_SECURITY_POLICY;
import static com.google.common.net.HttpHeaders.X_CONTENT_TYPE_OPTIONS;
import static com.google.common.net.HttpHeaders.X_FRAME_OPTIONS;
import static io.prestodynamic.catalog.CatalogErrorCode.INSECURE;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.CatalogErrorCode.UNSUPPORTED_MEDIA_TYPE;
import static java.util.Objects.requireNonNull;
import static javax.ws.rs.core.HttpHeaders.CONTENT_TYPE;
import static javax.ws.rs.core.MediaType.APPLICATION_FORM_URLENCODED;

/**
 * Filter of requests about catalogs, before Jersey reads them. Refuses plain HTTP if users are authenticated, pages of other sites, overridden methods, and content types
 * other than JSON. Jersey blocks a thread until the body of a form arrives, and responds to malformed types with HTML.
 */
public class CatalogRequestFilter
        implements Filter
{
    private final boolean authenticates;
    private final CrossSiteCheck crossSiteCheck;
    private final RefusedRequests refusedRequests;

    @Inject
    public CatalogRequestFilter(SecurityConfig config, CrossSiteCheck crossSiteCheck, RefusedRequests refusedRequests)
    {
        this.authenticates = !config.getAuthenticationTypes().isEmpty();
        this.crossSiteCheck = requireNonNull(crossSiteCheck, "crossSiteCheck is null");
        this.refusedRequests = requireNonNull(refusedRequests, "refusedRequests is null");
    }

    @Override
    public void init(FilterConfig config) {}

    @Override
    public void destroy() {}

    @Override
    public void doFilter(ServletRequest servletRequest, ServletResponse response, FilterChain chain)
            throws IOException, ServletException
    {
        HttpServletRequest request = (HttpServletRequest) servletRequest;
        if (RequestPath.isAboutCatalogs(request.getRequestURI())) {
            RequestId.assign(request, (HttpServletResponse) response);
            forbidPages((HttpServletResponse) response);
            try {
                checkEncryption(request);
                crossSiteCheck.check(request);
                checkMethod(request);
                checkBody(request);
            }
            catch (CatalogException e) {
                // a method that overrides another one is not known here
                refusedRequests.record(request, e);
                RefusedRequests.respond((HttpServletResponse) response, e);
                return;
            }
        }
        chain.doFilter(request, response);
    }

    // Presto authenticates nobody over HTTP
    private void checkEncryption(HttpServletRequest request)
    {
        if (authenticates && !request.isSecure() && RequestPath.isCatalogApi(request.getRequestURI())) {
            throw new CatalogException(INSECURE, "This server knows its users by HTTPS only: send the request to its HTTPS port");
        }
    }

    // what browsers do if somebody opens an answer as a page, or frames it
    private static void forbidPages(HttpServletResponse response)
    {
        response.setHeader(X_CONTENT_TYPE_OPTIONS, "nosniff");
        response.setHeader(X_FRAME_OPTIONS, "DENY");
        response.setHeader(CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'");
    }

    // airlift would take the method from these, and a form of any page can contain a parameter
    private static void checkMethod(HttpServletRequest request)
    {
        String query = RequestPath.decode(nullToEmpty(request.getQueryString()));
        if (request.getHeader(OverrideMethodFilter.HEADER) != null || query.contains(OverrideMethodFilter.METHOD_PARAM + "=")) {
            throw new CatalogException(INVALID_REQUEST, "The method of a request about catalogs cannot be overridden");
        }
    }

    private static void checkBody(HttpServletRequest request)
    {
        List<String> types = Collections.list(request.getHeaders(CONTENT_TYPE));
        if (types.size() > 1 || !types.stream().allMatch(CatalogRequestFilter::isAccepted)) {
            throw new CatalogException(UNSUPPORTED_MEDIA_TYPE, "The request needs the header Content-Type: application/json");
        }
    }

    private static boolean isAccepted(String type)
    {
        try {
            MediaType mediaType = MediaType.valueOf(type);
            // Jersey fails if q is not a quality value
            return !mediaType.getParameters().containsKey("q") &&
                    !"%s/%s".formatted(mediaType.getType(), mediaType.getSubtype()).equalsIgnoreCase(APPLICATION_FORM_URLENCODED);
        }
        catch (IllegalArgumentException e) {
            return false;
        }
    }
}
