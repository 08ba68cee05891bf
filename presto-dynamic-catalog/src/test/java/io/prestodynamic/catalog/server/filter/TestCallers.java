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

import com.facebook.airlift.http.server.BasicPrincipal;
import com.facebook.presto.server.security.SecurityConfig;
import com.facebook.presto.spi.PrestoException;
import com.facebook.presto.spi.security.AccessControlContext;
import com.facebook.presto.spi.security.AllowAllAccessControl;
import com.facebook.presto.spi.security.AuthorizedIdentity;
import com.facebook.presto.spi.security.Identity;
import io.prestodynamic.catalog.CatalogErrorCode;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.access.Caller;
import io.prestodynamic.catalog.history.ChangeOrigin;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.testng.annotations.Test;

import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import static com.facebook.presto.spi.StandardErrorCode.SERVER_STARTING_UP;
import static com.facebook.presto.spi.security.AccessDeniedException.denySetUser;
import static io.prestodynamic.catalog.CatalogErrorCode.FORBIDDEN;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.CatalogErrorCode.STARTING;
import static io.prestodynamic.catalog.CatalogErrorCode.UNAUTHENTICATED;
import static io.prestodynamic.catalog.history.ChangeSource.HTTP;
import static io.prestodynamic.catalog.server.TestingServletRequest.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

public class TestCallers
{
    private static final SecurityConfig PASSWORD = new SecurityConfig().setAuthenticationTypes("PASSWORD");
    private static final SecurityConfig NONE = new SecurityConfig();

    @Test
    public void testUser()
    {
        assertThat(user(PASSWORD, Map.of(), "bob")).isEqualTo("bob");
        assertThat(user(PASSWORD, Map.of("X-Presto-User", "bob"), "bob")).isEqualTo("bob");
        assertThat(user(PASSWORD, Map.of("X-Presto-User", " "), "bob")).isEqualTo("bob");
        assertThat(user(NONE, Map.of("X-Presto-User", "anne"))).isEqualTo("anne");
        assertThat(user(NONE, Map.of())).isEmpty();
    }

    @Test
    public void testNobodyIsAuthenticated()
    {
        assertRefused(() -> user(PASSWORD, Map.of("X-Presto-User", "admin")), UNAUTHENTICATED);
        assertRefused(() -> user(PASSWORD, Map.of()), UNAUTHENTICATED);
    }

    @Test
    public void testImpersonation()
    {
        assertThat(user(PASSWORD, Map.of("X-Presto-User", "anne"), "service")).isEqualTo("anne");
        assertThat(assertRefused(() -> user(PASSWORD, Map.of("X-Presto-User", "admin"), "bob"), FORBIDDEN))
                .hasMessage("Access Denied: Principal bob cannot become user admin");
    }

    @Test
    public void testSelectedIdentity()
    {
        SecurityConfig config = new SecurityConfig().setAuthenticationTypes("PASSWORD").setAuthorizedIdentitySelectionEnabled(true);
        assertThat(user(config, Map.of("X-Presto-User", "anne"), "bob")).isEqualTo("anne for bob");
    }

    @Test
    public void testContext()
    {
        Caller caller = identify(NONE, Map.of("X-Presto-Source", "a script", "X-Presto-Client-Info", "nightly"));
        assertThat(caller.context().getSource()).contains("a script");
        assertThat(caller.context().getClientInfo()).contains("nightly");
    }

    @Test
    public void testOrigin()
    {
        ChangeOrigin authenticated = identify(PASSWORD, Map.of("X-Presto-Catalog-Comment", " why "), "bob").origin();
        assertThat(authenticated).isEqualTo(new ChangeOrigin(HTTP, Optional.of("bob"), Optional.of("bob"), Optional.of("10.0.0.7"), Optional.empty(), Optional.of("why")));
        ChangeOrigin claimed = identify(NONE, Map.of("X-Presto-User", "anne", "X-Presto-Catalog-Comment", " ")).origin();
        assertThat(claimed).isEqualTo(new ChangeOrigin(HTTP, Optional.of("anne"), Optional.empty(), Optional.of("10.0.0.7"), Optional.empty(), Optional.empty()));
        assertThat(identify(NONE, Map.of()).origin().user()).isEmpty();

        // as the server reads what a client has sent in UTF-8
        assertThat(identify(NONE, Map.of("X-Presto-Catalog-Comment", "Gr\u00f6\u00dfer")).origin().comment()).contains("Größer");
        assertThat(identify(NONE, Map.of("X-Presto-Catalog-Comment", "Gr\u00c3\u00b6\u00c3\u009fer")).origin().comment()).contains("Größer");
        assertRefused(() -> identify(NONE, Map.of("X-Presto-Catalog-Comment", "x".repeat(1001))), INVALID_REQUEST);
    }

    @Test
    public void testAccessControlIsNotLoaded()
    {
        assertRefused(() -> user(NONE, Map.of("X-Presto-User", "early")), STARTING);
    }

    private static CatalogException assertRefused(ThrowingCallable call, CatalogErrorCode code)
    {
        CatalogException refusal = catchThrowableOfType(CatalogException.class, call);
        assertThat(refusal.getCode()).isEqualTo(code);
        return refusal;
    }

    private static String user(SecurityConfig config, Map<String, String> headers, String... principal)
    {
        return identify(config, headers, principal).user();
    }

    private static Caller identify(SecurityConfig config, Map<String, String> headers, String... principal)
    {
        return new Callers(new ServiceAccessControl(), config).identify(request(headers, Stream.of(principal).findFirst().map(BasicPrincipal::new)));
    }

    /**
     * The principal {@code service} may be everybody, others only themselves.
     */
    private static class ServiceAccessControl
            extends AllowAllAccessControl
    {
        @Override
        public void checkCanSetUser(Identity identity, AccessControlContext context, Optional<Principal> principal, String userName)
        {
            if (userName.equals("early")) {
                throw new PrestoException(SERVER_STARTING_UP, "Presto server is still initializing");
            }
            if (principal.map(Principal::getName).filter(name -> !name.equals("service") && !name.equals(userName)).isPresent()) {
                denySetUser(principal, userName);
            }
        }

        @Override
        public AuthorizedIdentity selectAuthorizedIdentity(Identity identity, AccessControlContext context, String userName, List<X509Certificate> certificates)
        {
            return new AuthorizedIdentity("%s for %s".formatted(userName, identity.getPrincipal().orElseThrow().getName()), "test", true);
        }
    }
}
