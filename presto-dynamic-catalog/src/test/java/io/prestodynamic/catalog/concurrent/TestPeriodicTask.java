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
package io.prestodynamic.catalog.concurrent;

import io.prestodynamic.testing.Conditions;
import io.prestodynamic.testing.TestingLog;
import org.testng.annotations.Test;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

@Test(singleThreaded = true)
public class TestPeriodicTask
{
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    @Test
    public void testErrorEndsOnePass()
    {
        AtomicInteger passes = new AtomicInteger();
        PeriodicTask task = new PeriodicTask("test-task", "counting", () -> {
            passes.incrementAndGet();
            throw new AssertionError("broken");
        });
        Logger logger = Logger.getLogger(PeriodicTask.class.getName());
        logger.setUseParentHandlers(false);
        try (TestingLog log = new TestingLog(logger.getName())) {
            task.start(new io.airlift.units.Duration(1, MILLISECONDS));
            Conditions.await("the task is repeated", TIMEOUT, () -> passes.get() > 2);
            assertThat(log.getMessages()).contains("Error counting");
        }
        finally {
            task.stop();
            logger.setUseParentHandlers(true);
        }
    }

    @Test
    public void testStopInterruptsPass()
            throws InterruptedException
    {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        PeriodicTask task = new PeriodicTask("test-task", "waiting", () -> {
            running.countDown();
            never.await();
        });
        task.startNow(new io.airlift.units.Duration(1, DAYS));
        running.await();
        task.stop();
        assertThat(task.awaitEnd(new io.airlift.units.Duration(1, MINUTES))).isTrue();
    }
}
