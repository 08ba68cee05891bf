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
package io.prestodynamic.catalog.coordinator.reconcile;

import com.facebook.airlift.stats.CounterStat;
import com.facebook.airlift.stats.TimeStat;
import com.facebook.airlift.stats.TimeStat.BlockTimer;
import io.prestodynamic.catalog.coordinator.lifecycle.CatalogRegistry;
import org.weakref.jmx.Managed;
import org.weakref.jmx.Nested;

import javax.annotation.concurrent.ThreadSafe;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * Statistics of the comparisons with the store. Drift is a change by others, such as by SQL or through another coordinator.
 */
@ThreadSafe
public class ReconciliationStats
{
    private final CounterStat passes = new CounterStat();
    private final CounterStat failedPasses = new CounterStat();
    private final TimeStat passTime = new TimeStat(MILLISECONDS);
    private final CounterStat driftFound = new CounterStat();
    private final CounterStat driftRepaired = new CounterStat();

    /**
     * Runs a pass, and returns its result or throws its exception.
     */
    <T> T recordPass(Supplier<T> pass)
    {
        passes.update(1);
        try (BlockTimer ignored = passTime.time()) {
            return pass.get();
        }
        catch (Throwable failure) {
            failedPasses.update(1);
            throw failure;
        }
    }

    /**
     * Runs a repair, and counts it as drift if the stored version is new to this coordinator, and not if it is only loaded again.
     * @param stored the stored version, if there is one
     */
    CompletableFuture<Void> recordRepair(String name, Optional<String> stored, CatalogRegistry registry, Supplier<CompletableFuture<Void>> repair)
    {
        if (registry.getStoredVersion(name).equals(stored)) {
            return repair.get();
        }
        driftFound.update(1);
        return repair.get().thenRun(() -> {
            if (registry.getStoredVersion(name).equals(stored) && registry.getUnusable(name).isEmpty()) {
                driftRepaired.update(1);
            }
        });
    }

    @Managed
    @Nested
    public CounterStat getPasses()
    {
        return passes;
    }

    @Managed
    @Nested
    public CounterStat getFailedPasses()
    {
        return failedPasses;
    }

    /**
     * Returns the time for reading the store and comparing, without the time for loading.
     */
    @Managed
    @Nested
    public TimeStat getPassTime()
    {
        return passTime;
    }

    @Managed
    @Nested
    public CounterStat getDriftFound()
    {
        return driftFound;
    }

    /**
     * Returns the number of repaired drifts. Those that led to an unusable catalog do not count.
     */
    @Managed
    @Nested
    public CounterStat getDriftRepaired()
    {
        return driftRepaired;
    }
}
