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
package io.prestodynamic.catalog.server.discovery;

import com.facebook.airlift.discovery.client.CachingServiceSelector;
import com.facebook.airlift.discovery.client.CachingServiceSelectorFactory;
import com.facebook.airlift.discovery.client.DiscoveryLookupClient;
import com.facebook.airlift.discovery.client.ForDiscoveryClient;
import com.facebook.airlift.discovery.client.ServiceSelector;
import com.facebook.airlift.discovery.client.ServiceSelectorConfig;

import javax.inject.Inject;

import java.util.concurrent.ScheduledExecutorService;

import static java.util.Objects.requireNonNull;

/**
 * Factory of service selectors that look up their services in the background from the beginning.
 * <p>
 * Airlift's selectors wait up to a second for their first services. A server that is the discovery server itself cannot answer them before it has started, and its
 * port already takes connections: each selector would wait for the whole second.
 */
class BackgroundSelectorFactory
        extends CachingServiceSelectorFactory
{
    private final DiscoveryLookupClient lookupClient;
    private final ScheduledExecutorService executor;

    @Inject
    public BackgroundSelectorFactory(DiscoveryLookupClient lookupClient, @ForDiscoveryClient ScheduledExecutorService executor)
    {
        super(lookupClient, executor);
        this.lookupClient = requireNonNull(lookupClient, "lookupClient is null");
        this.executor = requireNonNull(executor, "executor is null");
    }

    @Override
    public ServiceSelector createServiceSelector(String type, ServiceSelectorConfig config)
    {
        CachingServiceSelector selector = new CachingServiceSelector(type, config, lookupClient, executor);
        executor.execute(selector::start);
        return selector;
    }
}
