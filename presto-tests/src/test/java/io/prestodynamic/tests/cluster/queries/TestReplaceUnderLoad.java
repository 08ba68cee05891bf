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

import com.facebook.presto.Session;
import com.facebook.presto.testing.MaterializedRow;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.client.Replacements;
import io.prestodynamic.harness.client.Replacements.Moment;
import io.prestodynamic.harness.cluster.InProcessCluster;
import io.prestodynamic.harness.plugin.GenerationConnector;
import io.prestodynamic.harness.plugin.GenerationPlugin;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static com.facebook.presto.SystemSessionProperties.JOIN_DISTRIBUTION_TYPE;
import static com.google.common.collect.Iterables.getOnlyElement;
import static java.util.concurrent.Executors.newCachedThreadPool;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A catalog that is replaced continuously, while others come and go. Every query is answered by one version that was current during the query.
 */
@Test(singleThreaded = true)
public class TestReplaceUnderLoad
{
    private static final Duration LOAD = Duration.ofSeconds(10);
    private static final int CLIENTS = 4;
    // one of the two is opened late: it waits for all rows of the other
    private static final String JOIN = "SELECT count(*), min(a.generation), max(b.generation), min(a.planned), max(b.planned) "
            + "FROM replaced.s.t a JOIN replaced.s.t b ON a.generation = b.generation AND a.planned = b.planned";
    private static final String SCAN = "SELECT count(*), min(generation), max(generation), min(planned), max(planned) FROM replaced.s.t";

    private final Replacements replacements = new Replacements();
    private final AtomicInteger outlived = new AtomicInteger();
    private final ExecutorService executor = newCachedThreadPool(daemonThreadsNamed("replace-under-load-%s"));
    private InProcessCluster cluster;
    private CatalogApi api;
    private Session session;

    @BeforeClass
    public void setUp()
    {
        cluster = new InProcessCluster(new GenerationPlugin());
        api = cluster.getApi();
        session = Session.builder(cluster.getQueryRunner().getDefaultSession()).setSystemProperty(JOIN_DISTRIBUTION_TYPE, "BROADCAST").build();
        api.add("replaced", GenerationPlugin.CONNECTOR, GenerationPlugin.properties(0)).assertOk();
        api.add("kept", "tpch", ImmutableMap.of()).assertOk();
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
    public void testNoQueryFails()
            throws ExecutionException, InterruptedException
    {
        // the first queries of a JVM take their time
        scan();
        join();

        long end = System.nanoTime() + LOAD.toNanos();
        List<Future<?>> clients = new ArrayList<>();
        clients.add(executor.submit(() -> repeat(end, this::replace)));
        clients.add(executor.submit(() -> repeat(end, this::addAndDelete)));
        for (int i = 0; i < CLIENTS; i++) {
            Runnable query = i % 2 == 0 ? this::scan : this::join;
            clients.add(executor.submit(() -> repeat(end, query)));
        }
        for (Future<?> client : clients) {
            client.get();
        }
        assertThat(outlived).describedAs("queries whose version was replaced before their end").hasPositiveValue();
        cluster.awaitDrained();
    }

    private void replace()
    {
        replacements.replace(version -> api.put("replaced", GenerationPlugin.CONNECTOR, GenerationPlugin.properties(version)));
    }

    private void scan()
    {
        query(SCAN, GenerationConnector.ROWS);
    }

    private void join()
    {
        query(JOIN, GenerationConnector.ROWS * GenerationConnector.ROWS);
    }

    private void query(String sql, long rows)
    {
        Moment start = replacements.now();
        MaterializedRow answer = getOnlyElement(cluster.execute(session, sql));
        Moment end = replacements.now();

        long version = (long) answer.getField(1);
        assertThat(answer.getFields()).containsExactly(rows, version, version, version, version);
        if (Moment.verifyPossible(start, version, end)) {
            outlived.incrementAndGet();
        }
    }

    private void addAndDelete()
    {
        api.add("extra", "tpch", ImmutableMap.of()).assertOk();
        assertThat(cluster.execute("SELECT count(*) FROM extra.tiny.nation e JOIN kept.tiny.nation k ON e.nationkey = k.nationkey").getOnlyValue()).isEqualTo(25L);
        api.delete("extra").assertOk();
    }

    private static void repeat(long end, Runnable task)
    {
        while (System.nanoTime() < end) {
            task.run();
        }
    }
}
