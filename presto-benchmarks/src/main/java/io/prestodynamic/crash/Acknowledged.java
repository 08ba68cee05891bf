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
package io.prestodynamic.crash;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;

import java.util.Map;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Acknowledged state at one moment, and the change that was pending then, which may or may not take effect.
 */
record Acknowledged(Map<String, String> versions, Optional<Change> underWay)
{
    Acknowledged
    {
        versions = ImmutableMap.copyOf(versions);
        requireNonNull(underWay, "underWay is null");
    }

    /**
     * Reports each name whose version is not as expected.
     */
    void compare(Map<String, String> found, CrashTally tally)
    {
        for (String name : ImmutableSortedSet.copyOf(Sets.union(versions.keySet(), found.keySet()))) {
            Optional<String> expected = Optional.ofNullable(versions.get(name));
            Optional<String> actual = Optional.ofNullable(found.get(name));
            if (!actual.equals(expected) && !isUnderWay(name, expected, actual)) {
                tally.broken(actual.isEmpty() ? Promise.LOST : (expected.isEmpty() ? Promise.RESURRECTED : Promise.UNDONE),
                        "%s: acknowledged %s, found %s".formatted(name, expected.orElse("nothing"), actual.orElse("nothing")));
            }
        }
    }

    private boolean isUnderWay(String name, Optional<String> expected, Optional<String> actual)
    {
        return underWay.filter(change -> change.name().equals(name) && change.before().equals(expected) && change.after().equals(actual)).isPresent();
    }
}
