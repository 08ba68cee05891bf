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
package io.prestodynamic.locator.jdbc;

import com.facebook.presto.jdbc.LocatedConnections;
import com.facebook.presto.jdbc.LocatedConnections.LocatedClient;
import com.facebook.presto.jdbc.PrestoDriver;
import com.facebook.presto.jdbc.internal.okhttp3.OkHttpClient;
import io.prestodynamic.locator.CoordinatorNotFoundException;

import java.io.Closeable;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import static io.prestodynamic.locator.jdbc.ConnectionFailures.cannotConnect;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * Factory of connections whose requests go to the current coordinator. Thread-safe.
 */
class DiscoveryConnections
        implements Closeable
{
    // shorter than the 10 s of Presto's driver, which a dead host would take
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);

    private final LocatedConnections connections = new LocatedConnections();
    private final SharedLocators locators = new SharedLocators();

    /**
     * @throws SQLException with SQLState 08001 if no coordinator is found in time, or as thrown by Presto's driver
     */
    Connection open(DiscoveryUrl url)
            throws SQLException
    {
        try {
            return connections.open(url.prestoUrl(), url.prestoProperties(), url.shownUrl(), (server, client) -> locate(url, server, client));
        }
        catch (SQLException e) {
            throw url.withOwnUrl(e);
        }
    }

    List<DriverPropertyInfo> describePrestosProperties(DiscoveryUrl url)
            throws SQLException
    {
        try (PrestoDriver presto = new PrestoDriver()) {
            return Arrays.asList(presto.getPropertyInfo(url.prestoUrl(), url.prestoProperties()));
        }
        catch (SQLException e) {
            throw url.withOwnUrl(e);
        }
    }

    @Override
    public void close()
    {
        connections.close();
    }

    private LocatedClient locate(DiscoveryUrl url, URI server, OkHttpClient client)
            throws SQLException
    {
        OkHttpClient impatient = client.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT.toMillis(), MILLISECONDS)
                .build();
        CoordinatorChoice coordinators = new CoordinatorChoice(locators.get(url, server.getScheme(), impatient), url.coordinatorTimeout());
        try {
            coordinators.find();
        }
        catch (CoordinatorNotFoundException e) {
            throw cannotConnect(e.getMessage(), e);
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cannotConnect("Interrupted while looking for a coordinator", e);
        }
        OkHttpClient.Builder located = impatient.newBuilder();
        located.interceptors().add(0, new CoordinatorInterceptor(server, coordinators));
        OkHttpClient locatedClient = located.addNetworkInterceptor(new SentStatementInterceptor()).build();
        RefusedConnections refusals = new RefusedConnections(locatedClient);
        return new LocatedClient(locatedClient, networkTimeout -> new RunningQueryInterceptor(coordinators, refusals, networkTimeout));
    }
}
