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

import com.facebook.airlift.http.server.Authorizer;
import com.facebook.presto.dispatcher.DispatchManager;
import com.facebook.presto.execution.QueryManager;
import com.facebook.presto.server.BasicQueryInfo;
import com.facebook.presto.spi.QueryId;
import com.google.common.collect.ImmutableSet;

import javax.inject.Inject;

import java.security.Principal;
import java.util.NoSuchElementException;
import java.util.Optional;

import static com.facebook.presto.server.security.RoleType.ADMIN;
import static java.util.Objects.requireNonNull;

/**
 * Rights on queries by roles. Users see and stop their own queries, and those with the role {@code ADMIN} all.
 */
public class QueryRights
{
    private final Authorizer authorizer;
    private final DispatchManager dispatchManager;
    private final QueryManager queryManager;

    @Inject
    public QueryRights(Authorizer authorizer, DispatchManager dispatchManager, QueryManager queryManager)
    {
        this.authorizer = requireNonNull(authorizer, "authorizer is null");
        this.dispatchManager = requireNonNull(dispatchManager, "dispatchManager is null");
        this.queryManager = requireNonNull(queryManager, "queryManager is null");
    }

    /**
     * @param user who is authenticated
     */
    public boolean mayUse(Optional<Principal> user, BasicQueryInfo query)
    {
        return query.getSession().getPrincipal().equals(user.map(Principal::getName)) ||
                user.filter(principal -> authorizer.authorize(principal, ImmutableSet.of(ADMIN), query.getSelf().toString()).isAllowed()).isPresent();
    }

    /**
     * Returns true also if there is no such query.
     */
    boolean mayUse(Optional<Principal> user, String queryId)
    {
        return find(queryId).map(query -> mayUse(user, query)).orElse(true);
    }

    // one of them forgets an old query before the other
    private Optional<BasicQueryInfo> find(String queryId)
    {
        try {
            QueryId id = QueryId.valueOf(queryId);
            return Optional.of(dispatchManager.isQueryPresent(id) ? dispatchManager.getQueryInfo(id) : queryManager.getQueryInfo(id));
        }
        catch (IllegalArgumentException | NoSuchElementException e) {
            return Optional.empty();
        }
    }
}
