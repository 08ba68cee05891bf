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
package io.prestodynamic.catalog.engine;

import com.facebook.presto.spi.ConnectorId;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.LoadStatus;
import io.prestodynamic.catalog.files.TestingFiles;
import io.prestodynamic.catalog.limits.CatalogLimits;
import io.prestodynamic.catalog.limits.TestingCatalogLimits;
import io.prestodynamic.catalog.secrets.TestingSecrets;
import io.prestodynamic.testing.TestingLog;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static io.prestodynamic.catalog.LoadStatus.LOADED;
import static io.prestodynamic.catalog.LoadStatus.LOADING;
import static io.prestodynamic.catalog.TestingCatalogVersions.version;
import static io.prestodynamic.catalog.engine.errors.TestingConnectorFailures.connectorFailures;
import static io.prestodynamic.testing.Conditions.await;
import static java.util.concurrent.Executors.newFixedThreadPool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

public class TestLocalCatalogs
{
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final CatalogVersion SALES = version("sales", 1);
    private static final CatalogVersion NEW_SALES = version("sales", 2);
    private static final CatalogVersion SLOW = version("slow", 1);

    private TestingConnectorVersions connectors;
    private TestingCatalogNames names;
    private LocalCatalogs catalogs;

    @BeforeMethod
    public void setUp()
    {
        connectors = new TestingConnectorVersions();
        names = new TestingCatalogNames();
        catalogs = new LocalCatalogs(connectors, names, TestingSecrets.none(), TestingFiles.none(), TestingCatalogLimits.none(), connectorFailures());
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
    {
        connectors.release();
        catalogs.stop();
    }

    @Test
    public void testLoad()
    {
        assertThat(catalogs.getStatus(SALES.connectorId())).isEmpty();
        assertThat(catalogs.load(SALES)).succeedsWithin(TIMEOUT).isEqualTo(LOADED);
        assertThat(catalogs.getStatus(SALES.connectorId())).contains(LOADED);
        assertThat(catalogs.getConnectorIds()).containsExactly(SALES.connectorId());
        assertThat(connectors.getOpen()).containsExactly(SALES.connectorId());
        assertThat(names.getCatalogs()).isEmpty();
    }

    @Test
    public void testLoadAgain()
    {
        List<CompletableFuture<LoadStatus>> loads = IntStream.range(0, 10).parallel().mapToObj(i -> catalogs.load(SALES)).toList();
        loads.forEach(load -> assertThat(load).succeedsWithin(TIMEOUT).isEqualTo(LOADED));
        assertThat(connectors.getCreations()).hasSize(1);
    }

    @Test
    public void testSlowConnectorsDelayNoOthers()
    {
        CountDownLatch slow = connectors.holdCreation("slow");
        List<CompletableFuture<LoadStatus>> held = IntStream.range(0, 20).mapToObj(i -> catalogs.load(version("slow", i))).toList();

        assertThat(catalogs.load(SALES)).succeedsWithin(TIMEOUT).isEqualTo(LOADED);
        assertThat(catalogs.getStatus(SLOW.connectorId())).contains(LOADING);
        assertThat(held).noneMatch(CompletableFuture::isDone);

        slow.countDown();
        held.forEach(load -> assertThat(load).succeedsWithin(TIMEOUT).isEqualTo(LOADED));
    }

    @Test
    public void testFailure()
    {
        CatalogVersion refused = version("sales", 1, ImmutableMap.of("refuse", "No such host"));
        LoadStatus failed = LoadStatus.failed("Connector mysql refused catalog sales: Property refuse: No such host");

        assertThat(catalogs.load(refused)).succeedsWithin(TIMEOUT).isEqualTo(failed);
        assertThat(catalogs.getStatus(refused.connectorId())).contains(failed);
        assertThat(catalogs.whenSettled(refused.connectorId())).succeedsWithin(TIMEOUT);

        assertThat(catalogs.isRetryDue(refused.connectorId())).isFalse();
        catalogs.retryIfDue(refused.connectorId());
        assertThat(catalogs.load(refused)).isCompletedWithValue(failed);
        assertThat(connectors.getCreations()).hasSize(1);

        catalogs.close(refused.connectorId());
        assertThat(catalogs.getConnectorIds()).isEmpty();
        assertThat(connectors.getClosings()).isEmpty();
    }

    @Test
    public void testLimits()
    {
        LocalCatalogs limited = new LocalCatalogs(connectors, names, TestingSecrets.none(), TestingFiles.none(), new CatalogLimits(ImmutableSet.of("tpch"), List::of), connectorFailures());
        try (TestingLog log = new TestingLog(CatalogLoad.class.getName())) {
            String refusal = "Connector mysql is not allowed: dynamic-catalog.allowed-connectors has only tpch";
            assertThat(limited.load(SALES)).succeedsWithin(TIMEOUT).isEqualTo(LoadStatus.failed(refusal));
            assertThat(log.getMessages()).containsExactly("Cannot load catalog sales version %s: %s".formatted(SALES.version(), refusal));
            assertThat(connectors.getCreations()).isEmpty();
        }
        finally {
            limited.stop();
        }
    }

    @Test
    public void testFailureWithCausesInACircle()
    {
        RuntimeException outer = new RuntimeException("outer");
        outer.initCause(new RuntimeException("inner", outer));
        connectors.fail("sales", outer);

        CompletableFuture<LoadStatus> load = catalogs.load(SALES);
        await("the attempt ends", TIMEOUT, load::isDone);
        // AssertJ would follow the circle without end
        assertThat(load.isCompletedExceptionally()).isFalse();
    }

    @Test
    public void testNothingIsDueForWhatIsLoaded()
    {
        catalogs.load(SALES).join();
        assertThat(catalogs.isRetryDue(SALES.connectorId())).isFalse();
        assertThat(catalogs.isRetryDue(new ConnectorId("unknown"))).isFalse();
        catalogs.retryIfDue(SALES.connectorId());
        catalogs.retryIfDue(new ConnectorId("unknown"));
        assertThat(connectors.getCreations()).hasSize(1);
    }

    @Test
    public void testCloseWhileLoading()
    {
        CountDownLatch slow = connectors.holdCreation("slow");
        CompletableFuture<LoadStatus> load = catalogs.load(SLOW);
        await("the creation has begun", TIMEOUT, () -> connectors.getCreations().contains(SLOW.connectorId()));

        catalogs.close(SLOW.connectorId());
        assertThat(catalogs.getStatus(SLOW.connectorId())).isEmpty();
        assertThat(connectors.getClosings()).isEmpty();

        slow.countDown();
        assertThat(load).succeedsWithin(TIMEOUT);
        await("the connector is closed", TIMEOUT, () -> connectors.getClosings().contains(SLOW.connectorId()));
        await("nothing is open", TIMEOUT, () -> connectors.getOpen().isEmpty());
    }

    @Test
    public void testWaitForSecret()
    {
        TestingSecrets secrets = new TestingSecrets();
        secrets.set("db", "old");
        LocalCatalogs waiting = new LocalCatalogs(connectors, names, secrets.secrets(), TestingFiles.none(), TestingCatalogLimits.none(), connectorFailures());
        CatalogVersion version = withPassword("new");
        CompletableFuture<LoadStatus> load = waiting.load(version);
        await("the load waits", TIMEOUT, () -> waiting.getStatus(version.connectorId()).equals(Optional.of(LoadStatus.waiting("waits for the new value of ${TEST:db}"))));
        assertThat(connectors.getCreations()).isEmpty();

        secrets.set("db", "new");
        assertThat(load).succeedsWithin(TIMEOUT).isEqualTo(LOADED);
        assertThat(connectors.getConnector(version.connectorId()).orElseThrow().getProperties()).containsEntry("connection-password", "new");
        waiting.stop();
    }

    @Test
    public void testCloseWhileWaitingForSecret()
    {
        TestingSecrets secrets = new TestingSecrets();
        secrets.set("db", "old");
        LocalCatalogs waiting = new LocalCatalogs(connectors, names, secrets.secrets(), TestingFiles.none(), TestingCatalogLimits.none(), connectorFailures());
        CatalogVersion version = withPassword("new");
        CompletableFuture<LoadStatus> load = waiting.load(version);
        await("the load waits", TIMEOUT, () -> waiting.getStatus(version.connectorId()).flatMap(LoadStatus::error).isPresent());
        waiting.close(version.connectorId());
        assertThat(load).succeedsWithin(TIMEOUT).matches(LoadStatus::isFailed);
        assertThat(waiting.whenClosed(version.connectorId())).succeedsWithin(TIMEOUT);

        // the same version can be loaded again
        secrets.set("db", "new");
        assertThat(waiting.load(version)).succeedsWithin(TIMEOUT).isEqualTo(LOADED);
        assertThat(connectors.getCreations()).containsExactly(version.connectorId());
        waiting.stop();
    }

    @Test
    public void testSecretInError()
    {
        TestingSecrets secrets = new TestingSecrets();
        secrets.set("db", "a\nlong passphrase");
        LocalCatalogs local = new LocalCatalogs(connectors, names, secrets.secrets(), TestingFiles.none(), TestingCatalogLimits.none(), connectorFailures());
        connectors.fail("sales", new IllegalStateException("Refused: long passphrase"));
        assertThat(local.load(version("sales", 7, ImmutableMap.of("connection-user", "${TEST:db}")))).succeedsWithin(TIMEOUT)
                .isEqualTo(LoadStatus.failed("Connector mysql refused catalog sales: Refused: ******"));
        local.stop();
    }

    private static CatalogVersion withPassword(String password)
    {
        TestingSecrets others = new TestingSecrets();
        others.set("db", password);
        CatalogVersion version = version("sales", 7, ImmutableMap.of("connection-password", "${TEST:db}"));
        return version.withFingerprint(others.secrets().fingerprint(others.secrets().resolve(version.definition())));
    }

    @Test
    public void testClose()
    {
        catalogs.load(SALES).join();
        catalogs.publish(SALES.connectorId());
        TestingConnector connector = connectors.getConnector(SALES.connectorId()).orElseThrow();

        catalogs.close(SALES.connectorId());
        await("the connector is shut down", TIMEOUT, connector::isShutDown);
        assertThat(names.resolve("sales")).isEmpty();
        assertThat(catalogs.getConnectorIds()).isEmpty();
    }

    @Test
    public void testConnectorsStayInNoThread()
    {
        ThreadLocal<TestingConnector> left = new ThreadLocal<>();
        connectors.whenCreated(connector -> {
            left.set(connector);
            Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> connector.shutdown());
        });
        connectors.whenClosed(left::set);
        catalogs.load(SALES).join();
        WeakReference<TestingConnector> connector = new WeakReference<>(connectors.getConnector(SALES.connectorId()).orElseThrow());

        catalogs.close(SALES.connectorId());

        await("nothing holds the connector", TIMEOUT, () -> {
            System.gc();
            return connector.refersTo(null);
        });
    }

