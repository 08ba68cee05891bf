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
package io.prestodynamic.catalog.engine;

import com.facebook.airlift.log.Logger;
import com.google.common.reflect.AbstractInvocationHandler;
import com.google.common.reflect.Reflection;
import io.prestodynamic.catalog.engine.cleanup.ConnectorMBeans;

import javax.management.MBeanServer;
import javax.management.MBeanServerBuilder;
import javax.management.MBeanServerDelegate;
import javax.management.ObjectName;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

import static java.lang.management.ManagementFactory.getPlatformMBeanServer;
import static java.util.Objects.requireNonNull;

/**
 * Builder of a platform MBean server that records which connector has registered an MBean. The Java runtime creates it by class name.
 */
public class TrackingMBeanServerBuilder
        extends MBeanServerBuilder
{
    private static final Logger log = Logger.get(TrackingMBeanServerBuilder.class);
    private static final String BUILDER_PROPERTY = "javax.management.builder.initial";

    /**
     * Installs the builder. Has no effect if the platform MBean server exists already: then MBeans of closed connectors stay registered.
     */
    public static void install()
    {
        String previous = System.getProperty(BUILDER_PROPERTY);
        System.setProperty(BUILDER_PROPERTY, TrackingMBeanServerBuilder.class.getName());
        try {
            if (!isTracking(getPlatformMBeanServer())) {
                log.warn("The MBean server was created before Presto started, so MBeans of closed connectors stay registered. To prevent that, add to jvm.config: -D%s=%s",
                        BUILDER_PROPERTY,
                        TrackingMBeanServerBuilder.class.getName());
            }
        }
        finally {
            // in this class loader only: MBean servers that plugins create cannot load the class
            if (previous == null) {
                System.clearProperty(BUILDER_PROPERTY);
            }
            else {
                System.setProperty(BUILDER_PROPERTY, previous);
            }
        }
    }

    @Override
    public MBeanServer newMBeanServer(String defaultDomain, MBeanServer outer, MBeanServerDelegate delegate)
    {
        return Reflection.newProxy(MBeanServer.class, new TrackingHandler(super.newMBeanServer(defaultDomain, outer, delegate)));
    }

    /**
     * Returns the MBeans of the platform MBean server, which are none if it is not tracked.
     */
    public static ConnectorMBeans platformMBeans()
    {
        MBeanServer server = getPlatformMBeanServer();
        return isTracking(server) ? ((TrackingHandler) Proxy.getInvocationHandler(server)).connectorMBeans : new ConnectorMBeans(server);
    }

    private static boolean isTracking(MBeanServer server)
    {
        return Proxy.isProxyClass(server.getClass()) && Proxy.getInvocationHandler(server) instanceof TrackingHandler;
    }

    private static class TrackingHandler
            extends AbstractInvocationHandler
    {
        private final MBeanServer server;
        private final ConnectorMBeans connectorMBeans;

        TrackingHandler(MBeanServer server)
        {
            this.server = requireNonNull(server, "server is null");
            this.connectorMBeans = new ConnectorMBeans(server);
        }

        @Override
        protected Object handleInvocation(Object proxy, Method method, Object[] arguments)
                throws Throwable
        {
            if (method.getName().equals("registerMBean")) {
                return connectorMBeans.register(arguments[0], (ObjectName) arguments[1]);
            }
            if (method.getName().equals("unregisterMBean")) {
                connectorMBeans.unregister((ObjectName) arguments[0]);
                return null;
            }
            try {
                return method.invoke(server, arguments);
            }
            catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }
}
