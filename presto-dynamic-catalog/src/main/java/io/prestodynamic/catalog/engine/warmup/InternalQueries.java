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

import com.facebook.presto.Session;
import com.facebook.presto.common.analyzer.PreparedQuery;
import com.facebook.presto.execution.ExecutionFailureInfo;
import com.facebook.presto.execution.LocationFactory;
import com.facebook.presto.execution.QueryExecution;
import com.facebook.presto.execution.QueryIdGenerator;
import com.facebook.presto.execution.QueryStateMachine;
import com.facebook.presto.execution.SqlQueryExecution.SqlQueryExecutionFactory;
import com.facebook.presto.metadata.Metadata;
import com.facebook.presto.metadata.SessionPropertyManager;
import com.facebook.presto.operator.ExchangeClient;
import com.facebook.presto.operator.ExchangeClientSupplier;
import com.facebook.presto.spi.PrestoException;
import com.facebook.presto.spi.WarningCollector;
import com.facebook.presto.spi.analyzer.AnalyzerProvider;
import com.facebook.presto.spi.page.SerializedPage;
import com.facebook.presto.spi.resourceGroups.ResourceGroupId;
import com.facebook.presto.spi.security.AccessControl;
import com.facebook.presto.spi.security.AllowAllAccessControl;
import com.facebook.presto.spi.security.Identity;
import com.facebook.presto.sql.analyzer.BuiltInAnalyzerProvider;
import com.facebook.presto.sql.analyzer.BuiltInQueryAnalyzer;
import com.facebook.presto.sql.analyzer.BuiltInQueryPreparer;
import com.facebook.presto.sql.parser.SqlParser;
import com.facebook.presto.transaction.TransactionManager;
import io.airlift.units.Duration;

import javax.annotation.PreDestroy;
import javax.annotation.concurrent.ThreadSafe;
import javax.inject.Inject;

import java.util.Optional;
import java.util.concurrent.ExecutorService;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static com.facebook.presto.memory.context.AggregatedMemoryContext.newSimpleAggregatedMemoryContext;
import static com.facebook.presto.spi.StandardErrorCode.EXCEEDED_TIME_LIMIT;
import static com.facebook.presto.util.AnalyzerUtil.createAnalyzerOptions;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.Executors.newCachedThreadPool;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

/**
 * Queries that this coordinator runs for itself on the nodes of the cluster. They belong to no resource group, access control does not check them, and they are in no
 * list of queries. Event listeners are told of the splits of their tasks, and of nothing else.
 */
@ThreadSafe
public class InternalQueries
{
    private static final String NAME = "dynamic-catalog-internal";
    private static final Duration TIMEOUT = new Duration(1, MINUTES);
    private static final long POLL_MILLIS = 5;

    private final QueryIdGenerator queryIds;
    private final SessionPropertyManager sessionProperties;
    private final LocationFactory locations;
    private final TransactionManager transactions;
    private final Metadata metadata;
    private final SqlQueryExecutionFactory executions;
    private final ExchangeClientSupplier exchangeClients;
    private final AnalyzerProvider analyzer;
    private final AccessControl accessControl = new AllowAllAccessControl();
    private final ExecutorService executor = newCachedThreadPool(daemonThreadsNamed(NAME + "-%s"));

    @Inject
    public InternalQueries(
            QueryIdGenerator queryIds,
            SessionPropertyManager sessionProperties,
            LocationFactory locations,
            TransactionManager transactions,
            Metadata metadata,
            SqlParser parser,
            BuiltInQueryPreparer preparer,
            SqlQueryExecutionFactory executions,
            ExchangeClientSupplier exchangeClients)
    {
        this.queryIds = requireNonNull(queryIds, "queryIds is null");
        this.sessionProperties = requireNonNull(sessionProperties, "sessionProperties is null");
        this.locations = requireNonNull(locations, "locations is null");
        this.transactions = requireNonNull(transactions, "transactions is null");
        this.metadata = requireNonNull(metadata, "metadata is null");
        this.executions = requireNonNull(executions, "executions is null");
        this.exchangeClients = requireNonNull(exchangeClients, "exchangeClients is null");
        this.analyzer = new BuiltInAnalyzerProvider(preparer, new BuiltInQueryAnalyzer(metadata, parser, accessControl, Optional.empty(), executor));
    }

    @PreDestroy
    public void stop()
    {
        executor.shutdownNow();
    }

    /**
     * Runs a query, and returns the number of its rows when it has ended.
     *
     * @throws RuntimeException if the query fails, or takes longer than a minute
     * @throws InterruptedException if the thread is interrupted; the query is canceled
     */
    public long run(String sql)
            throws InterruptedException
    {
        Session session = Session.builder(sessionProperties)
                .setQueryId(queryIds.createNextQueryId())
                .setIdentity(new Identity(NAME, Optional.empty()))
                .setSource(NAME)
                .build();
        PreparedQuery query = analyzer.getQueryPreparer().prepareQuery(createAnalyzerOptions(session), sql, session.getPreparedStatements(), WarningCollector.NOOP);
        QueryStateMachine state = QueryStateMachine.begin(
                sql,
                query.getPrepareSql(),
                session,
                locations.createQueryLocation(session.getQueryId()),
                new ResourceGroupId(NAME),
                query.getQueryType(),
                query.isTransactionControlStatement(),
                transactions,
                accessControl,
                executor,
                metadata,
                WarningCollector.NOOP);
        QueryExecution execution;
        try {
            execution = executions.createQueryExecution(analyzer, query, state, NAME, 0, WarningCollector.NOOP, query.getQueryType());
        }
        catch (Throwable e) {
            // ends the transaction
            state.transitionToFailed(e);
            throw e;
        }
        try (ExchangeClient results = exchangeClients.get(newSimpleAggregatedMemoryContext().newLocalMemoryContext(NAME))) {
            execution.addOutputInfoListener(output -> {
                output.getBufferLocations().forEach(results::addLocation);
                if (output.isNoMoreBufferLocations()) {
                    results.noMoreLocations();
                }
            });
            execution.start();
            return drain(execution, results);
        }
        finally {
            execution.cancelQuery();
        }
    }

    private static long drain(QueryExecution execution, ExchangeClient results)
            throws InterruptedException
    {
        long deadline = System.nanoTime() + TIMEOUT.roundTo(NANOSECONDS);
        long rows = 0;
        while (true) {
            // asked first, because pages may be left when the query has ended
            boolean done = execution.isDone();
            for (SerializedPage page = results.pollPage(); page != null; page = results.pollPage()) {
                rows += page.getPositionCount();
            }
            if (done) {
                ExecutionFailureInfo failure = execution.getQueryInfo().getFailureInfo();
                if (failure != null) {
                    throw failure.toException();
                }
                return rows;
            }
            if (System.nanoTime() > deadline) {
                throw new PrestoException(EXCEEDED_TIME_LIMIT, "The query has not ended within " + TIMEOUT);
            }
            MILLISECONDS.sleep(POLL_MILLIS);
        }
    }
}
