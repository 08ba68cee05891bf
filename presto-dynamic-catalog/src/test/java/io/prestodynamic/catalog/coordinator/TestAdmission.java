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

import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogErrorCode;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.coordinator.Admission.Limits;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import static com.google.common.util.concurrent.Uninterruptibles.awaitUninterruptibly;
import static io.prestodynamic.testing.Conditions.await;
import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Test(singleThreaded = true)
public class TestAdmission
{
    private static final java.time.Duration TIMEOUT = java.time.Duration.ofMinutes(1);
    private static final Duration NEVER = new Duration(1, HOURS);
    private static final Duration SOON = new Duration(50, MILLISECONDS);

    private final Queue<CatalogException> refusals = new ConcurrentLinkedQueue<>();
    private CountDownLatch hanging;
    private Admission admission;

    @BeforeMethod
    public void setUp()
    {
        hanging = new CountDownLatch(1);
        refusals.clear();
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
    {
        hanging.countDown();
        admission.stop();
    }

    @Test
    public void testResults()
    {
        admission = new Admission("test", new Limits(1, 1, 10, NEVER, NEVER), "No");
        assertThat(admission.submit(() -> 7, refusals::add)).succeedsWithin(TIMEOUT).isEqualTo(7);
        CompletableFuture<Object> failed = admission.submit(() -> {
            throw new IllegalStateException("broken");
        }, refusals::add);
        assertThatThrownBy(failed::join).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(admission.submit(() -> 8, refusals::add)).succeedsWithin(TIMEOUT).isEqualTo(8);
        assertThat(admission.getRunning()).isZero();
        assertThat(refusals).isEmpty();
    }

    @Test
    public void testOthersWaitInOrder()
    {
        admission = new Admission("test", new Limits(2, 2, 100, NEVER, NEVER), "No");
        hang(2);
        Queue<Integer> order = new ConcurrentLinkedQueue<>();
        List<CompletableFuture<Boolean>> waiting = IntStream.range(0, 50).mapToObj(i -> admission.submit(() -> order.add(i), refusals::add)).toList();
        assertThat(admission.getRunning()).isEqualTo(2);
        assertThat(admission.getWaiting()).isEqualTo(50);
        assertThat(order).isEmpty();
        hanging.countDown();
        waiting.forEach(task -> assertThat(task).succeedsWithin(TIMEOUT));
        // two at a time may overtake each other, but nobody else
        assertThat(order).hasSize(50).containsAll(IntStream.range(0, 50).boxed().toList());
        assertThat(order.peek()).isLessThan(2);
        awaitNothingRuns();
    }

    @Test
    public void testNobodyWaitsForLong()
    {
        admission = new Admission("test", new Limits(1, 1, 10, SOON, NEVER), "No");
        hang(1);
        CompletableFuture<Integer> task = admission.submit(() -> 7, refusals::add);
        assertRefused(task);
        assertThat(admission.getWaiting()).isZero();
        hanging.countDown();
        awaitNothingRuns();
        assertThat(admission.submit(() -> 8, refusals::add)).succeedsWithin(TIMEOUT).isEqualTo(8);
        assertThat(refusals).hasSize(1);
    }

    @Test
    public void testFewWait()
    {
        admission = new Admission("test", new Limits(1, 1, 2, NEVER, NEVER), "No");
        hang(1);
        CompletableFuture<Integer> first = admission.submit(() -> 1, refusals::add);
        CompletableFuture<Integer> second = admission.submit(() -> 2, refusals::add);
        assertRefused(admission.submit(() -> 3, refusals::add));
        hanging.countDown();
        assertThat(first).succeedsWithin(TIMEOUT).isEqualTo(1);
        assertThat(second).succeedsWithin(TIMEOUT).isEqualTo(2);
    }

    @Test
    public void testSlowTasksKeepNobodyWaiting()
    {
        admission = new Admission("test", new Limits(1, 3, 100, NEVER, SOON), "No");
        hang(2);
        assertThat(admission.submit(() -> 7, refusals::add)).succeedsWithin(TIMEOUT).isEqualTo(7);
        assertThat(admission.getRunning()).isEqualTo(2);
    }

    @Test
    public void testSlowTasksAreLimited()
    {
        admission = new Admission("test", new Limits(1, 3, 100, new Duration(1_000, MILLISECONDS), SOON), "No");
        hang(3);
        assertRefused(admission.submit(() -> 7, refusals::add));
        hanging.countDown();
        awaitNothingRuns();
        assertThat(admission.submit(() -> 8, refusals::add)).succeedsWithin(TIMEOUT).isEqualTo(8);
    }

    private void hang(int count)
    {
        CountDownLatch begun = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            admission.submit(() -> {
                begun.countDown();
                awaitUninterruptibly(hanging);
                return null;
            }, refusals::add);
        }
        awaitUninterruptibly(begun);
    }

    private void awaitNothingRuns()
    {
        await("nothing runs", TIMEOUT, () -> admission.getRunning() == 0 && admission.getWaiting() == 0);
    }

    private void assertRefused(CompletableFuture<?> task)
    {
        assertThat(task).failsWithin(TIMEOUT);
        assertThat(refusals).isNotEmpty().allMatch(refusal -> refusal.getCode() == CatalogErrorCode.TOO_MANY_CHANGES && refusal.getMessage().equals("No"));
    }
}