    @Test
    public void testCloseTwice()
    {
        catalogs.load(SALES).join();
        catalogs.close(SALES.connectorId());
        catalogs.close(SALES.connectorId());
        catalogs.close(new ConnectorId("unknown"));
        await("the connector is closed", TIMEOUT, () -> connectors.getOpen().isEmpty());
        assertThat(connectors.getClosings()).hasSize(1);
    }

    @Test
    public void testSlowShutdownDelaysNoOthers()
    {
        connectors.holdShutdown("slow");
        catalogs.load(SLOW).join();
        catalogs.close(SLOW.connectorId());
        await("the shutdown has begun", TIMEOUT, () -> connectors.getClosings().contains(SLOW.connectorId()));

        assertThat(catalogs.load(SALES)).succeedsWithin(TIMEOUT).isEqualTo(LOADED);
    }

    @Test
    public void testLoadAgainWhileClosing()
    {
        catalogs.load(SLOW).join();
        CountDownLatch shutdown = connectors.holdShutdown("slow");
        catalogs.close(SLOW.connectorId());
        await("the shutdown has begun", TIMEOUT, () -> !connectors.getClosings().isEmpty());

        CompletableFuture<LoadStatus> again = catalogs.load(SLOW);
        catalogs.load(SALES).join();
        assertThat(again).isNotDone();
        shutdown.countDown();

        assertThat(again).succeedsWithin(TIMEOUT).isEqualTo(LOADED);
        assertThat(connectors.getConnector(SLOW.connectorId())).hasValueSatisfying(connector -> assertThat(connector.isShutDown()).isFalse());
    }

