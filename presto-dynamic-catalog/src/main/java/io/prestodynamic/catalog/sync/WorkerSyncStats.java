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
package io.prestodynamic.catalog.sync;

import com.facebook.airlift.stats.CounterStat;
import org.weakref.jmx.Managed;
import org.weakref.jmx.Nested;

import javax.annotation.concurrent.ThreadSafe;

/**
 * How this coordinator keeps its workers at what it desires.
 */
@ThreadSafe
public class WorkerSyncStats
{
    private final CounterStat pushes = new CounterStat();
    private final CounterStat toldAgain = new CounterStat();
    private final CounterStat failures = new CounterStat();

    void recordPush()
    {
        pushes.update(1);
    }

    void recordToldAgain()
    {
        toldAgain.update(1);
    }

    void recordFailure()
    {
        failures.update(1);
    }

    /**
     * How often all workers were told of changes: each time of all changes that had come up.
     */
    @Managed
    @Nested
    public CounterStat getPushes()
    {
        return pushes;
    }

    /**
     * Workers that were found without what is desired, and were told: new and restarted ones, and those that had missed a change.
     */
    @Managed
    @Nested
    public CounterStat getToldAgain()
    {
        return toldAgain;
    }

    /**
     * Requests to workers that got no answer, or none that makes sense.
     */
    @Managed
    @Nested
    public CounterStat getFailures()
    {
        return failures;
    }
}
