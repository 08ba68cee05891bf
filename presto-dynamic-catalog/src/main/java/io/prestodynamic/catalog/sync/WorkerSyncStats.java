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
 * Statistics of the synchronization of workers.
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
     * Returns the number of pushes to all workers. One push may contain several changes.
     */
    @Managed
    @Nested
    public CounterStat getPushes()
    {
        return pushes;
    }

    /**
     * Returns how often a worker did not have the desired catalogs and was sent all of them: new and restarted workers, and those that had missed a change.
     */
    @Managed
    @Nested
    public CounterStat getToldAgain()
    {
        return toldAgain;
    }

    /**
     * Returns the number of requests to workers without a correct answer.
     */
    @Managed
    @Nested
    public CounterStat getFailures()
    {
        return failures;
    }
}
