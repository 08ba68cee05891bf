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

import com.facebook.airlift.configuration.ConfigurationFactory;
import com.facebook.airlift.discovery.client.CachingServiceSelectorFactory;
import com.facebook.airlift.discovery.client.DiscoveryLookupClient;
import com.facebook.airlift.discovery.client.ServiceDescriptor;
import com.facebook.airlift.discovery.client.ServiceDescriptors;
import com.facebook.airlift.discovery.client.ServiceSelector;
import com.facebook.airlift.discovery.client.ServiceSelectorConfig;
import com.google.common.collect.ImmutableMap;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.inject.Key;
import com.google.inject.spi.Elements;
import com.google.inject.spi.LinkedKeyBinding;
import io.airlift.units.Duration;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static com.facebook.airlift.discovery.client.ServiceDescriptor.serviceDescriptor;
import static com.google.common.util.concurrent.Futures.immediateFuture;
import static com.google.common.util.concurrent.Uninterruptibles.awaitUninterruptibly;
import static io.prestodynamic.testing.Conditions.await;
import static java.util.concurrent.Executors.newScheduledThreadPool;
import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

public class TestServerDiscoveryModule
{
    @DataProvider
    public Object[][] nodes()
    {
        return new Object[][] {
                {ImmutableMap.of("discovery-server.enabled", "true"), true},
                {ImmutableMap.of("discovery-server.enabled", "true", "coordinator", "false", "resource-manager", "true"), true},
                {ImmutableMap.of(), false},
                {ImmutableMap.of("coordinator", "false"), false},
        };
    }

    @Test(dataProvider = "nodes")
    public void testOnlyDiscoveryServersLookUpInTheBackground(Map<String, String> properties, boolean background)
    {
        ConfigurationFactory factory = new ConfigurationFactory(properties);
        ServerDiscoveryModule module = new ServerDiscoveryModule();
        module.setConfigurationFactory(factory);
        boolean bound = Elements.getElements(module).stream()
                .filter(LinkedKeyBinding.class::isInstance)
                .map(LinkedKeyBinding.class::cast)
                .anyMatch(binding -> binding.getKey().equals(Key.get(CachingServiceSelectorFactory.class)) &&
                        binding.getLinkedKey().equals(Key.get(BackgroundSelectorFactory.class)));
        assertThat(bound).isEqualTo(background);
        assertThat(factory.getUsedProperties()).containsExactlyInAnyOrderElementsOf(properties.keySet());
    }

    @Test
    public void testUnusedPropertyIsStillReported()
    {
        ConfigurationFactory factory = new ConfigurationFactory(ImmutableMap.of("coordinator", "false", "discovery-server.enabled", "true"));
        ServerDiscoveryModule module = new ServerDiscoveryModule();
        module.setConfigurationFactory(factory);
        assertThat(Elements.getElements(module)).isNotEmpty();
        assertThat(factory.getUsedProperties()).as("of a worker").doesNotContain("discovery-server.enabled");
    }

    @Test
    public void testSelectorIsThereBeforeTheAnswer()
    {
        ScheduledExecutorService executor = newScheduledThreadPool(1, daemonThreadsNamed("test-%s"));
        try {
            StartingServer server = new StartingServer();
            ServiceSelector selector = new BackgroundSelectorFactory(server, executor).createServiceSelector("presto", new ServiceSelectorConfig());
            assertThat(selector.selectAllServices()).isEmpty();
            server.start();
            await("the services are known", java.time.Duration.ofSeconds(60), () -> selector.selectAllServices().equals(server.services));
            assertThat(selector.getType()).isEqualTo("presto");
        }
        finally {
            executor.shutdownNow();
        }
    }

    /**
     * Client of a discovery server that answers when it has started, and not before.
     */
    private static class StartingServer
            implements DiscoveryLookupClient
    {
        private final CountDownLatch started = new CountDownLatch(1);
        private final List<ServiceDescriptor> services = List.of(serviceDescriptor("presto").setNodeId("node").build());

        public void start()
        {
            started.countDown();
        }

        @Override
        public ListenableFuture<ServiceDescriptors> getServices(String type)
        {
            return getServices(type, "general");
        }

        @Override
        public ListenableFuture<ServiceDescriptors> getServices(String type, String pool)
        {
            // the creation of a selector must not wait for this
            assertThat(awaitUninterruptibly(started, 1, MINUTES)).isTrue();
            return immediateFuture(new ServiceDescriptors(type, pool, services, new Duration(10, SECONDS), null));
        }

        @Override
        public ListenableFuture<ServiceDescriptors> refreshServices(ServiceDescriptors serviceDescriptors)
        {
            return getServices(serviceDescriptors.getType(), serviceDescriptors.getPool());
        }
    }
}
