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
package io.prestodynamic.discovery;

import io.airlift.discovery.store.Entry;
import io.prestodynamic.discovery.authentication.DiscoveryResources;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Filter that sends the time of this server to other servers, and adjusts the entries that they send to the clock of this one.
 */
class StoreClockFilter
        implements DynamicFeature
{
    @Override
    public void configure(ResourceInfo resource, FeatureContext context)
    {
        if (DiscoveryResources.isStore(resource)) {
            context.register(new TimeHeader());
            if (resource.getResourceMethod().isAnnotationPresent(POST.class)) {
                context.register(new EntriesReader());
            }
        }
    }

    private static class TimeHeader
            implements ContainerResponseFilter
    {
        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response)
        {
            response.getHeaders().putSingle(ServerClock.TIME, System.currentTimeMillis());
        }
    }

    private static class EntriesReader
            implements ReaderInterceptor
    {
        @Override
        @SuppressWarnings("unchecked")
        public Object aroundReadFrom(ReaderInterceptorContext context)
                throws IOException
        {
            long received = System.currentTimeMillis();
            List<Entry> entries = (List<Entry>) context.proceed();
            return ServerClock.adjust(entries, Optional.ofNullable(context.getHeaders().getFirst(ServerClock.TIME)), received);
        }
    }
}
