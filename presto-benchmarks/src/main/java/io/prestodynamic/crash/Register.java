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

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import static java.util.Objects.requireNonNull;

/**
 * Changes that a store has acknowledged, and all versions that it has ever used.
 */
final class Register
{
    private final CrashTally tally;
    private final Map<String, String> versions = new TreeMap<>();
    private final Set<String> given = new HashSet<>();
    private final Set<String> numbers = new HashSet<>();
    private final Set<String> storedNumbers = new HashSet<>();
    private Optional<Change> underWay = Optional.empty();

    Register(CrashTally tally)
    {
        this.tally = requireNonNull(tally, "tally is null");
    }

    synchronized void given(String version)
    {
        boolean newVersion = given.add(version);
        if (numbers.add(number(version))) {
            return;
        }
        if (!storedNumbers.contains(number(version))) {
            tally.broken(Promise.REPEATED_PREPARED, version);
            return;
        }
        tally.broken(Promise.REPEATED_NUMBER, version);
        if (!newVersion) {
            tally.broken(Promise.REPEATED_VERSION, version);
        }
    }

    synchronized void begin(Change change)
    {
        underWay = Optional.of(change);
    }

    synchronized void acknowledge()
    {
        Change change = underWay.orElseThrow();
        change.after().ifPresent(version -> storedNumbers.add(number(version)));
        change.after().ifPresentOrElse(version -> versions.put(change.name(), version), () -> versions.remove(change.name()));
        underWay = Optional.empty();
        tally.acknowledged();
    }

    synchronized Optional<String> version(String name)
    {
        return Optional.ofNullable(versions.get(name));
    }

    synchronized Acknowledged acknowledged()
    {
        return new Acknowledged(versions, underWay);
    }

    /**
     * Replaces the expected state with what was found.
     */
    synchronized void set(Map<String, String> found)
    {
        versions.clear();
        versions.putAll(found);
        found.values().forEach(version -> storedNumbers.add(number(version)));
        underWay = Optional.empty();
    }

    private static String number(String version)
    {
        return version.substring(0, version.indexOf('-'));
    }
}
