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

import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogException;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import static com.google.common.util.concurrent.Uninterruptibles.awaitUninterruptibly;
import static io.prestodynamic.catalog.CatalogErrorCode.TOO_MANY_CHANGES;
import static io.prestodynamic.testing.Conditions.await;
import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Test(singleThreaded = true)
public class TestLoadExecutor
{
    private static final java.time.Duration TIMEOUT = java.time.Duration.ofSeconds(30);

    private final Queue<CatalogException> refusals = new ConcurrentLinkedQueue<>();
    private final AtomicInteger begun = new AtomicInteger();
    private CountDownLatch hanging;
    private LoadExecutor executor;

    @BeforeMethod
    public void setUp()
    {
        refusals.clear();
        begun.set(0);
        hanging = new CountDownLatch(1);
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
    {
        hanging.countDown();
        executor.stop();
    }

    @Test
    public void testOthersWait()
    {
        executor = new LoadExecutor(2, 8, new Duration(1, HOURS));
        execute(5);
        await("two have begun", TIMEOUT, () -> begun.get() == 2);
        executor.checkCapacity();
        hanging.countDown();
        await("all have begun", TIMEOUT, () -> begun.get() == 5);
        assertThat(refusals).isEmpty();
    }

    @Test
    public void testThreadsAreLimited()
    {
        executor = new LoadExecutor(2, 6, new Duration(20, MILLISECONDS));
        execute(50);
        // six hang, and all others are refused rather than left waiting
        await("the others are refused", TIMEOUT, () -> refusals.size() == 44);
        assertThat(begun).hasValue(6);
        assertThat(refusals).allMatch(refusal -> refusal.getCode() == TOO_MANY_CHANGES);
        assertThatThrownBy(executor::checkCapacity).hasMessageStartingWith("This node creates no more connectors, because 6 hang while they are created");
        execute(1);
        assertThat(refusals).hasSize(45);

        hanging.countDown();
        await("there is room again", TIMEOUT, this::hasCapacity);
        execute(1);
        await("another one begins", TIMEOUT, () -> begun.get() == 7);
        assertThat(refusals).hasSize(45);
    }

    private boolean hasCapacity()
    {
        try {
            executor.checkCapacity();
            return true;
        }
        catch (CatalogException e) {
            return false;
        }
    }

    private void execute(int count)
    {
        for (int i = 0; i < count; i++) {
            executor.execute(() -> {
                begun.incrementAndGet();
                awaitUninterruptibly(hanging);
            }, refusals::add);
        }
    }
}
