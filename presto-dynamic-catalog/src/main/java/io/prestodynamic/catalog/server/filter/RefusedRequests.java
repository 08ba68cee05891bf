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

import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.audit.AuditLog;
import io.prestodynamic.catalog.audit.AuditRecord;

import javax.inject.Inject;
import javax.servlet.http.HttpServletRequest;

import java.util.Optional;
import java.util.Set;

import static io.prestodynamic.catalog.audit.AuditAction.REQUEST;
import static java.util.Objects.requireNonNull;

/**
 * Audit of requests that are refused to their users before anything is done for them.
 */
public class RefusedRequests
{
    private final AuditLog auditLog;

    @Inject
    public RefusedRequests(AuditLog auditLog)
    {
        this.auditLog = requireNonNull(auditLog, "auditLog is null");
    }

    public void record(HttpServletRequest request, CatalogException refusal)
    {
        String message = "%s %s: %s".formatted(request.getMethod(), request.getRequestURI(), refusal.getMessage());
        auditLog.record(new AuditRecord(REQUEST, Optional.empty(), Optional.empty(), Set.of(), RequestOrigins.ofRefused(request), refusal.getCode().name(), Optional.of(message)));
    }
}
