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

import com.facebook.presto.common.predicate.TupleDomain;
import com.facebook.presto.connector.system.QuerySystemTable;
import com.facebook.presto.execution.QueryManager;
import com.facebook.presto.spi.ConnectorSession;
import com.facebook.presto.spi.RecordCursor;
import com.facebook.presto.spi.connector.ConnectorTransactionHandle;

import javax.inject.Inject;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Table {@code system.runtime.queries}, with the queries that a user may see.
 */
public class VisibleQueriesTable
        extends QuerySystemTable
{
    private final QueryManager queryManager;
    private final QueryRights rights;

    @Inject
    public VisibleQueriesTable(QueryManager queryManager, QueryRights rights)
    {
        super(queryManager);
        this.queryManager = requireNonNull(queryManager, "queryManager is null");
        this.rights = requireNonNull(rights, "rights is null");
    }

    @Override
    public RecordCursor cursor(ConnectorTransactionHandle transactionHandle, ConnectorSession session, TupleDomain<Integer> constraint)
    {
        return new QuerySystemTable(visible(session.getIdentity().getPrincipal())).cursor(transactionHandle, session, constraint);
    }

    private QueryManager visible(Optional<Principal> user)
    {
        return (QueryManager) Proxy.newProxyInstance(QueryManager.class.getClassLoader(), new Class<?>[] {QueryManager.class}, (proxy, method, arguments) -> {
            if (method.getName().equals("getQueries")) {
                return queryManager.getQueries().stream().filter(query -> rights.mayUse(user, query)).toList();
            }
            try {
                return method.invoke(queryManager, arguments);
            }
            catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }
}
