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

import com.google.common.collect.Sets;

import java.util.EnumMap;
import java.util.Map;

import static io.prestodynamic.benchmarks.report.Progress.progress;

/**
 * Results of all lanes. Thread-safe.
 */
final class CrashTally
{
    private static final int MAX_EVIDENCE = 20;

    private final Map<Promise, Integer> broken = new EnumMap<>(Promise.class);
    private int kills;
    private int copies;
    private int restores;
    private int changes;
    private long idleMillis;

    synchronized void killed()
    {
        kills++;
        if (kills % 50 == 0) {
            progress("%s kills, %s", kills, broken.isEmpty() ? "nothing found" : broken);
        }
    }

    synchronized void copied()
    {
        copies++;
    }

    synchronized void restored()
    {
        restores++;
    }

    synchronized void acknowledged()
    {
        changes++;
    }

    synchronized void idled(long millis)
    {
        idleMillis += millis;
    }

    synchronized void broken(Promise promise, String evidence)
    {
        if (broken.merge(promise, 1, Integer::sum) <= MAX_EVIDENCE) {
            progress("%s %s", promise, evidence);
        }
    }

    synchronized int broken(Promise promise)
    {
        return broken.getOrDefault(promise, 0);
    }

    /**
     * Returns whether an engine has kept its promises.
     */
    synchronized boolean isKept(Engine engine)
    {
        return Sets.intersection(broken.keySet(), engine.promises()).isEmpty();
    }

    synchronized int kills()
    {
        return kills;
    }

    synchronized int copies()
    {
        return copies;
    }

    synchronized int restores()
    {
        return restores;
    }

    synchronized int changes()
    {
        return changes;
    }

    synchronized long idleMinutes()
    {
        return idleMillis / 60_000;
    }
}
