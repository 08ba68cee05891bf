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
package io.prestodynamic.catalog.sync.node;

import com.facebook.airlift.discovery.client.DiscoveryException;
import com.facebook.airlift.discovery.client.DiscoveryLookupClient;
import com.facebook.airlift.discovery.client.ServiceDescriptor;
import com.facebook.airlift.discovery.client.ServiceDescriptors;
import com.facebook.airlift.discovery.client.ServiceSelector;
import com.google.common.collect.ImmutableList;
import com.google.common.util.concurrent.ListenableFuture;
import io.airlift.units.Duration;

import java.util.List;
import java.util.UUID;

import static com.facebook.airlift.discovery.client.ServiceDescriptor.serviceDescriptor;
import static com.google.common.util.concurrent.Futures.immediateFailedFuture;
import static com.google.common.util.concurrent.Futures.immediateFuture;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * A discovery service and a selector with the result of its last refresh.
 */
public class TestingDiscovery
        implements DiscoveryLookupClient, ServiceSelector
{
    private List<ServiceDescriptor> announced = ImmutableList.of();
    private List<ServiceDescriptor> known = ImmutableList.of();
    private boolean down;
    private int lookups;
    private int refreshes;

    public void announce(String nodeId)
    {
        announced = ImmutableList.<ServiceDescriptor>builder()
                .addAll(announced)
                .add(serviceDescriptor("presto").setId(UUID.randomUUID()).setNodeId(nodeId).build())
                .build();
    }

    public void setDown(boolean down)
    {
        this.down = down;
    }

    public int getLookups()
    {
        return lookups;
    }

    public int getRefreshes()
    {
        return refreshes;
    }

    @Override
    public ListenableFuture<ServiceDescriptors> getServices(String type, String pool)
    {
        lookups++;
        return down ? immediateFailedFuture(new DiscoveryException("Connection refused")) : immediateFuture(new ServiceDescriptors(type, pool, announced, new Duration(10, SECONDS), null));
    }

    @Override
    public ListenableFuture<ServiceDescriptors> getServices(String type)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public ListenableFuture<ServiceDescriptors> refreshServices(ServiceDescriptors serviceDescriptors)
    {
        throw new UnsupportedOperationException();
    }

    @Override
    public String getType()
    {
        return "presto";
    }

    @Override
    public String getPool()
    {
        return "general";
    }

    @Override
    public List<ServiceDescriptor> selectAllServices()
    {
        return known;
    }

    @Override
    public ListenableFuture<List<ServiceDescriptor>> refresh()
    {
        refreshes++;
        if (down) {
            return immediateFailedFuture(new DiscoveryException("Connection refused"));
        }
        known = announced;
        return immediateFuture(known);
    }
}
