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
package io.prestodynamic.tests.cluster.catalogs;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.cluster.InProcessCluster;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static com.google.common.util.concurrent.Uninterruptibles.sleepUninterruptibly;
import static java.util.concurrent.CompletableFuture.runAsync;
import static java.util.concurrent.Executors.newFixedThreadPool;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * More concurrent changes than a coordinator admits.
 */
@Test(singleThreaded = true)
public class TestManyChanges
{
    private static final int CHANGES = 1_000;
    private static final int CLIENTS = 250;
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private final ExecutorService executor = newFixedThreadPool(CLIENTS + 1, daemonThreadsNamed("test-many-changes-%s"));
    private InProcessCluster cluster;

    @BeforeClass
    public void setUp()
    {
        // busy machines push slowly
        cluster = new InProcessCluster(2, ImmutableMap.of("dynamic-catalog.push-timeout", "2m"));
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
    {
        executor.shutdownNow();
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    public void testManyAdds()
    {
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger queries = new AtomicInteger();
        CompletableFuture<Void> querying = runAsync(() -> {
            while (!done.get()) {
                assertThat(cluster.execute("SELECT 1").getOnlyValue()).isEqualTo(1);
                queries.incrementAndGet();
                sleepUninterruptibly(100, MILLISECONDS);
            }
        }, executor);
        Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
        List<CompletableFuture<Void>> added = IntStream.range(0, CHANGES)
                .mapToObj(i -> runAsync(() -> add("many" + i, statuses), executor))
                .toList();
        assertThat(CompletableFuture.allOf(added.toArray(CompletableFuture[]::new))).succeedsWithin(TIMEOUT);
        done.set(true);
        assertThat(querying).succeedsWithin(TIMEOUT);
        assertThat(queries).hasPositiveValue();
        assertThat(statuses).allMatch(status -> status == 200 || status == 429);
        assertThat(cluster.getApi().list().json()).filteredOn(catalog -> catalog.path("catalogName").asText().startsWith("many")).hasSize(CHANGES);
    }

    private void add(String name, Queue<Integer> statuses)
    {
        while (true) {
            Answer answer = cluster.getApi().add(name, "tpch", ImmutableMap.of());
            statuses.add(answer.status());
            if (answer.status() != 429) {
                answer.assertOk();
                return;
            }
            answer.assertRefused(429, "TOO_MANY_CHANGES");
            sleepUninterruptibly(500, MILLISECONDS);
        }
    }
}
