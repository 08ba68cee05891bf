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
 * How this coordinator follows the store. Drift is what others have changed there, by SQL or through another coordinator.
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
     * Runs a pass, and returns and throws what it does.
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
     * Brings a catalog to what is stored. It is drift where another version is stored than this coordinator knows of, and not where it tries one again.
     *
     * @param stored the version that is stored, if any
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
     * Reading the store and comparing; what is loaded because of it takes its own time.
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
     * Drift that this coordinator has followed. Entries that it cannot use are not among it.
     */
    @Managed
    @Nested
    public CounterStat getDriftRepaired()
    {
        return driftRepaired;
    }
}
