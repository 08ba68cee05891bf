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
package io.prestodynamic.chaos.plan;

import java.time.Duration;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

/**
 * Pause of a plan.
 */
public final class Pause
{
    private Pause() {}

    /**
     * Waits for a time.
     *
     * @throws IllegalStateException if the thread is interrupted
     */
    public static void of(Duration duration)
    {
        try {
            NANOSECONDS.sleep(duration.toNanos());
        }
        catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
