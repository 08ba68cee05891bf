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
package io.prestodynamic.benchmarks.replace;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import com.google.common.collect.Ordering;
import io.prestodynamic.benchmarks.report.Outcomes;
import io.prestodynamic.harness.cluster.ProcessCluster;
import io.prestodynamic.testing.TestingMySqlServer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

import static com.google.common.base.Preconditions.checkState;
import static io.prestodynamic.benchmarks.replace.StatementKind.CREATE_TABLE_AS;
import static io.prestodynamic.benchmarks.replace.StatementKind.INSERT;
import static io.prestodynamic.benchmarks.replace.StatementKind.LONG_SELECT;
import static io.prestodynamic.benchmarks.replace.StatementKind.SHORT_SELECT;
import static io.prestodynamic.benchmarks.report.Measurements.since;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

/**
 * Load on a cluster. One catalog is replaced at a steady pace and others are added and deleted, while clients run statements of all kinds on the replaced
 * catalog and on one that is kept.
 */
final class ReplaceLoad
{
    private final VersionedCatalog replaced;
    private final VersionedCatalog kept;
    private final CatalogChurn churn;
    private final Outcomes replacing = new Outcomes("replacement");

    /**
     * @param prefix prefix of the names of the catalogs
     * @param facts name of a tpch catalog
     */
    ReplaceLoad(ProcessCluster cluster, TestingMySqlServer mysql, String prefix, String facts)
    {
        replaced = new VersionedCatalog(cluster, new VersionedDatabase(mysql, prefix + "replaced"), facts);
        kept = new VersionedCatalog(cluster, new VersionedDatabase(mysql, prefix + "kept"), facts);
        churn = new CatalogChurn(cluster);
    }

    /**
     * Runs the load, and returns after the answer to the last statement.
     */
    void run(int clients, Duration interval, Duration duration)
    {
        try (Loops loops = new Loops()) {
            for (int client = 0; client < clients; client++) {
                Iterator<Runnable> statements = statements(client);
                loops.repeat("client-" + client, () -> statements.next().run());
            }
            loops.repeat("catalog-churn", churn::round);

            long start = System.nanoTime();
            for (Duration remaining = duration; !remaining.isNegative(); remaining = duration.minus(since(start))) {
                long requested = System.nanoTime();
                replacing.measure(replaced::replace);
                sleep(Ordering.natural().min(interval.minus(since(requested)), remaining));
            }
        }
    }

    VersionedCatalog replaced()
    {
        return replaced;
    }

    VersionedCatalog kept()
    {
        return kept;
    }

    CatalogChurn churn()
    {
        return churn;
    }

    Outcomes replacing()
    {
        return replacing;
    }

    // all clients run the same statements, each from another start
    private Iterator<Runnable> statements(int client)
    {
        List<Runnable> statements = new ArrayList<>(ImmutableList.of(
                () -> replaced.run(SHORT_SELECT),
                () -> replaced.run(LONG_SELECT),
                () -> replaced.run(INSERT),
                () -> kept.run(SHORT_SELECT),
                () -> replaced.run(CREATE_TABLE_AS),
                () -> replaced.run(SHORT_SELECT),
                () -> kept.run(INSERT),
                () -> replaced.run(INSERT),
                () -> kept.run(LONG_SELECT),
                () -> kept.run(CREATE_TABLE_AS)));
        Collections.rotate(statements, -client);
        return Iterables.cycle(statements).iterator();
    }

    private static void sleep(Duration time)
    {
        checkState(!Thread.currentThread().isInterrupted(), "Interrupted");
        try {
            NANOSECONDS.sleep(time.toNanos());
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
