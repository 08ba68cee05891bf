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
import io.prestodynamic.catalog.CatalogErrorCode;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.server.representation.ErrorRepresentation;
import io.prestodynamic.catalog.server.request.RequestPath;

import javax.inject.Inject;
import javax.servlet.http.HttpServletRequest;
import javax.ws.rs.core.Context;
import javax.ws.rs.core.Response;
import javax.ws.rs.ext.ExceptionMapper;

import java.util.Map;

import static com.google.common.net.HttpHeaders.RETRY_AFTER;
import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_EXISTS;
import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_IS_STATIC;
import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_NOT_FOUND;
import static io.prestodynamic.catalog.CatalogErrorCode.CONCURRENT_CHANGE;
import static io.prestodynamic.catalog.CatalogErrorCode.FORBIDDEN;
import static io.prestodynamic.catalog.CatalogErrorCode.INSECURE;
import static io.prestodynamic.catalog.CatalogErrorCode.INTERNAL_ERROR;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_CONFIGURATION;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.CatalogErrorCode.NOT_COORDINATOR;
import static io.prestodynamic.catalog.CatalogErrorCode.REQUEST_TOO_LARGE;
import static io.prestodynamic.catalog.CatalogErrorCode.STARTING;
import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static io.prestodynamic.catalog.CatalogErrorCode.TOO_MANY_CHANGES;
import static io.prestodynamic.catalog.CatalogErrorCode.UNAUTHENTICATED;
import static io.prestodynamic.catalog.CatalogErrorCode.UNKNOWN_CONNECTOR;
import static io.prestodynamic.catalog.CatalogErrorCode.UNSUPPORTED_MEDIA_TYPE;
import static io.prestodynamic.catalog.CatalogErrorCode.VERSION_MISMATCH;
import static io.prestodynamic.catalog.CatalogErrorCode.VERSION_NOT_FOUND;
import static java.util.Objects.requireNonNull;
import static javax.ws.rs.core.MediaType.APPLICATION_JSON_TYPE;
import static javax.ws.rs.core.Response.Status.BAD_REQUEST;
import static javax.ws.rs.core.Response.Status.CONFLICT;
import static javax.ws.rs.core.Response.Status.INTERNAL_SERVER_ERROR;
import static javax.ws.rs.core.Response.Status.METHOD_NOT_ALLOWED;
import static javax.ws.rs.core.Response.Status.NOT_ACCEPTABLE;
import static javax.ws.rs.core.Response.Status.NOT_FOUND;
import static javax.ws.rs.core.Response.Status.PRECONDITION_FAILED;
import static javax.ws.rs.core.Response.Status.REQUEST_ENTITY_TOO_LARGE;
import static javax.ws.rs.core.Response.Status.REQUEST_TIMEOUT;
import static javax.ws.rs.core.Response.Status.SERVICE_UNAVAILABLE;
import static javax.ws.rs.core.Response.Status.TOO_MANY_REQUESTS;
import static javax.ws.rs.core.Response.Status.UNAUTHORIZED;

/**
 * Mapper of refusals to HTTP responses. It audits those that nobody has recorded.
 */
public class CatalogExceptionMapper
        implements ExceptionMapper<CatalogException>
{
    private static final int RETRY_AFTER_SECONDS = 2;
    private static final Map<CatalogErrorCode, Response.Status> STATUSES = ImmutableMap.<CatalogErrorCode, Response.Status>builder()
            .put(INVALID_REQUEST, BAD_REQUEST)
            .put(UNKNOWN_CONNECTOR, BAD_REQUEST)
            .put(INVALID_CONFIGURATION, BAD_REQUEST)
            .put(UNAUTHENTICATED, UNAUTHORIZED)
            .put(FORBIDDEN, Response.Status.FORBIDDEN)
            .put(INSECURE, Response.Status.FORBIDDEN)
            .put(CATALOG_NOT_FOUND, NOT_FOUND)
            .put(VERSION_NOT_FOUND, NOT_FOUND)
            .put(CATALOG_EXISTS, CONFLICT)
            .put(CATALOG_IS_STATIC, CONFLICT)
            .put(CONCURRENT_CHANGE, CONFLICT)
            .put(VERSION_MISMATCH, PRECONDITION_FAILED)
            .put(CatalogErrorCode.REQUEST_TIMEOUT, REQUEST_TIMEOUT)
            .put(REQUEST_TOO_LARGE, REQUEST_ENTITY_TOO_LARGE)
            .put(UNSUPPORTED_MEDIA_TYPE, Response.Status.UNSUPPORTED_MEDIA_TYPE)
            .put(TOO_MANY_CHANGES, TOO_MANY_REQUESTS)
            .put(STORE_UNAVAILABLE, SERVICE_UNAVAILABLE)
            .put(STARTING, SERVICE_UNAVAILABLE)
            .put(NOT_COORDINATOR, SERVICE_UNAVAILABLE)
            .put(CatalogErrorCode.NOT_FOUND, NOT_FOUND)
            .put(CatalogErrorCode.METHOD_NOT_ALLOWED, METHOD_NOT_ALLOWED)
            .put(CatalogErrorCode.NOT_ACCEPTABLE, NOT_ACCEPTABLE)
            .put(INTERNAL_ERROR, INTERNAL_SERVER_ERROR)
            .build();

    private final RefusedRequests refusedRequests;

    @Context
    private HttpServletRequest request;

    @Inject
    public CatalogExceptionMapper(RefusedRequests refusedRequests)
    {
        this.refusedRequests = requireNonNull(refusedRequests, "refusedRequests is null");
    }

    static int status(CatalogErrorCode code)
    {
        return STATUSES.get(code).getStatusCode();
    }

    @Override
    public Response toResponse(CatalogException exception)
    {
        refusedRequests.recordIfAttempt(request, exception);
        if (exception.getCode() == UNKNOWN_CONNECTOR && RequestPath.isAboutConnectors(request.getRequestURI())) {
            // the path names the connector, and not a definition
            return Response.fromResponse(respond(exception)).status(NOT_FOUND).build();
        }
        return respond(exception);
    }

    static Response respond(CatalogException exception)
    {
        Response.ResponseBuilder response = Response.status(status(exception.getCode()))
                .type(APPLICATION_JSON_TYPE)
                .entity(new ErrorRepresentation(exception.getCode(), exception.getMessage()));
        if (exception.getCode() == TOO_MANY_CHANGES) {
            response.header(RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        return response.build();
    }
}
