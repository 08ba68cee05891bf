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

import io.airlift.discovery.server.DynamicAnnouncementResource;
import io.airlift.discovery.server.ServiceResource;
import io.airlift.discovery.server.StaticAnnouncementResource;
import io.airlift.discovery.store.StoreResource;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ResourceInfo;
import org.testng.annotations.Test;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

public class TestDiscoveryResources
{
    @Test
    public void testChanges()
    {
        assertThat(methods(DiscoveryResources::isChange)).containsExactlyInAnyOrder(
                "DynamicAnnouncementResource.put",
                "DynamicAnnouncementResource.delete",
                "StaticAnnouncementResource.post",
                "StaticAnnouncementResource.delete",
                "StoreResource.put",
                "StoreResource.setMultipleEntries");
    }

    @Test
    public void testStore()
    {
        assertThat(methods(DiscoveryResources::isStore)).containsExactlyInAnyOrder("StoreResource.put", "StoreResource.setMultipleEntries", "StoreResource.getAll");
    }

    @Test
    public void testOtherResources()
    {
        assertThat(DiscoveryResources.isChange(new Resource(Object.class.getMethods()[0]))).isFalse();
    }

    private static List<String> methods(Predicate<ResourceInfo> filter)
    {
        return Stream.of(DynamicAnnouncementResource.class, StaticAnnouncementResource.class, StoreResource.class, ServiceResource.class)
                .flatMap(type -> Stream.of(type.getMethods()))
                .filter(TestDiscoveryResources::isHttp)
                .map(Resource::new)
                .filter(filter)
                .map(resource -> resource.getResourceClass().getSimpleName() + "." + resource.getResourceMethod().getName())
                .toList();
    }

    private static boolean isHttp(Method method)
    {
        return Arrays.stream(method.getAnnotations()).anyMatch(annotation -> annotation.annotationType().isAnnotationPresent(HttpMethod.class));
    }

    private record Resource(Method getResourceMethod)
            implements ResourceInfo
    {
        @Override
        public Method getResourceMethod()
        {
            return getResourceMethod;
        }

        @Override
        public Class<?> getResourceClass()
        {
            return getResourceMethod.getDeclaringClass();
        }
    }
}
