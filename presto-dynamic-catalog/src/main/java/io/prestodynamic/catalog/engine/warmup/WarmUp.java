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
package io.prestodynamic.catalog.engine.warmup;

import com.facebook.airlift.log.Logger;
import io.prestodynamic.catalog.ActiveCoordinatorConfig;

import javax.annotation.PreDestroy;
import javax.annotation.concurrent.ThreadSafe;
import javax.inject.Inject;

import java.util.List;

import static io.airlift.units.Duration.succinctNanos;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Warm-up of a coordinator on standby: queries on system tables, one after the other, after which its JVM has compiled what plans and schedules queries. They end
 * when the coordinator becomes active.
 */
@ThreadSafe
public class WarmUp
{
    private static final Logger log = Logger.get(WarmUp.class);

    /**
     * Joins, aggregations, windows, filters and subqueries, as in the queries of clients. Access control is not asked about them.
     */
    public static final List<String> STATEMENTS = List.of(
            """
            SELECT node_id, http_uri FROM system.runtime.nodes WHERE state = 'active' AND http_uri LIKE 'http%' ORDER BY node_id LIMIT 10
            """,
            """
            SELECT a.coordinator, count(*) AS nodes, count(DISTINCT b.node_id), max(length(a.http_uri))
            FROM system.runtime.nodes a JOIN system.runtime.nodes b ON a.node_id = b.node_id
            GROUP BY a.coordinator HAVING count(*) > 0 ORDER BY nodes DESC
            """,
            """
            WITH days AS (SELECT day, date_add('day', day, current_date) AS date FROM UNNEST(sequence(1, 31)) AS t (day))
            SELECT date, sum(day) OVER (PARTITION BY day % 7 ORDER BY date), row_number() OVER (ORDER BY date), CASE WHEN day > 15 THEN 'late' ELSE 'early' END
            FROM days WHERE day IN (SELECT day FROM days WHERE day < 20) UNION ALL SELECT current_date, 0, 0, NULL
            """,
            """
            SELECT CAST(NULL AS varchar) UNION SELECT lower(node_id) FROM system.runtime.nodes n
            WHERE EXISTS (SELECT 1 FROM system.runtime.nodes other WHERE other.node_id <> n.node_id OR n.coordinator)
            """);

    private static final int MAX_FAILURES = 60;
    private static final long SHUTDOWN_MILLIS = 1000;

    private final Query query;
    private final int count;
    private final Thread thread = new Thread(this::run, "dynamic-catalog-warm-up");
    private volatile boolean stopped;

    @Inject
    public WarmUp(InternalQueries queries, ActiveCoordinatorConfig config)
    {
        this(queries::run, config.getWarmUpQueries());
    }

    public WarmUp(Query query, int count)
    {
        this.query = requireNonNull(query, "query is null");
        this.count = count;
        thread.setDaemon(true);
    }

    /**
     * Begins to run the queries. Can be called once.
     */
    public void start()
    {
        if (count > 0) {
            thread.start();
        }
    }

    /**
     * Ends the query that runs, and runs no more. Returns at once.
     */
    public void stop()
    {
        stopped = true;
        thread.interrupt();
    }

    /**
     * Stops, and waits a moment until the tasks of the query are canceled.
     */
    @PreDestroy
    public void shutDown()
            throws InterruptedException
    {
        stop();
        thread.join(SHUTDOWN_MILLIS);
    }

    private void run()
    {
        try {
            // a coordinator that is active at once needs no queries of its own
            SECONDS.sleep(1);
            warmUp();
        }
        catch (InterruptedException e) {
            log.debug("The warm-up was stopped");
        }
    }

    private void warmUp()
            throws InterruptedException
    {
        long start = System.nanoTime();
        int failed = 0;
        int done = 0;
        while (!stopped && done < count) {
            try {
                query.run(STATEMENTS.get((done + failed) % STATEMENTS.size()));
                done++;
            }
            catch (RuntimeException e) {
                // as long as no worker is known, for example
                failed++;
                if (failed == MAX_FAILURES) {
                    log.warn(e, "The warm-up ends after %s queries, because %s others have failed", done, failed);
                    return;
                }
                log.debug(e, "A query to warm up has failed");
                SECONDS.sleep(1);
            }
        }
        log.info("Warmed up with %s queries in %s", done, succinctNanos(System.nanoTime() - start));
    }

    /**
     * Runs a query until it has ended.
     */
    @FunctionalInterface
    public interface Query
    {
        void run(String sql)
                throws InterruptedException;
    }
}
