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
import com.facebook.airlift.configuration.LegacyConfig;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import io.airlift.units.Duration;
import io.airlift.units.MinDuration;

import javax.validation.constraints.AssertTrue;
import javax.validation.constraints.Max;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotNull;

import java.util.Set;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;

public class DynamicCatalogConfig
{
    private boolean enabled = true;
    private Duration reconcileInterval = new Duration(5, SECONDS);
    private Duration pushTimeout = new Duration(10, SECONDS);
    private Duration drainTimeout = new Duration(1, HOURS);
    private Duration loadTimeout = new Duration(1, MINUTES);
    private Duration validationTimeout = new Duration(30, SECONDS);
    private Duration listingTimeout = new Duration(10, SECONDS);
    private Duration requestBodyTimeout = new Duration(30, SECONDS);
    private int maxConcurrentChanges = 16;
    private Duration coordinatorLease = new Duration(1, MINUTES);
    private Duration historyMaxAge = new Duration(400, DAYS);
    private boolean exportSecrets;
    private boolean sharedSecretRequired;
    private Set<String> allowedHosts = ImmutableSet.of();
    private StartupPolicy startupPolicy = StartupPolicy.WAIT;

    public boolean isEnabled()
    {
        return enabled;
    }

    @Config("dynamic-catalog.enabled")
    @LegacyConfig("dynamic-catalog.enable")
    @ConfigDescription("Whether catalogs can be added, replaced and removed while the server runs")
    public DynamicCatalogConfig setEnabled(boolean enabled)
    {
        this.enabled = enabled;
        return this;
    }

    @NotNull
    @MinDuration("100ms")
    public Duration getReconcileInterval()
    {
        return reconcileInterval;
    }

    @Config("dynamic-catalog.reconcile-interval")
    @ConfigDescription("How often a coordinator compares itself with the store, and every worker with itself")
    public DynamicCatalogConfig setReconcileInterval(Duration reconcileInterval)
    {
        this.reconcileInterval = reconcileInterval;
        return this;
    }

    @NotNull
    @MinDuration("1ms")
    public Duration getPushTimeout()
    {
        return pushTimeout;
    }

    @Config("dynamic-catalog.push-timeout")
    @ConfigDescription("How long the answer to a change waits for the active workers")
    public DynamicCatalogConfig setPushTimeout(Duration pushTimeout)
    {
        this.pushTimeout = pushTimeout;
        return this;
    }

    @NotNull
    public Duration getDrainTimeout()
    {
        return drainTimeout;
    }

    @Config("dynamic-catalog.drain-timeout")
    @ConfigDescription("How long queries may continue to use a version that was deleted or replaced, before they are failed")
    public DynamicCatalogConfig setDrainTimeout(Duration drainTimeout)
    {
        this.drainTimeout = drainTimeout;
        return this;
    }

    @NotNull
    public Duration getLoadTimeout()
    {
        return loadTimeout;
    }

    @Config("dynamic-catalog.load-timeout")
    @ConfigDescription("How long a connector may take to start, before a change is refused or a stored catalog counts as failed")
    public DynamicCatalogConfig setLoadTimeout(Duration loadTimeout)
    {
        this.loadTimeout = loadTimeout;
        return this;
    }

    @NotNull
    @MinDuration("1ms")
    public Duration getValidationTimeout()
    {
        return validationTimeout;
    }

    @Config("dynamic-catalog.validation-timeout")
    @ConfigDescription("How long the validation of a definition may take")
    public DynamicCatalogConfig setValidationTimeout(Duration validationTimeout)
    {
        this.validationTimeout = validationTimeout;
        return this;
    }

    @NotNull
    @MinDuration("1ms")
    public Duration getListingTimeout()
    {
        return listingTimeout;
    }

    @Config("dynamic-catalog.listing-timeout")
    @ConfigDescription("How long a catalog may take to list its schemas, tables or columns, before it is left out of lists of all catalogs")
    public DynamicCatalogConfig setListingTimeout(Duration listingTimeout)
    {
        this.listingTimeout = listingTimeout;
        return this;
    }

