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
package io.prestodynamic.catalog.server.authentication;

import com.facebook.airlift.discovery.server.DynamicAnnouncementResource;
import com.facebook.airlift.discovery.server.ServiceResource;
import com.facebook.presto.server.NodeResource;
import com.facebook.presto.server.ServerInfoResource;
import com.facebook.presto.server.TaskResource;
import com.facebook.presto.server.ThreadResource;
import com.facebook.presto.server.protocol.QueuedStatementResource;
import io.prestodynamic.catalog.server.resource.CatalogResource;
import io.prestodynamic.catalog.worker.CatalogSyncResource;
import org.testng.annotations.Test;

import javax.ws.rs.container.ResourceInfo;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

public class TestInternalRequestFilter
{
    @Test
    public void testWhatNodesAskEachOther()
    {
        for (Class<?> resource : List.of(TaskResource.class, NodeResource.class, CatalogSyncResource.class, DynamicAnnouncementResource.class, ServiceResource.class)) {
            assertThat(isInternal("GET", resource)).as(resource.getName()).isTrue();
        }
        assertThat(isInternal("GET", ServerInfoResource.class)).isTrue();
        assertThat(isInternal("GET", ThreadResource.class)).isTrue();
    }

    @Test
    public void testWhatUsersAsk()
    {
        for (Class<?> resource : List.of(QueuedStatementResource.class, CatalogResource.class, Object.class)) {
            assertThat(isInternal("GET", resource)).as(resource.getName()).isFalse();
        }
        // would shut the node down
        assertThat(isInternal("PUT", ServerInfoResource.class)).isFalse();
    }

    private static boolean isInternal(String method, Class<?> type)
    {
        return InternalRequestFilter.isInternal(method, new ResourceInfo()
        {
            @Override
            public Method getResourceMethod()
            {
                return Stream.of(type.getMethods()).findFirst().orElseThrow();
            }

            @Override
            public Class<?> getResourceClass()
            {
                return type;
            }
        });
    }
}
