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
package io.prestodynamic.catalog.seal;

import java.util.BitSet;

/**
 * Numbers of requests that were received from one sender. Requests may arrive in another order than they were numbered in. Not thread safe.
 */
final class RequestNumbers
{
    static final int WINDOW = 4096;

    private final BitSet received = new BitSet(WINDOW);
    private long highest;

    /**
     * Records a number.
     *
     * @return whether it was not recorded before, and is not too old to know
     */
    boolean add(long number)
    {
        if (number <= highest - WINDOW || number <= 0) {
            return false;
        }
        if (number - highest >= WINDOW) {
            received.clear();
        }
        else {
            for (long skipped = highest + 1; skipped <= number; skipped++) {
                received.clear(index(skipped));
            }
        }
        highest = Math.max(highest, number);
        if (received.get(index(number))) {
            return false;
        }
        received.set(index(number));
        return true;
    }

    private static int index(long number)
    {
        return (int) (number % WINDOW);
    }
}
