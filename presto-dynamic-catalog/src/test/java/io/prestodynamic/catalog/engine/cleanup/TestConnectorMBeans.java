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
package io.prestodynamic.catalog.engine.cleanup;

import io.prestodynamic.catalog.engine.TrackingMBeanServerBuilder;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import javax.management.InstanceAlreadyExistsException;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;

import static java.util.concurrent.Executors.newSingleThreadExecutor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestConnectorMBeans
{
    private final Object first = "first";
    private final Object second = "second";
    private MBeanServer server;
    private ConnectorMBeans mbeans;
    private ObjectName name;

    @BeforeMethod
    public void setUp()
            throws JMException
    {
        server = MBeanServerFactory.newMBeanServer();
        mbeans = new ConnectorMBeans(server);
        name = new ObjectName("test:name=pool");
    }

    @Test
    public void testRelease()
    {
        registerAs(first, 1);
        assertThat(value()).isEqualTo(1);
        mbeans.release(first);
        assertThat(server.isRegistered(name)).isFalse();
    }

    @Test
    public void testNobodys()
            throws JMException
    {
        mbeans.register(new Pool(0), name);
        assertThatThrownBy(() -> registerAs(first, 1)).hasCauseInstanceOf(InstanceAlreadyExistsException.class);
        mbeans.release(first);
        assertThat(value()).isEqualTo(0);
    }

    @Test
    public void testLatestIsSeen()
    {
        registerAs(first, 1);
        registerAs(second, 2);
        assertThat(value()).isEqualTo(2);
        mbeans.release(first);
        assertThat(value()).isEqualTo(2);
        mbeans.release(second);
        assertThat(server.isRegistered(name)).isFalse();
    }

    @Test
    public void testFirstIsSeenAgain()
    {
        registerAs(first, 1);
        registerAs(second, 2);
        mbeans.release(second);
        assertThat(value()).isEqualTo(1);
        mbeans.release(first);
        assertThat(server.isRegistered(name)).isFalse();
    }

    @Test
    public void testSameOwnerTwice()
    {
        registerAs(first, 1);
        assertThatThrownBy(() -> registerAs(first, 2)).hasCauseInstanceOf(InstanceAlreadyExistsException.class);
        assertThat(value()).isEqualTo(1);
    }

    @Test
    public void testUnregister()
    {
        registerAs(first, 1);
        registerAs(second, 2);
        unregisterAs(first);
        assertThat(value()).isEqualTo(2);
        unregisterAs(second);
        assertThat(server.isRegistered(name)).isFalse();
        assertThatThrownBy(() -> unregisterAs(second)).hasCauseInstanceOf(InstanceNotFoundException.class);
        mbeans.release(first);
        mbeans.release(second);
    }

    @Test
    public void testUnregisterWhatIsSeen()
    {
        registerAs(first, 1);
        registerAs(second, 2);
        unregisterAs(second);
        assertThat(value()).isEqualTo(1);
    }

    @Test
    public void testOneThatMakesRoomForItsOwn()
    {
        registerAs(first, 1);
        unregisterAs(second);
        assertThat(server.isRegistered(name)).isFalse();
        registerAs(second, 2);
        assertThat(value()).isEqualTo(2);
        mbeans.release(second);
        assertThat(value()).isEqualTo(1);
        mbeans.release(first);
        assertThat(server.isRegistered(name)).isFalse();
    }

    @Test
    public void testThreadsOfAConnector()
    {
        ExecutorService executor = mbeans.runAs(first, () -> {
            ExecutorService started = newSingleThreadExecutor();
            CompletableFuture.runAsync(() -> {}, started).join();
            return started;
        });
        CompletableFuture.runAsync(() -> register(1), executor).join();
        mbeans.release(first);
        assertThat(server.isRegistered(name)).isFalse();

        // registrations after the release are not recorded
        CompletableFuture.runAsync(() -> register(2), executor).join();
        mbeans.release(first);
        assertThat(value()).isEqualTo(2);
        executor.shutdownNow();
    }

    @Test
    public void testClassInitialization()
    {
        StaticPool.mbeans = mbeans;
        StaticPool.name = name;
        mbeans.runAs(first, StaticPool.Initialized::new);
        mbeans.release(first);
        assertThat(value()).isEqualTo(7);
    }

    @Test
    public void testPlatformServer()
    {
        TrackingMBeanServerBuilder.install();
        MBeanServer tracking = new TrackingMBeanServerBuilder().newMBeanServer("test", null, new TrackingMBeanServerBuilder().newMBeanServerDelegate());
        assertThat(tracking).isEqualTo(tracking).isNotEqualTo(server);
        assertThat(tracking.getDefaultDomain()).isEqualTo("test");
        assertThatThrownBy(() -> tracking.unregisterMBean(name)).isInstanceOf(InstanceNotFoundException.class);
        assertThatThrownBy(() -> tracking.getMBeanInfo(name)).isInstanceOf(InstanceNotFoundException.class);
        assertThat(System.getProperty("javax.management.builder.initial")).isNull();
    }

    private void registerAs(Object owner, int value)
    {
        mbeans.runAs(owner, () -> {
            register(value);
            return null;
        });
    }

    private void register(int value)
    {
        try {
            mbeans.register(new Pool(value), name);
        }
        catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    private void unregisterAs(Object owner)
    {
        mbeans.runAs(owner, () -> {
            try {
                mbeans.unregister(name);
                return null;
            }
            catch (JMException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private int value()
    {
        try {
            return (int) server.getAttribute(name, "Value");
        }
        catch (JMException e) {
            throw new IllegalStateException(e);
        }
    }

    public interface PoolMBean
    {
        int getValue();
    }

    public static class Pool
            implements PoolMBean
    {
        private final int value;

        Pool(int value)
        {
            this.value = value;
        }

        @Override
        public int getValue()
        {
            return value;
        }
    }

    private static class StaticPool
    {
        private static ConnectorMBeans mbeans;
        private static ObjectName name;

        private static class Initialized
        {
            static {
                try {
                    mbeans.register(new Pool(7), name);
                }
                catch (JMException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }
}
