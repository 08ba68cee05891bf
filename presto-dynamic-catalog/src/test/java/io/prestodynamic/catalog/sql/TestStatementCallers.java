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
package io.prestodynamic.catalog.sql;

import com.facebook.airlift.http.server.BasicPrincipal;
import com.facebook.presto.common.RuntimeStats;
import com.facebook.presto.server.security.SecurityConfig;
import com.facebook.presto.spi.QueryId;
import com.facebook.presto.spi.WarningCollector;
import com.facebook.presto.spi.security.AccessControlContext;
import com.facebook.presto.spi.security.Identity;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.access.Caller;
import io.prestodynamic.catalog.history.ChangeOrigin;
import org.testng.annotations.Test;

import java.security.Principal;
import java.util.Optional;

import static io.prestodynamic.catalog.CatalogErrorCode.INSECURE;
import static io.prestodynamic.catalog.history.ChangeSource.SQL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestStatementCallers
{
    @Test
    public void testPlainHttp()
    {
        StatementCallers callers = new StatementCallers(new SecurityConfig().setAuthenticationTypes("PASSWORD"));
        callers.check(caller(Optional.of(new BasicPrincipal("alice"))));
        assertThatThrownBy(() -> callers.check(caller(Optional.empty())))
                .isInstanceOfSatisfying(CatalogException.class, e -> assertThat(e.getCode()).isEqualTo(INSECURE));
    }

    @Test
    public void testNoAuthentication()
    {
        new StatementCallers(new SecurityConfig()).check(caller(Optional.empty()));
    }

    private static Caller caller(Optional<Principal> principal)
    {
        AccessControlContext context = new AccessControlContext(new QueryId("query"), Optional.empty(), Optional.empty(), WarningCollector.NOOP, new RuntimeStats());
        ChangeOrigin origin = new ChangeOrigin(SQL, Optional.of("alice"), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        return new Caller(new Identity("alice", principal), context, origin);
    }
}
