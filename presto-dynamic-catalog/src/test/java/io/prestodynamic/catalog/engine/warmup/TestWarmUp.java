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

import org.testng.annotations.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import static io.prestodynamic.catalog.engine.warmup.WarmUp.STATEMENTS;
import static io.prestodynamic.testing.Conditions.await;
import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

public class TestWarmUp
{
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final List<String> statements = new CopyOnWriteArrayList<>();

    @Test
    public void testGoesOnAfterFailures()
    {
        WarmUp warmUp = new WarmUp(
                sql -> {
                    statements.add(sql);
                    if (statements.size() == 1) {
                        throw new IllegalStateException("no worker yet");
                    }
                },
                STATEMENTS.size() + 1);
        warmUp.start();
        // the one that failed is not the next one
        List<String> expected = new ArrayList<>(STATEMENTS);
        expected.addAll(STATEMENTS.subList(0, 2));
        await("all queries have run", TIMEOUT, () -> statements.equals(expected));
        warmUp.stop();
    }

    @Test
    public void testStop()
            throws Exception
    {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        WarmUp warmUp = new WarmUp(
                sql -> {
                    running.countDown();
                    try {
                        HOURS.sleep(1);
                    }
                    catch (InterruptedException e) {
                        interrupted.countDown();
                        throw e;
                    }
                },
                2);
        warmUp.start();
        assertThat(running.await(1, MINUTES)).isTrue();
        warmUp.stop();
        assertThat(interrupted.await(1, MINUTES)).isTrue();
    }

    @Test
    public void testNone()
            throws Exception
    {
        List<String> none = new CopyOnWriteArrayList<>();
        WarmUp warmUp = new WarmUp(none::add, 0);
        warmUp.start();
        warmUp.shutDown();
        assertThat(none).isEmpty();
    }
}
