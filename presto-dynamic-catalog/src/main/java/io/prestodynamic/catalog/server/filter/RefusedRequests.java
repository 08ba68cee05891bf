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

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import io.prestodynamic.catalog.CatalogErrorCode;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.audit.AuditLog;
import io.prestodynamic.catalog.audit.AuditRecord;
import io.prestodynamic.catalog.server.representation.ErrorRepresentation;
import io.prestodynamic.catalog.server.request.RequestPath;

import javax.inject.Inject;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;

import static io.prestodynamic.catalog.CatalogErrorCode.FORBIDDEN;
import static io.prestodynamic.catalog.CatalogErrorCode.INSECURE;
import static io.prestodynamic.catalog.CatalogErrorCode.UNAUTHENTICATED;
import static io.prestodynamic.catalog.audit.AuditAction.REQUEST;
import static java.util.Objects.requireNonNull;
import static javax.ws.rs.core.MediaType.APPLICATION_JSON;

/**
 * Audit of requests that are refused before anything is done for them.
 */
public class RefusedRequests
{
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Set<String> READS = ImmutableSet.of("GET", "HEAD", "OPTIONS");
    private static final Set<CatalogErrorCode> BECAUSE_OF_USER = Sets.immutableEnumSet(UNAUTHENTICATED, FORBIDDEN, INSECURE);

    private final AuditLog auditLog;

    @Inject
    public RefusedRequests(AuditLog auditLog)
    {
        this.auditLog = requireNonNull(auditLog, "auditLog is null");
    }

    /**
     * Answers a request with the JSON of an error.
     */
    public static void respond(HttpServletResponse response, CatalogException refusal)
            throws IOException
    {
        response.setStatus(CatalogExceptionMapper.status(refusal.getCode()));
        response.setContentType(APPLICATION_JSON);
        response.getOutputStream().write(MAPPER.writeValueAsBytes(new ErrorRepresentation(refusal.getCode(), refusal.getMessage())));
    }

    /**
     * Records the refusal of a request for the catalog API, unless it is recorded already, or the request changes nothing and is not refused because of its user.
     */
    public void recordIfAttempt(HttpServletRequest request, CatalogException refusal)
    {
        boolean isAttempt = !READS.contains(request.getMethod()) || BECAUSE_OF_USER.contains(refusal.getCode());
        if (isAttempt && !refusal.isAudited() && RequestPath.isCatalogApi(request.getRequestURI())) {
            record(request, refusal);
        }
    }

    public void record(HttpServletRequest request, CatalogException refusal)
    {
        String message = "%s %s: %s".formatted(request.getMethod(), request.getRequestURI(), refusal.getMessage());
        auditLog.record(new AuditRecord(
                REQUEST,
                RequestPath.catalogName(request),
                Optional.empty(),
                Set.of(),
                RequestOrigins.ofRefused(request),
                refusal.getCode().name(),
                Optional.of(message)));
    }
}
