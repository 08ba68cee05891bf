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

import com.facebook.presto.common.RuntimeStats;
import com.facebook.presto.server.security.SecurityConfig;
import com.facebook.presto.spi.PrestoException;
import com.facebook.presto.spi.QueryId;
import com.facebook.presto.spi.WarningCollector;
import com.facebook.presto.spi.security.AccessControl;
import com.facebook.presto.spi.security.AccessControlContext;
import com.facebook.presto.spi.security.AccessDeniedException;
import com.facebook.presto.spi.security.Identity;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.access.Caller;

import javax.inject.Inject;
import javax.servlet.http.HttpServletRequest;

import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

import static com.facebook.presto.client.PrestoHeaders.PRESTO_CLIENT_INFO;
import static com.facebook.presto.client.PrestoHeaders.PRESTO_SOURCE;
import static com.facebook.presto.client.PrestoHeaders.PRESTO_USER;
import static com.facebook.presto.spi.StandardErrorCode.SERVER_STARTING_UP;
import static io.prestodynamic.catalog.CatalogErrorCode.FORBIDDEN;
import static io.prestodynamic.catalog.CatalogErrorCode.STARTING;
import static io.prestodynamic.catalog.CatalogErrorCode.UNAUTHENTICATED;
import static java.util.Objects.requireNonNull;

/**
 * Users of requests. The user is the one for whom Presto would run a query of the same request.
 */
public class Callers
{
    private static final QueryId NO_QUERY = new QueryId("catalog_request");
    private static final String CERTIFICATES = "javax.servlet.request.X509Certificate";

    private final AccessControl accessControl;
    private final boolean authenticates;
    private final boolean selectsIdentity;

    @Inject
    public Callers(AccessControl accessControl, SecurityConfig config)
    {
        this.accessControl = requireNonNull(accessControl, "accessControl is null");
        authenticates = !config.getAuthenticationTypes().isEmpty();
        selectsIdentity = config.isAuthorizedIdentitySelectionEnabled();
    }

    /**
     * Returns the user that the header {@code X-Presto-User} names, if who is authenticated may be that user. Without the header, it is who is authenticated.
     * @throws CatalogException with {@code UNAUTHENTICATED} if nobody is authenticated and the server asks for it, with {@code FORBIDDEN} if who is authenticated may not
     * be that user, or with {@code STARTING} if Presto's access control is not loaded yet
     */
    public Caller identify(HttpServletRequest request)
    {
        Optional<Principal> principal = Optional.ofNullable(request.getUserPrincipal());
        if (authenticates && principal.isEmpty()) {
            throw new CatalogException(UNAUTHENTICATED, "The request does not say who sends it, which this server asks for");
        }
        String user = header(request, PRESTO_USER).or(() -> principal.map(Principal::getName)).orElse("");
        Identity identity = new Identity(user, principal);
        AccessControlContext context = new AccessControlContext(
                NO_QUERY,
                header(request, PRESTO_CLIENT_INFO),
                header(request, PRESTO_SOURCE),
                WarningCollector.NOOP,
                new RuntimeStats());
        try {
            Identity checked = checkIdentity(identity, context, certificates(request));
            return new Caller(checked, context, RequestOrigins.of(request, checked));
        }
        catch (AccessDeniedException e) {
            throw new CatalogException(FORBIDDEN, e.getMessage(), e);
        }
        catch (PrestoException e) {
            if (!e.getErrorCode().equals(SERVER_STARTING_UP.toErrorCode())) {
                throw e;
            }
            throw new CatalogException(STARTING, "The server is starting, and does not know yet who may see which catalogs", e);
        }
    }

    private Identity checkIdentity(Identity identity, AccessControlContext context, List<X509Certificate> certificates)
    {
        if (selectsIdentity) {
            return new Identity(accessControl.selectAuthorizedIdentity(identity, context, identity.getUser(), certificates).getUserName(), identity.getPrincipal());
        }
        accessControl.checkCanSetUser(identity, context, identity.getPrincipal(), identity.getUser());
        return identity;
    }

    private static Optional<String> header(HttpServletRequest request, String name)
    {
        return Optional.ofNullable(request.getHeader(name)).map(String::trim).filter(value -> !value.isEmpty());
    }

    private static List<X509Certificate> certificates(HttpServletRequest request)
    {
        return request.getAttribute(CERTIFICATES) instanceof X509Certificate[] certificates ? List.of(certificates) : List.of();
    }
}
