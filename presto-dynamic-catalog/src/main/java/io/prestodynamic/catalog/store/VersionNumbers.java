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
package io.prestodynamic.catalog.store;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Numbers of versions, none of which any version had before, whatever the database forgets: each is higher than all that were given out or seen here.
 */
final class VersionNumbers
{
    private final AtomicLong highest = new AtomicLong();

    /**
     * Takes note of a number that a version has.
     */
    void seen(long number)
    {
        highest.accumulateAndGet(number, Math::max);
    }

    /**
     * Gives out the lowest number that is free and not below another.
     */
    long next(long lowest)
    {
        return highest.updateAndGet(last -> Math.max(last + 1, lowest));
    }

    /**
     * Gives out a number that the database chose.
     *
     * @return whether it was free
     */
    boolean take(long number)
    {
        return highest.getAndAccumulate(number, Math::max) < number;
    }
}
