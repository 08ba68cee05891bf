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

import com.facebook.airlift.bootstrap.Bootstrap;
import com.facebook.airlift.bootstrap.LifeCycleManager;
import com.facebook.airlift.discovery.client.Announcer;
import com.facebook.airlift.discovery.client.DiscoveryModule;
import com.facebook.airlift.discovery.client.ServiceDescriptor;
import com.facebook.airlift.discovery.client.ServiceSelector;
import com.facebook.airlift.json.JsonModule;
import com.facebook.airlift.node.NodeInfo;
import com.facebook.airlift.node.NodeModule;
import com.google.common.collect.ImmutableMap;
import com.google.inject.Injector;
import com.google.inject.Key;
import org.weakref.jmx.guice.MBeanModule;

import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;

import java.util.Map;
import java.util.Set;

import static com.facebook.airlift.discovery.client.DiscoveryBinder.discoveryBinder;
import static com.facebook.airlift.discovery.client.ServiceAnnouncement.serviceAnnouncement;
import static com.facebook.airlift.discovery.client.ServiceTypes.serviceType;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.prestodynamic.discovery.client.TestingDiscoveryServer.ENVIRONMENT;

/**
 * Part of a Presto node that communicates with discovery servers.
 */
public class TestingDiscoveryNode
        implements AutoCloseable
{
    private final MBeanServer mbeanServer = MBeanServerFactory.newMBeanServer();
    private final Injector injector;

    public TestingDiscoveryNode(String nodeId, Map<String, String> properties)
    {
        injector = new Bootstrap(
                new NodeModule(),
                new DiscoveryModule(),
                new JsonModule(),
                new MBeanModule(),
                new DiscoveryServersModule(),
                binder -> {
                    binder.bind(MBeanServer.class).toInstance(mbeanServer);
                    discoveryBinder(binder).bindSelector("presto");
                    discoveryBinder(binder).bindServiceAnnouncement(serviceAnnouncement("presto").build());
                })
                .doNotInitializeLogging()
                .quiet()
                .setRequiredConfigurationProperties(ImmutableMap.<String, String>builder()
                        .put("node.environment", ENVIRONMENT)
                        .put("node.id", nodeId)
                        .putAll(properties)
                        .build())
                .initialize();
    }

    public void announce()
    {
        injector.getInstance(Announcer.class).start();
    }

    /**
     * Returns the nodes that this one knows from discovery, except itself.
     */
    public Set<String> getOthers()
    {
        String self = injector.getInstance(NodeInfo.class).getNodeId();
        return injector.getInstance(Key.get(ServiceSelector.class, serviceType("presto"))).selectAllServices().stream()
                .map(ServiceDescriptor::getNodeId)
                .filter(nodeId -> !nodeId.equals(self))
                .collect(toImmutableSet());
    }

    public Injector getInjector()
    {
        return injector;
    }

    public MBeanServer getMBeanServer()
    {
        return mbeanServer;
    }

    @Override
    public void close()
    {
        injector.getInstance(LifeCycleManager.class).stop();
    }
}
