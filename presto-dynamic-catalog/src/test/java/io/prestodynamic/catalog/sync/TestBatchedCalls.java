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
package io.prestodynamic.catalog.sync;

import io.prestodynamic.catalog.sync.BatchedCalls.Call;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static io.prestodynamic.testing.Conditions.await;
import static java.util.concurrent.Executors.newSingleThreadScheduledExecutor;
import static org.assertj.core.api.Assertions.assertThat;

public class TestBatchedCalls
{
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final List<List<Integer>> made = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<CompletableFuture<Void>> unanswered = new ConcurrentLinkedQueue<>();
    private ScheduledExecutorService executor;
    private BatchedCalls<Integer, List<Integer>> calls;

    @BeforeMethod
    public void setUp()
    {
        made.clear();
        unanswered.clear();
        executor = newSingleThreadScheduledExecutor(daemonThreadsNamed("test-gathered-calls"));
        calls = new BatchedCalls<>(executor, this::call);
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
    {
        executor.shutdownNow();
    }

    private Call<List<Integer>> call(List<Integer> elements)
    {
        made.add(elements);
        if (elements.contains(-1)) {
            throw new IllegalArgumentException("Not a number to call");
        }
        CompletableFuture<Void> answered = new CompletableFuture<>();
        unanswered.add(answered);
        return new Call<>(elements, answered);
    }

    @Test
    public void testAlone()
    {
        for (int i = 0; i < 3; i++) {
            assertThat(calls.submit(i)).succeedsWithin(TIMEOUT).isEqualTo(List.of(i));
            unanswered.remove().complete(null);
        }
    }

    @Test
    public void testTogether()
    {
        calls.submit(0).join();
        List<CompletableFuture<List<Integer>>> results = IntStream.range(1, 1000).mapToObj(calls::submit).toList();
        results.forEach(result -> assertThat(result).succeedsWithin(TIMEOUT));

        assertThat(made.stream().flatMap(Collection::stream)).containsExactlyElementsOf(IntStream.range(0, 1000).boxed().toList());
        assertThat(made).hasSizeLessThan(50);
        for (int i = 1; i < 1000; i++) {
            assertThat(results.get(i - 1).join()).contains(i);
        }
    }

    @Test
    public void testAnswer()
    {
        List<CompletableFuture<List<Integer>>> results = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            results.add(calls.submit(i));
        }
        await("the first calls are made", TIMEOUT, () -> !unanswered.isEmpty());
        while (!results.stream().allMatch(CompletableFuture::isDone)) {
            CompletableFuture<Void> next = unanswered.poll();
            if (next != null) {
                next.complete(null);
            }
        }
        assertThat(made.stream().flatMap(Collection::stream)).containsExactlyElementsOf(IntStream.range(0, 20).boxed().toList());
    }

    @Test
    public void testNobodyAnswers()
    {
        for (int i = 0; i < 5; i++) {
            assertThat(calls.submit(i)).succeedsWithin(TIMEOUT).isEqualTo(List.of(i));
        }
        assertThat(unanswered).hasSize(5);
    }

    @Test
    public void testFailure()
    {
        assertThat(calls.submit(-1)).failsWithin(TIMEOUT).withThrowableThat().withMessageContaining("Not a number to call");
        assertThat(calls.submit(1)).succeedsWithin(TIMEOUT).isEqualTo(List.of(1));
    }
}
