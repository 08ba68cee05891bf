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
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import static com.google.common.util.concurrent.Uninterruptibles.awaitUninterruptibly;
import static io.prestodynamic.testing.Conditions.await;
import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

@Test(singleThreaded = true)
public class TestConnectorExecutor
{
    private static final java.time.Duration TIMEOUT = java.time.Duration.ofMinutes(1);

    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger begun = new AtomicInteger();
    private CountDownLatch hanging;
    private ConnectorExecutor executor;

    @BeforeMethod
    public void setUp()
    {
        refused.set(0);
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
        executor = new ConnectorExecutor("test", 2, 8, new Duration(1, HOURS));
        execute(5);
        await("two have begun", TIMEOUT, () -> begun.get() == 2);
        assertThat(executor.isExhausted()).isFalse();
        hanging.countDown();
        await("all have begun", TIMEOUT, () -> begun.get() == 5);
        assertThat(refused).hasValue(0);
    }

    @Test
    public void testThreadsAreLimited()
    {
        executor = new ConnectorExecutor("test", 2, 6, new Duration(20, MILLISECONDS));
        execute(50);
        // six hang, and the others are rejected instead of queued
        await("the others are refused", TIMEOUT, () -> refused.get() == 44);
        assertThat(begun).hasValue(6);
        assertThat(executor.isExhausted()).isTrue();
        execute(1);
        assertThat(refused).hasValue(45);

        hanging.countDown();
        await("there is room again", TIMEOUT, () -> !executor.isExhausted());
        execute(1);
        await("another one begins", TIMEOUT, () -> begun.get() == 7);
        assertThat(refused).hasValue(45);
    }

    private void execute(int count)
    {
        for (int i = 0; i < count; i++) {
            executor.execute(() -> {
                begun.incrementAndGet();
                awaitUninterruptibly(hanging);
            }, refused::incrementAndGet);
        }
    }
}
