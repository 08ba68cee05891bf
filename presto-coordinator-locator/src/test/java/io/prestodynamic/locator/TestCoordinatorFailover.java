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
package io.prestodynamic.locator;

import io.prestodynamic.locator.testing.Behavior;
import io.prestodynamic.locator.testing.FakeCoordinator;
import io.prestodynamic.locator.testing.FakeDiscoveryServer;
import org.testng.annotations.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import static io.prestodynamic.locator.testing.Conditions.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Results of a locator while coordinators and discovery servers start and stop.
 */
@Test(singleThreaded = true)
public class TestCoordinatorFailover
        extends AbstractTestLocator
{
    @Test
    public void testChoiceStaysWhileItAnswers()
    {
        FakeCoordinator first = coordinator();
        FakeCoordinator second = coordinator();
        FakeDiscoveryServer discovery = discoveryServer().announce("c2", second.uri());
        CoordinatorLocator locator = locator(discovery);
        assertThat(uri(locator.locate())).contains(second.uri());

        discovery.announce("c1", first.uri());
        assertThat(uri(locator.refresh())).contains(second.uri());
        assertThat(uris(locator.locateAll())).containsExactly(second.uri(), first.uri());

        second.stop();
        assertThat(uri(locator.refresh())).contains(first.uri());

        second.start();
        assertThat(uri(locator.refresh())).contains(first.uri());
    }

    @Test
    public void testSlowCoordinatorIsKept()
            throws Exception
    {
        FakeCoordinator slow = coordinator();
        FakeCoordinator quick = coordinator();
        FakeDiscoveryServer discovery = discoveryServer().announce("c1", slow.uri());
        CoordinatorLocator locator = closeLater(impatientBuilder(discovery).requestTimeout(LONG).build());
        assertThat(uri(locator.locate())).contains(slow.uri());

        discovery.announce("c2", quick.uri());
        slow.behave(Behavior.HANGING);
        CompletableFuture<Optional<Coordinator>> answer = CompletableFuture.supplyAsync(locator::refresh);
        await("the other was asked", () -> quick.checks() == 1);
        // longer than the grace time after a coordinator was found
        assertThatThrownBy(() -> answer.get(1, SECONDS)).isInstanceOf(TimeoutException.class);
        slow.behave(Behavior.NORMAL);

        assertThat(uri(answer.get(20, SECONDS))).contains(slow.uri());
    }

    @Test
    public void testHangingCoordinatorIsReplaced()
    {
        FakeCoordinator hanging = coordinator();
        FakeCoordinator other = coordinator();
        FakeDiscoveryServer discovery = discoveryServer().announce("c1", hanging.uri()).announce("c2", other.uri());
        CoordinatorLocator locator = closeLater(builder(discovery).requestTimeout(Duration.ofSeconds(2)).build());
        assertThat(uri(locator.locate())).contains(hanging.uri());

        hanging.behave(Behavior.HANGING);
        assertThat(uri(locator.refresh())).contains(other.uri());
    }

    @Test
    public void testReportedFailure()
    {
        FakeCoordinator first = coordinator();
        FakeCoordinator second = coordinator();
        FakeDiscoveryServer discovery = discoveryServer().announce("c1", first.uri());
        CoordinatorLocator locator = closeLater(impatientBuilder(discovery).pollInterval(LONG).requestTimeout(LONG).build());
        locator.start();
        assertThat(uri(locator.locate())).contains(first.uri());

        discovery.announce("c2", second.uri());
        // a dead machine, which does not even refuse connections
        first.behave(Behavior.HANGING);
        assertThat(uri(locator.reportFailure(first.uri().resolve("/v1/statement")))).contains(second.uri());
        assertThat(uri(locator.locate())).contains(second.uri());

        int requests = discovery.requests().size();
        assertThat(uri(locator.reportFailure(first.uri()))).contains(second.uri());
        assertThat(discovery.requests()).hasSize(requests);
    }

    @Test
    public void testReportedCoordinatorThatAnswersComesLast()
    {
        FakeCoordinator first = coordinator();
        FakeCoordinator second = coordinator();
        FakeDiscoveryServer discovery = discoveryServer().announce("c1", first.uri()).announce("c2", second.uri());
        CoordinatorLocator locator = locator(discovery);
        assertThat(uri(locator.locate())).contains(first.uri());

        assertThat(uri(locator.reportFailure(first.uri()))).contains(second.uri());
        assertThat(uris(locator.locateAll())).containsExactly(second.uri(), first.uri());
    }

    @Test
    public void testReportedCoordinatorIsBetterThanNone()
    {
        FakeCoordinator coordinator = coordinator();
        CoordinatorLocator locator = locator(discoveryServer().announce("c1", coordinator.uri()));
        locator.locate();

        assertThat(uri(locator.reportFailure(coordinator.uri()))).contains(coordinator.uri());
    }

    @Test
    public void testConcurrentReportsShareOneRound()
            throws Exception
    {
        FakeCoordinator first = coordinator();
        FakeCoordinator second = coordinator();
        FakeDiscoveryServer discovery = discoveryServer().announce("c1", first.uri()).announce("c2", second.uri());
        CoordinatorLocator locator = closeLater(builder(discovery).pollInterval(LONG).build());
        assertThat(uri(locator.locate())).contains(first.uri());
        first.stop();

        List<Optional<Coordinator>> answers = inParallel(50, () -> locator.reportFailure(first.uri()));

        assertThat(answers).hasSize(50).allMatch(answer -> uri(answer).equals(Optional.of(second.uri())));
        // one for locate
        assertThat(discovery.requests()).hasSize(2);
    }

    @Test
    public void testConcurrentUse()
            throws Exception
    {
        FakeCoordinator coordinator = coordinator();
        FakeDiscoveryServer discovery = discoveryServer().announce("c1", coordinator.uri());
        CoordinatorLocator locator = closeLater(builder(discovery).pollInterval(Duration.ofMillis(1)).build());
        locator.start();

        List<Optional<Coordinator>> answers = inParallel(20, () -> {
            for (int i = 0; i < 20; i++) {
                locator.locateAll();
                locator.refresh();
                locator.reportFailure(coordinator.uri());
                locator.status().describe();
            }
            return locator.locate();
        });

        assertThat(answers).hasSize(20).allMatch(answer -> uri(answer).equals(Optional.of(coordinator.uri())));
    }

    @Test
    public void testCoordinatorIsKeptWithoutDiscovery()
    {
        FakeCoordinator coordinator = coordinator();
        FakeDiscoveryServer discovery = discoveryServer().announce("c1", coordinator.uri());
        CoordinatorLocator locator = locator(discovery);
        locator.locate();

        discovery.stop();
        assertThat(uri(locator.refresh())).contains(coordinator.uri());
        assertThat(locator.status().isDiscoveryAnswering()).isFalse();

        // restarts at the same address
        coordinator.stop();
        assertThat(locator.refresh()).isEmpty();
        coordinator.start();
        assertThat(uri(locator.refresh())).contains(coordinator.uri());
        assertThat(uri(locator.reportFailure(coordinator.uri()))).contains(coordinator.uri());
    }

    @Test
    public void testCoordinatorIsKeptWhileDiscoveryStartsAnew()
    {
        FakeCoordinator coordinator = coordinator();
        FakeDiscoveryServer discovery = discoveryServer().announce("c1", coordinator.uri());
        CoordinatorLocator locator = locator(discovery);
        locator.locate();

        discovery.withdraw("c1");
        assertThat(uri(locator.refresh())).contains(coordinator.uri());
    }

    @Test
    public void testAnnouncedCoordinatorIsPreferred()
    {
        FakeCoordinator first = coordinator();
        FakeCoordinator second = coordinator();
        FakeDiscoveryServer discovery = discoveryServer().announce("c1", first.uri());
        CoordinatorLocator locator = locator(discovery);
        assertThat(uri(locator.locate())).contains(first.uri());

        discovery.withdraw("c1");
        discovery.announce("c2", second.uri());
        assertThat(uri(locator.refresh())).contains(second.uri());
    }

    @Test
    public void testAwait()
            throws Exception
    {
        FakeCoordinator coordinator = coordinator().starting();
        CoordinatorLocator locator = closeLater(builder(discoveryServer().announce("c1", coordinator.uri())).pollInterval(LONG).build());

        CompletableFuture<Coordinator> found = CompletableFuture.supplyAsync(() -> {
            try {
                return locator.await(Duration.ofSeconds(20));
            }
            catch (CoordinatorNotFoundException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        await("it was asked twice", () -> coordinator.checks() >= 2);
        assertThat(found).isNotDone();
        coordinator.started();

        assertThat(found.get(20, SECONDS).uri()).isEqualTo(coordinator.uri());
    }

    @Test
    public void testListenerThatHangsStopsNobody()
            throws InterruptedException
    {
        FakeCoordinator first = coordinator();
        FakeCoordinator second = coordinator();
        FakeDiscoveryServer discovery = discoveryServer().announce("c1", first.uri()).announce("c2", second.uri());
        CoordinatorLocator locator = closeLater(builder(discovery).pollInterval(LONG).build());
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        locator.addListener((previous, current) -> {
            entered.countDown();
            awaitUninterruptibly(released);
        });
        locator.start();
        assertThat(entered.await(20, SECONDS)).isTrue();

        first.stop();
        assertThat(uri(locator.reportFailure(first.uri()))).contains(second.uri());
        released.countDown();
    }

    private static void awaitUninterruptibly(CountDownLatch latch)
    {
        try {
            latch.await();
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static <T> List<T> inParallel(int threads, Supplier<T> task)
            throws Exception
    {
        CountDownLatch start = new CountDownLatch(1);
        List<CompletableFuture<T>> futures = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            CompletableFuture<T> future = new CompletableFuture<>();
            futures.add(future);
            new Thread(() -> {
                awaitUninterruptibly(start);
                future.completeAsync(task, Runnable::run);
            }).start();
        }
        start.countDown();
        List<T> results = new ArrayList<>();
        for (CompletableFuture<T> future : futures) {
            results.add(future.get(20, SECONDS));
        }
        return results;
    }
}
