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
package io.prestodynamic.discovery.client;

import com.facebook.airlift.configuration.Config;
import com.facebook.airlift.configuration.ConfigDescription;
import io.airlift.units.Duration;
import io.airlift.units.MaxDuration;
import io.airlift.units.MinDuration;

import javax.validation.constraints.NotNull;

import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Settings of several discovery servers, which may be the same on every node.
 */
public class DiscoveryServersConfig
{
    private String servers;
    private Duration warmupInterval = new Duration(30, SECONDS);

    /**
     * Returns the configured list, or null if there is only the server of discovery.uri.
     */
    public String getServers()
    {
        return servers;
    }

    @Config("discovery.servers")
    @ConfigDescription("Discovery servers, host:port or http(s)://host:port, separated by commas; another is used when one fails. Instead of discovery.uri")
    public DiscoveryServersConfig setServers(String servers)
    {
        this.servers = servers;
        return this;
    }

    @NotNull
    @MinDuration("1s")
    @MaxDuration("1h")
    public Duration getWarmupInterval()
    {
        return warmupInterval;
    }

    @Config("discovery.servers.warmup-interval")
    @ConfigDescription("Time for which a discovery server that has failed is not asked for nodes, so that all of them can announce themselves again")
    public DiscoveryServersConfig setWarmupInterval(Duration warmupInterval)
    {
        this.warmupInterval = warmupInterval;
        return this;
    }
}
