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
package io.prestodynamic.tests.cluster.queries;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.plugin.InterceptingPlugin;
import io.prestodynamic.testing.Conditions;
import io.prestodynamic.tests.cluster.AbstractTestInterceptedConnector;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.testng.annotations.BeforeMethod;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import static com.facebook.presto.execution.QueryState.RUNNING;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A catalog {@code busy}, to be deleted while it is used. A third query at the same time is queued.
 */
public abstract class AbstractTestDelete
        extends AbstractTestInterceptedConnector
{
    private static final String REMOVED = "Catalog busy was removed while the query was running";

    AbstractTestDelete()
    {
        super("busy", ImmutableMap.of("query.max-concurrent-queries", "2"));
    }

    @BeforeMethod
    public void addCatalog()
    {
        api.add("busy", InterceptingPlugin.CONNECTOR, ImmutableMap.of()).assertOk();
        // about three seconds
        cluster.execute("CREATE TABLE busy.default.slow (x bigint) WITH (split_count = 1, pages_per_split = 10, rows_per_page = 10, page_processing_delay = '300ms')");
        cluster.execute("CREATE TABLE busy.default.target (x bigint)");
    }

    CompletableFuture<Object> start(String sql)
    {
        return supplyAsync(() -> cluster.execute(sql).getOnlyValue(), executor);
    }

    void awaitRunning(String sql)
    {
        Conditions.await("the query is running", TIMEOUT, () -> cluster.getQueryRunner().getQueries().stream()
                .anyMatch(query -> query.getQuery().contains(sql) && query.getState() == RUNNING && query.getQueryStats().getTotalDrivers() > 0));
    }

    /**
     * Longer than it takes to close a version that nobody uses.
     */
    void assertStaysOpen()
    {
        long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
        Conditions.await("some seconds have passed", TIMEOUT, () -> {
            assertThat(plugin.getOpen()).hasSize(3);
            return System.nanoTime() > end;
        });
    }

    static void assertDraining(Answer answer)
    {
        answer.assertOk();
        assertThat(answer.text("state")).describedAs(answer.body()).isEqualTo("DRAINING");
        assertThat(answer.json().path("queries").asInt()).describedAs(answer.body()).isEqualTo(1);
    }

    static void assertRemoved(ThrowingCallable query)
    {
        assertThatThrownBy(query).hasMessageContaining(REMOVED);
    }
}
