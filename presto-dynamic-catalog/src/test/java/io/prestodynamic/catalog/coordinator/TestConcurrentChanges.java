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
package io.prestodynamic.catalog.coordinator;

import com.google.common.collect.ImmutableMap;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogInfo;
import io.prestodynamic.catalog.sync.TestingWorker;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static io.prestodynamic.catalog.CatalogState.ACTIVE;
import static io.prestodynamic.catalog.TestingCatalogVersions.definition;
import static io.prestodynamic.catalog.coordinator.lifecycle.DrainMode.FINISH_QUERIES;
import static java.util.concurrent.Executors.newCachedThreadPool;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Answers to many changes that are made, and told to the workers, at the same time. Each keeps what it promises.
 */
public class TestConcurrentChanges
{
    private static final List<String> WORKERS = List.of("w1", "w2", "w3");
    private static final int CLIENTS = 16;
    private static final int CHANGES = 40;

    private final long seed = System.nanoTime();
    private final ExecutorService executor = newCachedThreadPool(daemonThreadsNamed("test-concurrent-changes-%s"));
    private final AtomicInteger answers = new AtomicInteger();
    private TestingCoordinator coordinator;
    private List<TestingWorker> workers;

    @BeforeClass
    public void setUp()
    {
        coordinator = new TestingCoordinator(
                new TestingCatalogStore(),
                TestingCoordinator.config().setPushTimeout(new Duration(1, MINUTES)).setReconcileInterval(new Duration(10, MINUTES)),
                false).start().startDraining();
        workers = WORKERS.stream().map(coordinator.cluster::addActiveWorker).toList();
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
    {
        executor.shutdownNow();
        coordinator.close();
    }

    @Test
    public void testAnswersHold()
    {
        CompletableFuture<?> clients = CompletableFuture.allOf(IntStream.range(0, CLIENTS)
                .mapToObj(client -> CompletableFuture.runAsync(() -> change(client), executor))
                .toArray(CompletableFuture[]::new));
        Random random = new Random(seed);
        while (!clients.isDone()) {
            // one of the workers takes its time now and then
            CountDownLatch held = workers.get(random.nextInt(workers.size())).hold();
            clients.copy().completeOnTimeout(null, random.nextInt(100), MILLISECONDS).join();
            workers.forEach(TestingWorker::proceed);
            held.countDown();
        }
        assertThat(clients).describedAs("seed %s", seed).isCompleted();
        assertThat(answers.get()).isGreaterThan(CLIENTS * CHANGES / 2);
        assertThat(coordinator.cluster.getStats().getPushes().getTotalCount()).isLessThan(answers.get());
    }

    private void change(int client)
    {
        Random random = new Random(seed + client);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < CHANGES; i++) {
            if (names.isEmpty() || random.nextInt(3) > 0) {
                String name = "c%s_%s".formatted(client, random.nextInt(3));
                names.remove(name);
                names.add(name);
                checkUsable(coordinator.catalogs.put(definition(name, ImmutableMap.of("change", "" + i))).catalog());
            }
            else {
                String name = names.remove(random.nextInt(names.size()));
                coordinator.catalogs.remove(name, FINISH_QUERIES);
                assertThat(coordinator.names.resolve(name)).isEmpty();
            }
            answers.incrementAndGet();
        }
    }

    private void checkUsable(CatalogInfo catalog)
    {
        String id = catalog.catalogName() + "@" + catalog.version().orElseThrow();
        assertThat(catalog.state()).isEqualTo(ACTIVE);
        assertThat(coordinator.names.resolve(catalog.catalogName()).map(Object::toString)).contains(id);
        WORKERS.forEach(worker -> assertThat(coordinator.cluster.getAcknowledgements().getStatus(worker, id)).hasValueSatisfying(status -> assertThat(status.isLoaded()).isTrue()));
        workers.forEach(worker -> assertThat(worker.getVersions()).contains(id));
    }
}
