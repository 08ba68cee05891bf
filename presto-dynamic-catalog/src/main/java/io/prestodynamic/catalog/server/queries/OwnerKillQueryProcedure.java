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
package io.prestodynamic.catalog.server.queries;

import com.facebook.presto.connector.system.KillQueryProcedure;
import com.facebook.presto.spi.ConnectorSession;
import com.facebook.presto.spi.procedure.Procedure;
import com.facebook.presto.spi.procedure.Procedure.Argument;
import com.facebook.presto.spi.security.AccessDeniedException;
import com.google.common.collect.ImmutableList;
import com.google.inject.Provider;
import org.aopalliance.intercept.MethodInterceptor;

import java.lang.invoke.MethodHandle;

import static com.facebook.presto.common.block.MethodHandleUtil.methodHandle;
import static com.facebook.presto.common.type.StandardTypes.VARCHAR;
import static java.util.Objects.requireNonNull;

/**
 * Procedure {@code system.runtime.kill_query} that asks who calls it, in the place of Presto's, which does not know.
 */
public class OwnerKillQueryProcedure
{
    private static final MethodHandle KILL_QUERY = methodHandle(OwnerKillQueryProcedure.class, "killQuery", ConnectorSession.class, String.class, String.class);

    private final KillQueryProcedure procedure;
    private final Provider<QueryRights> rights;

    private OwnerKillQueryProcedure(KillQueryProcedure procedure, Provider<QueryRights> rights)
    {
        this.procedure = requireNonNull(procedure, "procedure is null");
        this.rights = requireNonNull(rights, "rights is null");
    }

    /**
     * Returns an interceptor of {@link KillQueryProcedure#getProcedure}.
     */
    static MethodInterceptor interceptor(Provider<QueryRights> rights)
    {
        return invocation -> new OwnerKillQueryProcedure((KillQueryProcedure) invocation.getThis(), rights).getProcedure();
    }

    // called by its method handle
    public void killQuery(ConnectorSession session, String queryId, String message)
    {
        if (!rights.get().mayUse(session.getIdentity().getPrincipal(), queryId)) {
            throw new AccessDeniedException("Cannot kill query %s: it is the query of another user, which needs the role admin".formatted(queryId));
        }
        procedure.killQuery(queryId, message);
    }

    private Procedure getProcedure()
    {
        return new Procedure("runtime", "kill_query", ImmutableList.of(new Argument("query_id", VARCHAR), new Argument("message", VARCHAR)), KILL_QUERY.bindTo(this));
    }
}
