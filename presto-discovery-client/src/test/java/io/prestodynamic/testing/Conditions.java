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
package io.prestodynamic.testing;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Conditions that tests wait for.
 */
public final class Conditions
{
    private static final Duration INTERVAL = Duration.ofMillis(20);

    private Conditions() {}

    /**
     * Returns as soon as the condition holds.
     *
     * @throws AssertionError if it does not hold within the timeout
     */
    public static void await(String description, Duration timeout, BooleanSupplier condition)
    {
        await(description, timeout, INTERVAL, condition);
    }

    /**
     * Returns as soon as the condition holds, for conditions that take much CPU to ask for.
     *
     * @param interval pause after an answer
     * @throws AssertionError if it does not hold within the timeout
     */
    public static void await(String description, Duration timeout, Duration interval, BooleanSupplier condition)
    {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not within %s: %s".formatted(timeout, description));
            }
            try {
                Thread.sleep(interval.toMillis());
            }
            catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("Interrupted while waiting: " + description, e);
            }
        }
    }
}
