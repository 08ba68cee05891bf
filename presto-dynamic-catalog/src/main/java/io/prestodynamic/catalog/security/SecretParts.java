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
package io.prestodynamic.catalog.security;

import com.google.common.collect.Range;
import com.google.common.collect.TreeRangeSet;

import java.util.Collection;
import java.util.Set;
import java.util.stream.IntStream;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.prestodynamic.catalog.security.url.MaskedText.MASK;

/**
 * Parts of secrets, which connectors quote that cut a value or take it apart.
 */
final class SecretParts
{
    private static final int MIN_LENGTH = 8;
    // of a longer secret, the parts would take too much memory
    private static final int MAX_LENGTH_OF_SECRET = 20_000;

    private SecretParts() {}

    /**
     * Masks whatever has eight or more characters in a row with one of the secrets.
     */
    static String mask(String text, Collection<String> secrets)
    {
        Set<String> parts = secrets.stream()
                .filter(secret -> secret.length() <= MAX_LENGTH_OF_SECRET)
                .flatMap(secret -> IntStream.rangeClosed(0, secret.length() - MIN_LENGTH).mapToObj(start -> secret.substring(start, start + MIN_LENGTH)))
                .collect(toImmutableSet());
        TreeRangeSet<Integer> found = TreeRangeSet.create();
        for (int start = 0; !parts.isEmpty() && start <= text.length() - MIN_LENGTH; start++) {
            if (parts.contains(text.substring(start, start + MIN_LENGTH))) {
                found.add(Range.closedOpen(start, start + MIN_LENGTH));
            }
        }
        StringBuilder masked = new StringBuilder();
        int position = 0;
        for (Range<Integer> range : found.asRanges()) {
            masked.append(text, position, range.lowerEndpoint()).append(MASK);
            position = range.upperEndpoint();
        }
        return masked.append(text, position, text.length()).toString();
    }
}
