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

import com.facebook.presto.spi.ConnectorPageSource;
import com.facebook.presto.spi.connector.ConnectorPageSourceProvider;
import com.google.common.collect.ImmutableMap;
import com.google.common.reflect.Reflection;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.plugin.InterceptingPlugin;
import io.prestodynamic.testing.Conditions;
import io.prestodynamic.tests.cluster.AbstractTestInterceptedConnector;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;

import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import static com.facebook.presto.execution.QueryState.RUNNING;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A catalog {@code busy}, to be deleted while it is used, on a cluster that queues a third concurrent query.
 */
public abstract class AbstractTestDelete
        extends AbstractTestInterceptedConnector
{
    private static final String REMOVED = "Catalog busy was removed while the query was running";

    private volatile CompletableFuture<Void> pages;

    AbstractTestDelete()
    {
        super("busy", ImmutableMap.of("query.max-concurrent-queries", "2"));
    }

    @BeforeMethod
    public void addCatalog()
    {
        pages = CompletableFuture.completedFuture(null);
        addCatalog("busy");
        cluster.execute("CREATE TABLE busy.default.target (x bigint)");
    }

    @AfterMethod(alwaysRun = true)
    public void releasePages()
    {
        pages.complete(null);
    }

    /**
     * Adds a catalog with a table {@code slow} of 100 rows, whose pages can be held.
     */
    void addCatalog(String catalogName)
    {
        plugin.intercept(catalogName, "getPageSourceProvider", (coordinator, call) -> holding(ConnectorPageSourceProvider.class, call.proceed()));
        api.add(catalogName, InterceptingPlugin.CONNECTOR, ImmutableMap.of()).assertOk();
        cluster.execute("CREATE TABLE %s.default.slow (x bigint) WITH (split_count = 1, pages_per_split = 10, rows_per_page = 10)".formatted(catalogName));
    }

    /**
     * Keeps queries that read a table running until {@link #releasePages}.
     */
    void holdPages()
    {
        pages = new CompletableFuture<>();
    }

    private <T> T holding(Class<T> type, Object delegate)
    {
        return Reflection.newProxy(type, (proxy, method, arguments) -> {
            if (method.getName().equals("isBlocked") && !pages.isDone()) {
                return pages;
            }
            try {
                Object result = method.invoke(delegate, arguments);
                return result instanceof ConnectorPageSource ? holding(ConnectorPageSource.class, result) : result;
            }
            catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
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
     * Asserts that the version stays open for longer than an unused one would.
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
