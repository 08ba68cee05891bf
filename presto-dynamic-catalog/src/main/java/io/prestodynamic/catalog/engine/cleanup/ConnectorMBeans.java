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

import com.facebook.airlift.log.Logger;

import javax.annotation.concurrent.GuardedBy;
import javax.annotation.concurrent.ThreadSafe;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectInstance;
import javax.management.ObjectName;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import static com.google.common.collect.Sets.newIdentityHashSet;
import static io.prestodynamic.catalog.security.LogText.line;
import static java.util.Objects.requireNonNull;

/**
 * MBeans of connectors, which connectors register and rarely unregister, and which keep the connector in memory.
 *
 * <p>Versions of a catalog, and sometimes all catalogs of a connector, use the same names. The latest registration is visible. When it is removed, the previous
 * one becomes visible again.
 */
@ThreadSafe
public class ConnectorMBeans
{
    private static final Logger log = Logger.get(ConnectorMBeans.class);

    private final MBeanServer server;
    // inheritable, so that it covers registrations by threads that the connector starts
    private final InheritableThreadLocal<Object> owner = new InheritableThreadLocal<>();
    @GuardedBy("this")
    private final Set<Object> owners = newIdentityHashSet();
    @GuardedBy("this")
    private final Map<ObjectName, Deque<Registration>> registrations = new HashMap<>();

    public ConnectorMBeans(MBeanServer server)
    {
        this.server = requireNonNull(server, "server is null");
    }

    /**
     * Returns whether the thread, which need not be started, was created by the owner's connector.
     */
    boolean isOwner(Object candidate, Thread thread)
    {
        return PrivateFields.inherited(thread, owner).filter(inherited -> inherited == candidate).isPresent();
    }

    <T> T runAs(Object newOwner, Supplier<T> action)
    {
        Object previous = owner.get();
        synchronized (this) {
            owners.add(newOwner);
        }
        owner.set(newOwner);
        try {
            return action.get();
        }
        finally {
            owner.set(previous);
        }
    }

    /**
     * Unregisters everything that belongs to the owner. Its threads register nothing for it afterwards.
     */
    synchronized void release(Object formerOwner)
    {
        owners.remove(formerOwner);
        registrations.forEach((name, stack) -> {
            boolean seen = !stack.isEmpty() && stack.peek().owner == formerOwner;
            stack.removeIf(registration -> registration.owner == formerOwner);
            if (seen) {
                unregisterQuietly(name);
                restore(name, stack);
            }
        });
        registrations.values().removeIf(Deque::isEmpty);
    }

    public synchronized ObjectInstance register(Object mbean, ObjectName name)
            throws JMException
    {
        Optional<Object> registrant = registrant();
        Deque<Registration> stack = registrations.getOrDefault(name, new ArrayDeque<>());
        if (registrant.isEmpty() || stack.stream().anyMatch(registration -> registration.owner == registrant.get())) {
            return server.registerMBean(mbean, name);
        }
        if (!stack.isEmpty()) {
            unregisterQuietly(name);
        }
        try {
            ObjectInstance instance = server.registerMBean(mbean, name);
            registrations.computeIfAbsent(instance.getObjectName(), key -> new ArrayDeque<>()).push(new Registration(registrant.get(), mbean));
            return instance;
        }
        catch (JMException | RuntimeException e) {
            restore(name, stack);
            throw e;
        }
    }

    public synchronized void unregister(ObjectName name)
            throws JMException
    {
        Deque<Registration> stack = registrations.getOrDefault(name, new ArrayDeque<>());
        Optional<Object> registrant = registrant();
        boolean own = registrant.isEmpty() || stack.isEmpty() || stack.peek().owner == registrant.get();
        // the registration was replaced by another version, so the server no longer has it
        if (!own && stack.removeIf(registration -> registration.owner == registrant.get())) {
            return;
        }
        server.unregisterMBean(name);
        // a connector may unregister its own MBean in order to replace it
        if (own) {
            stack.poll();
            restore(name, stack);
        }
    }

    /**
     * Returns the current owner, or empty during a static initializer, whose registrations all connectors share.
     */
    @GuardedBy("this")
    private Optional<Object> registrant()
    {
        return Optional.ofNullable(owner.get())
                .filter(owners::contains)
                .filter(registrant -> StackWalker.getInstance().walk(frames -> frames.noneMatch(frame -> frame.getMethodName().equals("<clinit>"))));
    }

    private void restore(ObjectName name, Deque<Registration> stack)
    {
        if (stack.isEmpty()) {
            return;
        }
        try {
            server.registerMBean(stack.peek().mbean, name);
        }
        catch (JMException | RuntimeException e) {
            log.warn(e, "Cannot register MBean %s of the previous version again", line(name));
        }
    }

    private void unregisterQuietly(ObjectName name)
    {
        try {
            server.unregisterMBean(name);
        }
        catch (InstanceNotFoundException e) {
            // the connector has unregistered it meanwhile
            log.debug("MBean %s is not registered any more", line(name));
        }
        catch (JMException | RuntimeException e) {
            log.warn(e, "Cannot unregister MBean %s", line(name));
        }
    }

    private static class Registration
    {
        private final Object owner;
        private final Object mbean;

        Registration(Object owner, Object mbean)
        {
            this.owner = requireNonNull(owner, "owner is null");
            this.mbean = requireNonNull(mbean, "mbean is null");
        }
    }
}
