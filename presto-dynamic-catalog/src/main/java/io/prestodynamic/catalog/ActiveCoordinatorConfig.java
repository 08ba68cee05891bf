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
package io.prestodynamic.catalog;

import com.facebook.airlift.configuration.Config;
import com.facebook.airlift.configuration.ConfigDescription;
import io.airlift.units.Duration;
import io.airlift.units.MinDuration;

import javax.validation.constraints.Min;
import javax.validation.constraints.NotNull;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Configuration of the lease that makes one of several coordinators active. Valid on every node; only coordinators use it.
 */
public class ActiveCoordinatorConfig
{
    private boolean enabled;
    private Duration lease = new Duration(10, SECONDS);
    private int warmUpQueries = 40;

    public boolean isEnabled()
    {
        return enabled;
    }

    @Config("dynamic-catalog.active-coordinator.enabled")
    @ConfigDescription("Whether only one of the coordinators on a store is active, and the others are on standby")
    public ActiveCoordinatorConfig setEnabled(boolean enabled)
    {
        this.enabled = enabled;
        return this;
    }

    @NotNull
    @MinDuration("3s")
    public Duration getLease()
    {
        return lease;
    }

    @Config("dynamic-catalog.active-coordinator.lease")
    @ConfigDescription("How long the active coordinator may not renew its lease in the store, before it takes no more statements and another one takes over")
    public ActiveCoordinatorConfig setLease(Duration lease)
    {
        this.lease = lease;
        return this;
    }

    @Min(0)
    public int getWarmUpQueries()
    {
        return warmUpQueries;
    }

    @Config("dynamic-catalog.active-coordinator.warm-up-queries")
    @ConfigDescription("How many queries on system tables a standby runs for itself, so that its JVM has compiled what queries need when it takes over")
    public ActiveCoordinatorConfig setWarmUpQueries(int warmUpQueries)
    {
        this.warmUpQueries = warmUpQueries;
        return this;
    }

    /**
     * Returns the time that all requests of one pass over the lease may take together. The active coordinator begins to renew the lease after three tenths at the
     * latest, and tries again after another tenth. So a pass that fails leaves time for another one before the lease ends.
     */
    public Duration passTimeout()
    {
        return new Duration(lease.toMillis() / 4.0, MILLISECONDS);
    }

    /**
     * Returns the time that one request about the lease may take. If it gets no answer, there is time for others before the lease ends.
     */
    public Duration requestTimeout()
    {
        return new Duration(Math.max(1000, lease.toMillis() / 4), MILLISECONDS);
    }
}
