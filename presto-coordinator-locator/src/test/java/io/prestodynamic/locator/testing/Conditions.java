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
package io.prestodynamic.locator.testing;

import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * Waits for conditions in tests.
 */
public final class Conditions
{
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final long POLL_MILLIS = 10;

    private Conditions() {}

    /**
     * Waits for a condition.
     *
     * @throws AssertionError if the condition does not hold within a generous timeout
     */
    public static void await(String description, Callable<Boolean> condition)
    {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        try {
            while (!condition.call()) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("Not within %s: %s".formatted(TIMEOUT, description));
                }
                Thread.sleep(POLL_MILLIS);
            }
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting: " + description, e);
        }
        catch (Exception e) {
            throw new AssertionError("Failed while waiting: " + description, e);
        }
    }
}
