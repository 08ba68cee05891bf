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
package io.prestodynamic.harness.plugin;

import com.facebook.presto.common.Page;
import com.facebook.presto.common.block.Block;
import com.facebook.presto.common.block.RunLengthEncodedBlock;
import com.facebook.presto.spi.ColumnHandle;
import com.facebook.presto.spi.ColumnMetadata;
import com.facebook.presto.spi.ConnectorPageSource;
import com.facebook.presto.spi.ConnectorSession;
import com.facebook.presto.spi.ConnectorSplit;
import com.facebook.presto.spi.ConnectorSplitSource;
import com.facebook.presto.spi.ConnectorTableLayoutHandle;
import com.facebook.presto.spi.ConnectorTableMetadata;
import com.facebook.presto.spi.FixedPageSource;
import com.facebook.presto.spi.FixedSplitSource;
import com.facebook.presto.spi.SchemaTableName;
import com.facebook.presto.spi.SplitContext;
import com.facebook.presto.spi.connector.Connector;
import com.facebook.presto.spi.connector.ConnectorMetadata;
import com.facebook.presto.spi.connector.ConnectorPageSourceProvider;
import com.facebook.presto.spi.connector.ConnectorSplitManager;
import com.facebook.presto.spi.connector.ConnectorTransactionHandle;
import com.facebook.presto.spi.transaction.IsolationLevel;
import com.facebook.presto.testing.TestingMetadata;
import com.facebook.presto.testing.TestingMetadata.TestingColumnHandle;
import com.facebook.presto.testing.TestingTransactionHandle;
import com.google.common.collect.ImmutableList;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

import static com.facebook.presto.common.type.BigintType.BIGINT;
import static com.google.common.base.Preconditions.checkState;
import static java.util.Collections.nCopies;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.CompletableFuture.delayedExecutor;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * A connector with one table, {@code s.t}, of {@link #ROWS} rows that come slowly, in about a second. Its columns are {@code planned}, the generation of the connector
 * that the coordinator planned with, and {@code generation}, that of the connector that the worker reads with. It refuses whatever it is asked after its shutdown.
 */
public final class GenerationConnector
        implements Connector, ConnectorSplitManager, ConnectorPageSourceProvider
{
    public static final int ROWS = 400;

    private static final int SPLITS = 4;
    private static final int PAGES = 10;
    private static final long PAGE_MILLIS = 100;
    private static final String PLANNED = "planned";
    private static final String GENERATION = "generation";

    private final TestingMetadata metadata = new TestingMetadata();
    private final LongSupplier generation;

    private volatile boolean shutdown;

    GenerationConnector(LongSupplier generation)
    {
        this.generation = requireNonNull(generation, "generation is null");
        List<ColumnMetadata> columns = ImmutableList.of(new ColumnMetadata(PLANNED, BIGINT), new ColumnMetadata(GENERATION, BIGINT));
        metadata.createTable(null, new ConnectorTableMetadata(new SchemaTableName("s", "t"), columns), false);
    }

    @Override
    public ConnectorTransactionHandle beginTransaction(IsolationLevel isolationLevel, boolean readOnly)
    {
        checkOpen();
        return TestingTransactionHandle.create();
    }

    @Override
    public ConnectorMetadata getMetadata(ConnectorTransactionHandle transaction)
    {
        checkOpen();
        return metadata;
    }

    @Override
    public ConnectorSplitManager getSplitManager()
    {
        return this;
    }

    @Override
    public ConnectorPageSourceProvider getPageSourceProvider()
    {
        return this;
    }

    @Override
    public ConnectorSplitSource getSplits(ConnectorTransactionHandle transaction, ConnectorSession session, ConnectorTableLayoutHandle layout, SplitSchedulingContext context)
    {
        checkOpen();
        // equal splits would be one to the scheduler
        return new FixedSplitSource(Stream.generate(() -> new GenerationSplit(generation.getAsLong())).limit(SPLITS).toList());
    }

    @Override
    public ConnectorPageSource createPageSource(
            ConnectorTransactionHandle transaction,
            ConnectorSession session,
            ConnectorSplit split,
            List<ColumnHandle> columns,
            SplitContext splitContext)
    {
        checkOpen();
        int rows = ROWS / SPLITS / PAGES;
        long read = generation.getAsLong();
        Block[] blocks = columns.stream()
                .map(column -> ((TestingColumnHandle) column).getName().equals(PLANNED) ? ((GenerationSplit) split).getPlanned() : read)
                .map(value -> RunLengthEncodedBlock.create(BIGINT, value, rows))
                .toArray(Block[]::new);
        return new SlowPageSource(nCopies(PAGES, new Page(rows, blocks)));
    }

    @Override
    public void shutdown()
    {
        shutdown = true;
    }

    private void checkOpen()
    {
        checkState(!shutdown, "The connector is shut down");
    }

    private final class SlowPageSource
            extends FixedPageSource
    {
        private CompletableFuture<?> blocked = NOT_BLOCKED;

        SlowPageSource(List<Page> pages)
        {
            super(pages);
        }

        @Override
        public CompletableFuture<?> isBlocked()
        {
            return blocked;
        }

        @Override
        public Page getNextPage()
        {
            checkOpen();
            blocked = CompletableFuture.runAsync(() -> {}, delayedExecutor(PAGE_MILLIS, MILLISECONDS));
            return super.getNextPage();
        }
    }
}
