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
package io.prestodynamic.catalog.engine.listing;

import com.facebook.presto.spi.ConnectorId;
import com.facebook.presto.spi.InMemoryRecordSet;
import com.facebook.presto.spi.PrestoException;
import com.facebook.presto.spi.RecordCursor;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.engine.LocalCatalogs;
import io.prestodynamic.catalog.engine.TestingCatalogNames;
import io.prestodynamic.catalog.engine.TestingConnectorVersions;
import io.prestodynamic.catalog.files.TestingFiles;
import io.prestodynamic.catalog.limits.TestingCatalogLimits;
import io.prestodynamic.catalog.secrets.TestingSecrets;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import static com.facebook.presto.common.type.BigintType.BIGINT;
import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static com.google.common.util.concurrent.Uninterruptibles.awaitUninterruptibly;
import static io.prestodynamic.catalog.engine.errors.TestingConnectorFailures.connectorFailures;
import static io.prestodynamic.testing.Conditions.await;
import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

@Test(singleThreaded = true)
public class TestParallelListing
{
    private static final java.time.Duration TIMEOUT = java.time.Duration.ofMinutes(1);
    private static final ConnectorId SHOP = new ConnectorId("shop");
    private static final ConnectorId STOCK = new ConnectorId("stock");

    private static final LocalCatalogs LOCAL_CATALOGS = new LocalCatalogs(new TestingConnectorVersions(), new TestingCatalogNames(), TestingSecrets.none(), TestingFiles.none(), TestingCatalogLimits.none(), connectorFailures());

    private final AtomicInteger hung = new AtomicInteger();
    private CountDownLatch hanging;
    private ParallelListing listing;

    @BeforeMethod
    public void setUp()
    {
        hung.set(0);
        hanging = new CountDownLatch(1);
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
    {
        hanging.countDown();
        listing.stop();
    }

    @Test
    public void testFailure()
    {
        listing = new ParallelListing(LOCAL_CATALOGS, new Duration(1, HOURS), 4, 8);
        ListedCatalogs listed = listing.list(ImmutableMap.of(
                SHOP, () -> {
                    throw new IllegalStateException("Catalog shop: jdbc:mysql://u:swordfish@db cannot be reached\n\nThe last packet ...");
                },
                STOCK, rows(7)));
        assertThat(listed.leftOut()).containsExactly(entry("shop", "jdbc:mysql://u:******@db cannot be reached"));
        assertThat(listed.describeLeftOut()).contains("Left out, because they cannot be listed: shop (jdbc:mysql://u:******@db cannot be reached)");
        assertThat(values(listed)).containsExactly(7L);
    }

    @Test
    public void testNothingIsLeftOut()
    {
        listing = new ParallelListing(LOCAL_CATALOGS, new Duration(1, HOURS), 4, 8);
        ListedCatalogs listed = listing.list(ImmutableMap.of(SHOP, rows(), STOCK, rows(1, 2)));
        assertThat(listed.describeLeftOut()).isEmpty();
        assertThat(values(listed)).containsExactly(1L, 2L);
    }

    @Test
    public void testHangingCatalogIsAskedOnce()
    {
        listing = new ParallelListing(LOCAL_CATALOGS, new Duration(100, MILLISECONDS), 4, 8);
        assertThat(listing.list(ImmutableMap.of(SHOP, this::hang)).leftOut()).containsExactly(entry("shop", "it has not answered within 100.00ms"));
        awaitHung(1);
        awaitListed(7, () -> {
            ListedCatalogs listed = listing.list(ImmutableMap.of(SHOP, this::hang, STOCK, rows(7)));
            assertThat(listed.leftOut()).containsEntry("shop", "it has not answered an earlier request yet");
            return listed;
        });
        assertThat(hung).hasValue(1);

        hanging.countDown();
        await("it is asked again", TIMEOUT, () -> listing.list(ImmutableMap.of(SHOP, rows(1))).leftOut().isEmpty());
    }

    @Test
    public void testHangingListingIsInterrupted()
    {
        listing = new ParallelListing(LOCAL_CATALOGS, new Duration(100, MILLISECONDS), 4, 8);
        AtomicBoolean interrupted = new AtomicBoolean();
        listing.list(ImmutableMap.of(SHOP, () -> {
            try {
                hanging.await();
            }
            catch (InterruptedException e) {
                interrupted.set(true);
            }
            return rows().call();
        }));
        await("it is interrupted", TIMEOUT, interrupted::get);
    }

    @Test
    public void testThreadsAreLimited()
    {
        listing = new ParallelListing(LOCAL_CATALOGS, new Duration(100, MILLISECONDS), 2, 4);
        ListedCatalogs listed = listing.list(IntStream.range(0, 20).boxed().collect(toImmutableMap(i -> new ConnectorId("c" + i), i -> this::hang)));
        assertThat(listed.leftOut()).hasSize(20);
        awaitHung(4);
        assertThat(listing.list(ImmutableMap.of(STOCK, rows(7))).leftOut()).containsExactly(entry("stock", "too many other catalogs do not answer"));
    }

    @Test
    public void testHangingCatalogsKeepNoneWaiting()
    {
        listing = new ParallelListing(LOCAL_CATALOGS, new Duration(100, MILLISECONDS), 1, 4);
        awaitListed(7, () -> {
            ListedCatalogs listed = listing.list(ImmutableMap.of(SHOP, this::hang, STOCK, rows(7)));
            assertThat(listed.leftOut()).containsKey("shop");
            return listed;
        });
    }

    @Test
    public void testCallerIsInterrupted()
    {
        listing = new ParallelListing(LOCAL_CATALOGS, new Duration(1, HOURS), 4, 8);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> listing.list(ImmutableMap.of(SHOP, this::hang))).isInstanceOf(PrestoException.class).hasMessageStartingWith("Interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    private void awaitHung(int count)
    {
        await(count + " listings hang", TIMEOUT, () -> hung.get() == count);
    }

    /**
     * Waits for a list with the healthy catalog. A slow machine may leave that one out too.
     */
    private static void awaitListed(long value, Supplier<ListedCatalogs> lists)
    {
        await("the healthy catalog is listed", TIMEOUT, () -> values(lists.get()).equals(ImmutableList.of(value)));
    }

    private RecordCursor hang()
            throws Exception
    {
        hung.incrementAndGet();
        awaitUninterruptibly(hanging);
        return rows().call();
    }

    private static Callable<RecordCursor> rows(long... values)
    {
        InMemoryRecordSet.Builder rows = InMemoryRecordSet.builder(ImmutableList.of(BIGINT));
        for (long value : values) {
            rows.addRow(value);
        }
        return () -> rows.build().cursor();
    }

    private static ImmutableList<Long> values(ListedCatalogs listed)
    {
        ImmutableList.Builder<Long> values = ImmutableList.builder();
        try (RecordCursor cursor = new ConcatenatedCursor(listed.rows())) {
            while (cursor.advanceNextPosition()) {
                values.add(cursor.getLong(0));
            }
        }
        return values.build();
    }
}
