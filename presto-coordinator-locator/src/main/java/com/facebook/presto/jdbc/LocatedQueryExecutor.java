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
package com.facebook.presto.jdbc;

import com.facebook.presto.jdbc.LocatedConnections.LocatedClient;
import com.facebook.presto.jdbc.internal.client.ClientSession;
import com.facebook.presto.jdbc.internal.client.ServerInfo;
import com.facebook.presto.jdbc.internal.client.StatementClient;
import com.facebook.presto.jdbc.internal.okhttp3.Interceptor;
import com.facebook.presto.jdbc.internal.okhttp3.OkHttpClient;

import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;

import static com.facebook.presto.jdbc.internal.client.StatementClientFactory.newStatementClient;
import static java.util.Objects.requireNonNull;

class LocatedQueryExecutor
        extends QueryExecutor
{
    private final LocatedClient client;

    LocatedQueryExecutor(LocatedClient client)
    {
        super(client.client());
        this.client = requireNonNull(client, "client is null");
    }

    @Override
    public StatementClient startQuery(ClientSession session, String query)
    {
        Interceptor interceptor = client.queryInterceptor().apply(Duration.ofMillis(session.getClientRequestTimeout().toMillis()));
        OkHttpClient queryClient = client.client().newBuilder().addInterceptor(interceptor).build();
        try {
            return newStatementClient(queryClient, session, query);
        }
        catch (RequestFailedException e) {
            throw LocatedQueryExecutor.<RuntimeException>asUnchecked(e.failure());
        }
    }

    @Override
    public ServerInfo getServerInfo(URI server)
    {
        try {
            return super.getServerInfo(server);
        }
        catch (RequestFailedException e) {
            throw LocatedQueryExecutor.<RuntimeException>asUnchecked(e.failure());
        }
    }

    // the callers in Presto's driver declare SQLException and wrap unchecked exceptions only
    @SuppressWarnings("unchecked")
    private static <E extends Exception> E asUnchecked(SQLException failure)
            throws E
    {
        throw (E) failure;
    }
}
