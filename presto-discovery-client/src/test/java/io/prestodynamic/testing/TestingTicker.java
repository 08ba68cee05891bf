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

import com.google.common.base.Ticker;
import io.airlift.units.Duration;

import java.util.concurrent.atomic.AtomicLong;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

/**
 * Ticker that a test advances.
 */
public class TestingTicker
        extends Ticker
{
    // close to the overflow of a long
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);

    public void advance(Duration duration)
    {
        nanos.addAndGet(duration.roundTo(NANOSECONDS));
    }

    @Override
    public long read()
    {
        return nanos.get();
    }
}
