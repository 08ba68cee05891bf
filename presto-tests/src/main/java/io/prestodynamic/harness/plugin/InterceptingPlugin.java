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
package io.prestodynamic.harness.plugin;

import com.facebook.presto.plugin.blackhole.BlackHolePlugin;
import com.facebook.presto.spi.ConnectorHandleResolver;
import com.facebook.presto.spi.Plugin;
import com.facebook.presto.spi.connector.Connector;
import com.facebook.presto.spi.connector.ConnectorContext;
import com.facebook.presto.spi.connector.ConnectorFactory;
import com.google.common.collect.HashBasedTable;
import com.google.common.collect.Iterables;
import com.google.common.collect.Table;
import com.google.common.reflect.Reflection;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The black hole connector under the name {@code intercepted}, whose methods can be intercepted, on all nodes of a cluster in one process.
 */
public class InterceptingPlugin
        implements Plugin
{
    public static final String CONNECTOR = "intercepted";

    private final ConnectorFactory blackHole = Iterables.getOnlyElement(new BlackHolePlugin().getConnectorFactories());
    private final Table<String, String, Interceptor> interceptors = HashBasedTable.create();
    private final List<Connector> open = new CopyOnWriteArrayList<>();
    private volatile Callable<?> beforeCreate = () -> null;

    /**
     * Replacement of a method.
     */
    public interface Interceptor
    {
        /**
         * @param coordinator whether the connector is the coordinator's
         * @param call the intercepted call
         */
        Object intercept(boolean coordinator, Call call)
                throws Throwable;
    }

    /**
     * An intercepted call.
     */
    public interface Call
    {
        Object proceed()
                throws Throwable;
    }

    /**
     * Intercepts a method of the catalog's connectors, or {@code create} of their factory.
     */
    public synchronized void intercept(String catalogName, String method, Interceptor interceptor)
    {
        interceptors.put(catalogName, method, interceptor);
    }

    /**
     * Sets an action that runs before each creation of a connector, as a part of it.
     */
    public void beforeCreate(Callable<?> action)
    {
        beforeCreate = action;
    }

    /**
     * Removes all interceptors.
     */
    public synchronized void clear()
    {
        interceptors.clear();
        beforeCreate = () -> null;
    }

    /**
     * Returns the connectors of all nodes that were created and not shut down.
     */
    public List<Connector> getOpen()
    {
        return List.copyOf(open);
    }

    @Override
    public Iterable<ConnectorFactory> getConnectorFactories()
    {
        return List.of(new InterceptingFactory());
    }

    private Object call(String catalogName, String method, boolean coordinator, Call call)
            throws Throwable
    {
        Optional<Interceptor> interceptor;
        synchronized (this) {
            interceptor = Optional.ofNullable(interceptors.get(catalogName, method));
        }
        return interceptor.isPresent() ? interceptor.get().intercept(coordinator, call) : call.proceed();
    }

    private class InterceptingFactory
            implements ConnectorFactory
    {
        @Override
        public String getName()
        {
            return CONNECTOR;
        }

        @Override
        public ConnectorHandleResolver getHandleResolver()
        {
            return blackHole.getHandleResolver();
        }

        @Override
        public Connector create(String catalogName, Map<String, String> config, ConnectorContext context)
        {
            boolean coordinator = context.getNodeManager().getCurrentNode().isCoordinator();
            // takes any property
            Map.copyOf(config);
            try {
                beforeCreate.call();
                return (Connector) call(catalogName, "create", coordinator, () -> create(catalogName, coordinator, context));
            }
            catch (RuntimeException e) {
                throw e;
            }
            catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }

        private Connector create(String catalogName, boolean coordinator, ConnectorContext context)
        {
            Connector connector = blackHole.create(catalogName, Map.of(), context);
            open.add(connector);
            return Reflection.newProxy(Connector.class, (proxy, method, arguments) -> call(catalogName, method.getName(), coordinator, () -> {
                if (method.getName().equals("shutdown")) {
                    open.remove(connector);
                }
                try {
                    return method.invoke(connector, arguments);
                }
                catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            }));
        }
    }
}
