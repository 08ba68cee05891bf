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
package io.prestodynamic.discovery.authentication;

import io.airlift.discovery.server.DiscoveryServerModule;
import io.airlift.discovery.store.StoreResource;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.container.ResourceInfo;

/**
 * Resources of airlift's discovery server. Filters are bound to methods of them and not to paths, which can be spelled in several ways.
 */
public final class DiscoveryResources
{
    private static final String STORES = StoreResource.class.getPackageName();
    private static final String ANNOUNCEMENTS = DiscoveryServerModule.class.getPackageName();

    private DiscoveryResources() {}

    /**
     * Returns whether the method is for other discovery servers.
     */
    public static boolean isStore(ResourceInfo resource)
    {
        return StoreResource.class.isAssignableFrom(resource.getResourceClass());
    }

    /**
     * Returns whether the method changes what is announced.
     */
    static boolean isChange(ResourceInfo resource)
    {
        String module = resource.getResourceClass().getPackageName();
        return (module.equals(STORES) || module.equals(ANNOUNCEMENTS)) && !isRead(resource);
    }

    static boolean isRead(ResourceInfo resource)
    {
        return resource.getResourceMethod().isAnnotationPresent(GET.class);
    }
}
