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
package io.prestodynamic.catalog.server.metrics;

import io.prestodynamic.catalog.CatalogException;

import javax.servlet.http.HttpServletRequest;

import static io.prestodynamic.catalog.CatalogErrorCode.FORBIDDEN;
import static io.prestodynamic.catalog.CatalogErrorCode.INSECURE;
import static io.prestodynamic.catalog.CatalogErrorCode.UNAUTHENTICATED;
import static io.prestodynamic.catalog.server.metrics.MetricsAccess.AUTHENTICATED;
import static io.prestodynamic.catalog.server.metrics.MetricsAccess.OFF;
import static io.prestodynamic.catalog.server.metrics.MetricsAccess.OPEN;
import static java.util.Objects.requireNonNull;

/**
 * Rights to read the metrics.
 */
public class MetricsRights
{
    public static final String PATH = "/metrics";

    private final MetricsAccess access;

    public MetricsRights(MetricsAccess access)
    {
        this.access = requireNonNull(access, "access is null");
    }

    /**
     * Returns whether the request reads the metrics, and needs no login for that.
     */
    public boolean isOpen(HttpServletRequest request)
    {
        // exactly this path, so that it cannot be another one for Jersey
        return access == OPEN && request.getRequestURI().equals(PATH) && (request.getMethod().equals("GET") || request.getMethod().equals("HEAD"));
    }

    /**
     * Returns whether users see the metrics of those catalogs only that they may see.
     */
    public boolean isLimited()
    {
        return access == AUTHENTICATED;
    }

    /**
     * @throws CatalogException with {@code FORBIDDEN} if metrics are off, with {@code INSECURE} if the request needs HTTPS, or with {@code UNAUTHENTICATED} if it has no user
     */
    public void check(HttpServletRequest request)
    {
        if (access == OFF) {
            throw new CatalogException(FORBIDDEN, "Metrics are off, which is the default where the server authenticates its users: " +
                    "set dynamic-catalog.metrics.access to authenticated or open");
        }
        if (access == AUTHENTICATED && !request.isSecure()) {
            throw new CatalogException(INSECURE, "This server knows its users by HTTPS only: read the metrics from its HTTPS port");
        }
        if (access == AUTHENTICATED && request.getUserPrincipal() == null) {
            throw new CatalogException(UNAUTHENTICATED, "The request does not say who sends it, which this server asks for");
        }
    }
}
