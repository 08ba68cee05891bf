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
package io.prestodynamic.catalog.engine.queries;

import com.facebook.presto.transaction.TransactionManager;
import com.google.inject.Binder;
import com.google.inject.Module;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import io.prestodynamic.catalog.seam.ConnectorUsers;
import io.prestodynamic.catalog.seam.QueryAdmission;
import io.prestodynamic.catalog.seam.QueryObserver;

/**
 * Queries and transactions of a coordinator that use catalogs.
 */
public class CatalogQueryModule
        implements Module
{
    @Override
    public void configure(Binder binder)
    {
        binder.bind(LiveQueries.class).to(DispatchedQueries.class).in(Scopes.SINGLETON);
        binder.bind(OpenTransactions.class).to(CoordinatorTransactions.class).in(Scopes.SINGLETON);
        binder.bind(CatalogQueries.class).in(Scopes.SINGLETON);
        binder.bind(QueryObserver.class).to(CatalogQueries.class);
        binder.bind(RunningQueries.class).in(Scopes.SINGLETON);
        binder.bind(LimitedQueries.class).in(Scopes.SINGLETON);
        binder.bind(QueryAdmission.class).to(LimitedQueries.class);
    }

    @Provides
    public static ConnectorUsers connectorUsers(TransactionManager transactionManager)
    {
        // the patched InMemoryTransactionManager, which coordinators bind
        return (ConnectorUsers) transactionManager;
    }
}
