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

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.prestodynamic.catalog.CatalogErrorCode;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.server.representation.ErrorRepresentation;

import javax.inject.Inject;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerRequestFilter;
import javax.ws.rs.container.ContainerResponseContext;
import javax.ws.rs.container.ContainerResponseFilter;
import javax.ws.rs.container.PreMatching;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.PathSegment;
import javax.ws.rs.ext.Provider;

import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static io.prestodynamic.catalog.CatalogErrorCode.FORBIDDEN;
import static io.prestodynamic.catalog.CatalogErrorCode.INTERNAL_ERROR;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.CatalogErrorCode.METHOD_NOT_ALLOWED;
import static io.prestodynamic.catalog.CatalogErrorCode.NOT_ACCEPTABLE;
import static io.prestodynamic.catalog.CatalogErrorCode.NOT_FOUND;
import static io.prestodynamic.catalog.server.request.JsonDocument.shorten;
import static java.util.Objects.requireNonNull;
import static javax.ws.rs.core.HttpHeaders.ACCEPT;
import static javax.ws.rs.core.HttpHeaders.ALLOW;
import static javax.ws.rs.core.MediaType.APPLICATION_JSON_TYPE;
import static javax.ws.rs.core.MediaType.TEXT_PLAIN;

/**
 * Filter that gives errors of Jersey, such as an unknown path or method, the same JSON as errors of the catalog API. It audits them.
 */
@Provider
@PreMatching
public class UnmatchedRequestFilter
        implements ContainerRequestFilter, ContainerResponseFilter
{
    private static final Set<String> APIS = ImmutableSet.of("catalog", "connector");
    private static final Map<Integer, CatalogErrorCode> CODES = ImmutableMap.<Integer, CatalogErrorCode>builder()
            .put(400, INVALID_REQUEST)
            .put(403, FORBIDDEN)
            .put(404, NOT_FOUND)
            .put(405, METHOD_NOT_ALLOWED)
            .put(406, NOT_ACCEPTABLE)
            .put(500, INTERNAL_ERROR)
            .build();

    private final RefusedRequests refusedRequests;

    @Context
    private HttpServletRequest servletRequest;

    @Inject
    public UnmatchedRequestFilter(RefusedRequests refusedRequests)
    {
        this.refusedRequests = requireNonNull(refusedRequests, "refusedRequests is null");
    }

    @Override
    public void filter(ContainerRequestContext request)
    {
        if (isAboutCatalogs(request) && request.getMethod().equals("OPTIONS")) {
            // otherwise Jersey fails to generate WADL, which requires JAXB
            request.getHeaders().putSingle(ACCEPT, TEXT_PLAIN);
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response)
    {
        CatalogErrorCode code = CODES.get(response.getStatus());
        if (code != null && isAboutCatalogs(request) && !(response.getEntity() instanceof ErrorRepresentation)) {
            CatalogException refusal = new CatalogException(code, explain(code, request, response));
            // what fails is recorded where it fails
            if (code != INTERNAL_ERROR) {
                refusedRequests.recordIfAttempt(servletRequest, refusal);
            }
            response.setEntity(new ErrorRepresentation(code, refusal.getMessage()), new Annotation[0], APPLICATION_JSON_TYPE);
        }
    }

    private static boolean isAboutCatalogs(ContainerRequestContext request)
    {
        List<PathSegment> path = request.getUriInfo().getPathSegments();
        return path.size() >= 2 && path.get(0).getPath().equals("v1") && APIS.contains(path.get(1).getPath());
    }

    private static String explain(CatalogErrorCode code, ContainerRequestContext request, ContainerResponseContext response)
    {
        String path = shorten("/" + request.getUriInfo().getPath());
        return switch (code) {
            case NOT_FOUND -> "There is nothing at %s".formatted(path);
            case METHOD_NOT_ALLOWED -> "%s cannot be sent to %s, which takes %s".formatted(shorten(request.getMethod()), path, response.getHeaderString(ALLOW));
            case NOT_ACCEPTABLE -> "Answers are JSON: the header Accept must allow application/json";
            case FORBIDDEN -> "Neither nodes nor users without a role can send this request";
            case INTERNAL_ERROR -> "The server has failed; its log says why";
            default -> "The request cannot be read";
        };
    }
}
