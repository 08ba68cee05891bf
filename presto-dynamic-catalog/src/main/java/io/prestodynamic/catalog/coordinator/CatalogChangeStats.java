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
package io.prestodynamic.catalog.coordinator;

import com.facebook.airlift.stats.CounterStat;
import com.facebook.airlift.stats.TimeStat;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogErrorCode;
import io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome;
import org.weakref.jmx.Managed;
import org.weakref.jmx.Nested;

import javax.annotation.concurrent.ThreadSafe;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * Statistics of the changes that this coordinator was asked for since it started.
 */
@ThreadSafe
public class CatalogChangeStats
{
    private final CounterStat added = new CounterStat();
    private final CounterStat replaced = new CounterStat();
    private final CounterStat restored = new CounterStat();
    private final CounterStat configured = new CounterStat();
    private final CounterStat removed = new CounterStat();
    private final CounterStat unchanged = new CounterStat();
    private final CounterStat failed = new CounterStat();
    private final CatalogRefusalStats refused = new CatalogRefusalStats();
    private final TimeStat addTime = new TimeStat(MILLISECONDS);
    private final TimeStat replaceTime = new TimeStat(MILLISECONDS);
    private final TimeStat removeTime = new TimeStat(MILLISECONDS);

    void recordChange(Outcome outcome, Duration time)
    {
        switch (outcome) {
            case ADDED -> record(added, addTime, time);
            case REPLACED -> record(replaced, replaceTime, time);
            case RESTORED -> record(restored, replaceTime, time);
            case ENABLED, DISABLED, DESCRIBED -> configured.update(1);
            case REMOVED -> record(removed, removeTime, time);
            case UNCHANGED -> unchanged.update(1);
        }
    }

    void recordRefusal(CatalogErrorCode code)
    {
        refused.record(code);
    }

    void recordFailure()
    {
        failed.update(1);
    }

    @Managed
    @Nested
    public CounterStat getAdded()
    {
        return added;
    }

    @Managed
    @Nested
    public CounterStat getReplaced()
    {
        return replaced;
    }

    @Managed
    @Nested
    public CounterStat getRestored()
    {
        return restored;
    }

    /**
     * Returns the number of changes of settings, which make no version.
     */
    @Managed
    @Nested
    public CounterStat getConfigured()
    {
        return configured;
    }

    @Managed
    @Nested
    public CounterStat getRemoved()
    {
        return removed;
    }

    @Managed
    @Nested
    public CounterStat getUnchanged()
    {
        return unchanged;
    }

    /**
     * Returns the number of changes that failed with an error of the server.
     */
    @Managed
    @Nested
    public CounterStat getFailed()
    {
        return failed;
    }

    @Managed
    @Nested
    public CatalogRefusalStats getRefused()
    {
        return refused;
    }

    /**
     * Returns the time from the request until every active worker has answered, or until the push timeout.
     */
    @Managed
    @Nested
    public TimeStat getAddTime()
    {
        return addTime;
    }

    @Managed
    @Nested
    public TimeStat getReplaceTime()
    {
        return replaceTime;
    }

    @Managed
    @Nested
    public TimeStat getRemoveTime()
    {
        return removeTime;
    }

    private static void record(CounterStat counter, TimeStat times, Duration time)
    {
        counter.update(1);
        times.add(time);
    }
}
