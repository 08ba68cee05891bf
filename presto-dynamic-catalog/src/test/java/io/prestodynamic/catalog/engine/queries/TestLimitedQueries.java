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

import com.facebook.presto.spi.ConnectorId;
import com.facebook.presto.spi.PrestoException;
import com.facebook.presto.spi.QueryId;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.engine.LocalCatalogs;
import io.prestodynamic.catalog.engine.TestingCatalogNames;
import io.prestodynamic.catalog.engine.TestingConnectorVersions;
import io.prestodynamic.catalog.files.TestingFiles;
import io.prestodynamic.catalog.limits.TestingCatalogLimits;
import io.prestodynamic.catalog.secrets.TestingSecrets;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import static com.facebook.presto.spi.StandardErrorCode.QUERY_QUEUE_FULL;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.prestodynamic.catalog.TestingCatalogVersions.version;
import static io.prestodynamic.catalog.engine.errors.TestingConnectorFailures.connectorFailures;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestLimitedQueries
{
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final CatalogVersion SALES = version("sales", 1);
    private static final CatalogVersion NEW_SALES = version("sales", 2);
    private static final CatalogVersion HR = version("hr", 1);

    private final Map<String, Integer> limits = new HashMap<>();
    private LocalCatalogs catalogs;
    private LimitedQueries queries;

    @BeforeMethod
    public void setUp()
    {
        limits.clear();
        catalogs = new LocalCatalogs(new TestingConnectorVersions(), new TestingCatalogNames(), TestingSecrets.none(), TestingFiles.none(), TestingCatalogLimits.none(), connectorFailures());
        queries = new LimitedQueries(catalogs, name -> Optional.ofNullable(limits.get(name)));
        for (CatalogVersion version : Set.of(SALES, NEW_SALES, HR)) {
            assertThat(catalogs.load(version)).succeedsWithin(TIMEOUT);
        }
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
    {
        catalogs.stop();
    }

    @Test
    public void testLimit()
    {
        limits.put("sales", 2);
        assertThat(admit("q1", SALES)).isTrue();
        assertThat(admit("q2", NEW_SALES)).as("another version of the catalog").isTrue();
        assertRefused("q3", "Catalog sales is in use by as many queries as its limit maxQueries allows (2 of 2): run this query again when another one has ended", SALES);
        assertThat(admit("q1", SALES, HR)).as("has a place in one of them").isTrue();
        assertThat(admit("q1", SALES)).as("has its place").isFalse();
        queries.release(new QueryId("q1"));
        assertThat(admit("q3", SALES)).isTrue();
        assertThat(queries.getRefused("sales")).isEqualTo(1);
        assertThat(queries.getRefused("hr")).isZero();
    }

    @Test
    public void testRefusedQueryTakesNoPlace()
    {
        limits.put("sales", 1);
        limits.put("hr", 1);
        admit("q1", SALES);
        assertRefused("q2", "Catalog sales is in use by as many queries as its limit maxQueries allows (1 of 1)", HR, SALES);
        assertThat(admit("q3", HR)).isTrue();
        assertRefused("q4", "Catalog hr is in use by as many queries as its limit maxQueries allows (1 of 1)", HR, SALES);
        queries.release(new QueryId("q1"));
        queries.release(new QueryId("q3"));
        assertThat(admit("q5", HR, SALES)).isTrue();
    }

    @Test
    public void testChangedLimit()
    {
        admit("q1", SALES);
        admit("q2", SALES);
        limits.put("sales", 1);
        assertRefused("q3", "Catalog sales is in use by as many queries as its limit maxQueries allows (2 of 1)", SALES);
        limits.put("sales", 3);
        assertThat(admit("q3", SALES)).isTrue();
        limits.remove("sales");
        assertThat(admit("q4", SALES)).isTrue();
    }

    /**
     * A client that is told of the end may run its next query before a listener is.
     */
    @Test
    public void testQueryThatIsDoneHasNoPlace()
    {
        limits.put("sales", 1);
        AtomicBoolean done = new AtomicBoolean();
        queries.admit(new QueryId("q1"), done::get, Set.of(SALES.connectorId()));
        assertRefused("q2", "Catalog sales is in use by as many queries as its limit maxQueries allows (1 of 1)", SALES);
        done.set(true);
        assertThat(admit("q2", SALES)).isTrue();
        queries.release(new QueryId("q1"));
        assertRefused("q3", "Catalog sales is in use by as many queries as its limit maxQueries allows (1 of 1)", SALES);
    }

    @Test
    public void testOtherCatalogs()
    {
        assertThat(queries.admit(new QueryId("q1"), () -> false, Set.of(new ConnectorId("system"), ConnectorId.createInformationSchemaConnectorId(SALES.connectorId())))).isFalse();
        assertThat(queries.admit(new QueryId("q1"), () -> false, Set.of())).isFalse();
    }

    @Test
    public void testConcurrentQueries()
    {
        limits.put("sales", 3);
        AtomicInteger running = new AtomicInteger();
        AtomicInteger admitted = new AtomicInteger();
        CompletableFuture<?>[] clients = IntStream.range(0, 20).mapToObj(client -> CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 500; i++) {
                QueryId queryId = new QueryId("q%s_%s".formatted(client, i));
                try {
                    queries.admit(queryId, () -> false, Set.of(SALES.connectorId(), HR.connectorId()));
                }
                catch (PrestoException e) {
                    continue;
                }
                admitted.incrementAndGet();
                assertThat(running.incrementAndGet()).isLessThanOrEqualTo(3);
                running.decrementAndGet();
                queries.release(queryId);
            }
        })).toArray(CompletableFuture[]::new);
        assertThat(CompletableFuture.allOf(clients)).succeedsWithin(TIMEOUT);
        assertThat(admitted.get() + queries.getRefused("sales")).isEqualTo(20 * 500);
    }

    private boolean admit(String queryId, CatalogVersion... versions)
    {
        return queries.admit(new QueryId(queryId), () -> false, Set.of(versions).stream().map(CatalogVersion::connectorId).collect(toImmutableSet()));
    }

    private void assertRefused(String queryId, String message, CatalogVersion... versions)
    {
        assertThatThrownBy(() -> admit(queryId, versions))
                .isInstanceOfSatisfying(PrestoException.class, e -> assertThat(e.getErrorCode()).isEqualTo(QUERY_QUEUE_FULL.toErrorCode()))
                .hasMessageStartingWith(message);
    }
}
