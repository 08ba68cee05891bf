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

import com.facebook.airlift.discovery.client.ServiceDescriptor;
import com.facebook.airlift.discovery.client.ServiceSelector;
import com.facebook.presto.server.InternalCommunicationConfig;
import com.google.common.collect.ImmutableList;
import com.google.common.reflect.Reflection;
import io.prestodynamic.catalog.sync.WorkerAcknowledgements;
import org.testng.annotations.Test;

import java.net.URI;
import java.util.List;
import java.util.UUID;

import static com.facebook.airlift.discovery.client.ServiceDescriptor.serviceDescriptor;
import static org.assertj.core.api.Assertions.assertThat;

public class TestNodeDirectory
{
    private List<ServiceDescriptor> announced = ImmutableList.of();

    @Test
    public void testSameAnnouncementWithAnotherAddress()
    {
        ServiceSelector selector = Reflection.newProxy(ServiceSelector.class, (proxy, method, arguments) -> announced);
        NodeDirectory directory = new NodeDirectory(
                selector,
                new TestingNodeManager(new WorkerAcknowledgements(), "coordinator"),
                TestingNodeManager.VERSION,
                new InternalCommunicationConfig());
        UUID id = UUID.randomUUID();
        for (String address : List.of("http://w1:8080", "http://attacker:8080", "http://w1:8080")) {
            announced = ImmutableList.of(serviceDescriptor("presto")
                    .setId(id)
                    .setNodeId("w1")
                    .addProperty("node_version", TestingNodeManager.VERSION.toString())
                    .addProperty("http", address)
                    .build());
            assertThat(directory.getWorkers()).extracting(AnnouncedNode::uri).containsExactly(URI.create(address));
        }
    }
}