    @NotNull
    @MinDuration("1ms")
    public Duration getRequestBodyTimeout()
    {
        return requestBodyTimeout;
    }

    @Config("dynamic-catalog.request-body-timeout")
    @ConfigDescription("How long the body of a request about catalogs may take to arrive")
    public DynamicCatalogConfig setRequestBodyTimeout(Duration requestBodyTimeout)
    {
        this.requestBodyTimeout = requestBodyTimeout;
        return this;
    }

    @Min(1)
    @Max(1000)
    public int getMaxConcurrentChanges()
    {
        return maxConcurrentChanges;
    }

    @Config("dynamic-catalog.max-concurrent-changes")
    @ConfigDescription("How many catalogs are added, replaced and deleted at the same time; more wait for a few seconds, and are then refused")
    public DynamicCatalogConfig setMaxConcurrentChanges(int maxConcurrentChanges)
    {
        this.maxConcurrentChanges = maxConcurrentChanges;
        return this;
    }

    @NotNull
    @MinDuration("1s")
    public Duration getCoordinatorLease()
    {
        return coordinatorLease;
    }

    @Config("dynamic-catalog.coordinator-lease")
    @ConfigDescription("How long a worker keeps the catalogs of a silent coordinator, if another coordinator sends requests")
    public DynamicCatalogConfig setCoordinatorLease(Duration coordinatorLease)
    {
        this.coordinatorLease = coordinatorLease;
        return this;
    }

    @AssertTrue(message = "dynamic-catalog.coordinator-lease has to be at least twice dynamic-catalog.reconcile-interval: coordinators speak to workers that often")
    public boolean isCoordinatorLeaseLongEnough()
    {
        return coordinatorLease.toMillis() >= 2 * reconcileInterval.toMillis();
    }

    @NotNull
    @MinDuration("1h")
    public Duration getHistoryMaxAge()
    {
        return historyMaxAge;
    }

    @Config("dynamic-catalog.history.max-age")
    @ConfigDescription("How long changes are kept in the history, besides the last 10 of each catalog")
    public DynamicCatalogConfig setHistoryMaxAge(Duration historyMaxAge)
    {
        this.historyMaxAge = historyMaxAge;
        return this;
    }

    public boolean isExportSecrets()
    {
        return exportSecrets;
    }

    @Config("dynamic-catalog.export-secrets")
    @ConfigDescription("Whether the passwords in catalog definitions can be read over HTTP, to move them to another store")
    public DynamicCatalogConfig setExportSecrets(boolean exportSecrets)
    {
        this.exportSecrets = exportSecrets;
        return this;
    }

    @NotNull
    public Set<String> getAllowedHosts()
    {
        return allowedHosts;
    }

    @Config("dynamic-catalog.allowed-hosts")
    @ConfigDescription("Names, separated by commas, by which clients reach the server besides its addresses and those of its machine")
    public DynamicCatalogConfig setAllowedHosts(String allowedHosts)
    {
        this.allowedHosts = ImmutableSet.copyOf(Splitter.on(',').trimResults().omitEmptyStrings().split(allowedHosts));
        return this;
    }

    public boolean isSharedSecretRequired()
    {
        return sharedSecretRequired;
    }

    @Config("dynamic-catalog.require-shared-secret")
    @ConfigDescription("Whether the server refuses to start without internal-communication.shared-secret")
    public DynamicCatalogConfig setSharedSecretRequired(boolean sharedSecretRequired)
    {
        this.sharedSecretRequired = sharedSecretRequired;
        return this;
    }

    @NotNull
    public StartupPolicy getStartupPolicy()
    {
        return startupPolicy;
    }

    @Config("dynamic-catalog.startup-policy")
    @ConfigDescription("What a coordinator does if its store cannot be used when it starts: wait or fail")
    public DynamicCatalogConfig setStartupPolicy(StartupPolicy startupPolicy)
    {
        this.startupPolicy = startupPolicy;
        return this;
    }
}
