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
package io.prestodynamic.benchmarks.footprint;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import io.prestodynamic.harness.process.ServerProcess;

import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.PlatformManagedObject;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Objects;
import java.util.stream.Stream;

import static com.google.common.collect.Maps.immutableEntry;
import static io.prestodynamic.benchmarks.footprint.NameCounts.toNameCounts;

/**
 * JMX connection to the JVM of a server.
 */
public final class ServerJvm
        implements AutoCloseable
{
    private static final int MAX_COLLECTIONS = 10;

    private final JMXConnector connector;
    private final MBeanServerConnection server;

    public ServerJvm(ServerProcess node)
    {
        try {
            VirtualMachine machine = VirtualMachine.attach(String.valueOf(node.pid().orElseThrow().pid()));
            try {
                connector = JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
            }
            finally {
                machine.detach();
            }
            server = connector.getMBeanServerConnection();
        }
        catch (AttachNotSupportedException e) {
            throw new IllegalStateException(e);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the bytes of the live instances of each class, after garbage collection.
     */
    public NameCounts liveClasses()
    {
        NameCounts classes = histogram();
        for (int collections = 1; collections < MAX_COLLECTIONS; collections++) {
            // objects with finalizers or cleaners are freed by the next collection
            diagnose("gcRunFinalization");
            NameCounts before = classes;
            classes = histogram();
            if (classes.total() > before.total() * 0.999) {
                break;
            }
        }
        return classes;
    }

    /**
     * Returns the live threads, except those that serve this connection.
     */
    NameCounts threads()
    {
        ThreadMXBean threads = bean(ThreadMXBean.class);
        return NameCounts.ofNames(Stream.of(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(Objects::nonNull)
                .map(ThreadInfo::getThreadName)
                .filter(name -> !name.startsWith("RMI ") && !name.startsWith("JMX ")));
    }

    int loadedClasses()
    {
        return bean(ClassLoadingMXBean.class).getLoadedClassCount();
    }

    long metaspaceBytes()
    {
        try {
            return ManagementFactory.getPlatformMXBeans(server, MemoryPoolMXBean.class).stream()
                    .filter(pool -> pool.getName().equals("Metaspace"))
                    .mapToLong(pool -> pool.getUsage().getUsed())
                    .sum();
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    NameCounts mbeans()
    {
        try {
            return NameCounts.ofNames(server.queryNames(null, null).stream().map(ObjectName::getCanonicalName));
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close()
    {
        try {
            connector.close();
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // starts with a full collection, with any collector and options
    private NameCounts histogram()
    {
        return diagnose("gcClassHistogram", (Object) new String[0]).lines()
                .map(line -> line.strip().split(" +"))
                .filter(columns -> columns[0].matches("[0-9]+:"))
                .map(columns -> immutableEntry(columns[3], Long.parseLong(columns[2])))
                .collect(toNameCounts());
    }

    private String diagnose(String operation, Object... arguments)
    {
        try {
            String[] types = Stream.of(arguments).map(argument -> argument.getClass().getName()).toArray(String[]::new);
            return (String) server.invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), operation, arguments, types);
        }
        catch (JMException e) {
            throw new IllegalStateException(e);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T extends PlatformManagedObject> T bean(Class<T> type)
    {
        try {
            return ManagementFactory.getPlatformMXBean(server, type);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
