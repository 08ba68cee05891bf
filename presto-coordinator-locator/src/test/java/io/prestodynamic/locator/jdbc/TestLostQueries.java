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

import org.testng.annotations.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static io.prestodynamic.locator.testing.Conditions.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Running queries whose coordinator fails while there is no other.
 */
public class TestLostQueries
        extends AbstractTestDiscoveryDriver
{
    @Test
    public void testCoordinatorThatRefusesConnectionsIsGone()
            throws Exception
    {
        first.holdResults();
        try (Connection connection = connect("")) {
            CompletableFuture<String> query = startQuery(connection);
            first.stop();
            // Presto's driver alone gives up after two minutes
            assertThatThrownBy(() -> query.get(30, TimeUnit.SECONDS))
                    .rootCause()
                    .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08006"))
                    .hasMessageContaining("The coordinator %s, which ran the query, is lost: it refuses connections".formatted(first.uri().getAuthority()));
        }
    }

    @Test
    public void testCoordinatorThatIsSilentIsWaitedFor()
            throws Exception
    {
        first.dropResults();
        try (Connection connection = connect("")) {
            CompletableFuture<String> query = startQuery(connection);
            // lasts longer than refused connections are tolerated
            await("the results are asked for again and again", () -> resultRequests() > 10);
            first.answerResults();
            assertThat(query.get(30, TimeUnit.SECONDS)).isEqualTo("first");
        }
    }

    @Test
    public void testCoordinatorThatIsSilentForTheNetworkTimeout()
            throws Exception
    {
        first.dropResults();
        try (Connection connection = connect("")) {
            connection.setNetworkTimeout(Runnable::run, 2_000);
            CompletableFuture<String> query = startQuery(connection);
            assertThatThrownBy(() -> query.get(30, TimeUnit.SECONDS))
                    .rootCause()
                    .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08006"))
                    .hasMessageContaining("is lost, or cannot be reached");
        }
    }

    @Test
    public void testCoordinatorThatWasStartedAgain()
            throws Exception
    {
        first.dropResults();
        try (Connection connection = connect("")) {
            CompletableFuture<String> query = startQuery(connection);
            first.forgetQueries();
            first.answerResults();
            assertThatThrownBy(() -> query.get(30, TimeUnit.SECONDS))
                    .rootCause()
                    .isInstanceOfSatisfying(SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08006"))
                    .hasMessageContaining("no longer knows it");
            assertThat(coordinatorOf(connection)).isEqualTo("first");
        }
    }

    private CompletableFuture<String> startQuery(Connection connection)
    {
        CompletableFuture<String> query = CompletableFuture.supplyAsync(() -> coordinatorOf(connection));
        await("the results are asked for", () -> resultRequests() > 0);
        return query;
    }

    private long resultRequests()
    {
        return first.requests().stream().filter(request -> request.path().startsWith("/v1/statement/")).count();
    }
}