    /**
     * A concurrent load and close of a version do not wait for each other.
     */
    @Test
    public void testLoadAndCloseAtTheSameTime()
            throws Exception
    {
        ExecutorService executor = newFixedThreadPool(2, daemonThreadsNamed("load-and-close-%s"));
        try {
            for (int i = 0; i < 20_000; i++) {
                CatalogVersion version = version("sales", i);
                CyclicBarrier start = new CyclicBarrier(2);
                Future<CompletableFuture<LoadStatus>> load = executor.submit(() -> {
                    start.await();
                    return catalogs.load(version);
                });
                Future<?> close = executor.submit(() -> {
                    start.await();
                    while (catalogs.getStatus(version.connectorId()).isEmpty()) {
                        Thread.onSpinWait();
                    }
                    catalogs.close(version.connectorId());
                    return null;
                });
                assertThat(load.get()).as("load %s", i).succeedsWithin(TIMEOUT);
                close.get();
            }
        }
        finally {
            executor.shutdownNow();
        }
        await("everything is closed", TIMEOUT, () -> catalogs.getClosingVersions() == 0);
        assertThat(connectors.getOpen()).isEmpty();
    }

    @Test
    public void testPublishAndHide()
    {
        catalogs.load(SALES).join();
        catalogs.load(NEW_SALES).join();
        assertThat(names.resolve("sales")).isEmpty();

        catalogs.publish(SALES.connectorId());
        assertThat(names.resolve("sales")).contains(SALES.connectorId());

        catalogs.publish(NEW_SALES.connectorId());
        assertThat(names.resolve("sales")).contains(NEW_SALES.connectorId());

        // the name belongs to another version
        catalogs.hide(SALES.connectorId());
        assertThat(names.resolve("sales")).contains(NEW_SALES.connectorId());

        catalogs.hide(NEW_SALES.connectorId());
        catalogs.hide(new ConnectorId("unknown"));
        assertThat(names.resolve("sales")).isEmpty();
    }

    @Test
    public void testPublishWhatIsNotLoaded()
    {
        connectors.holdCreation("slow");
        catalogs.load(SLOW);
        assertThatIllegalStateException().isThrownBy(() -> catalogs.publish(SLOW.connectorId()));
        assertThatIllegalStateException().isThrownBy(() -> catalogs.publish(new ConnectorId("unknown")));
        assertThat(names.getCatalogs()).isEmpty();
    }

    @Test
    public void testWhenSettled()
    {
        CountDownLatch slow = connectors.holdCreation("slow");
        catalogs.load(SLOW);
        CompletableFuture<?> settled = catalogs.whenSettled(SLOW.connectorId());
        assertThat(settled).isNotDone();
        assertThat(catalogs.whenSettled(new ConnectorId("unknown"))).isDone();
        slow.countDown();
        assertThat(settled).succeedsWithin(TIMEOUT);
    }
}
