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

import com.facebook.presto.spi.classloader.ThreadContextClassLoader;
import com.google.common.collect.ImmutableList;

import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The hooks by which airlift's {@code LifeCycleManager} stops at the JVM's end what was not stopped before. A connector that does not stop its own when it is
 * shut down leaves the hook, and with it all that the connector is made of. Other hooks are left alone: they are there once for all connectors.
 * <p>
 * The JVM has no interface for this: its hooks are read by reflection, for which Presto's {@code --add-opens} are needed anyway.
 */
final class LifeCycleHooks
{
    private static final String LIFE_CYCLE_MANAGER = "airlift.bootstrap.LifeCycleManager";

    private LifeCycleHooks() {}

    /**
     * Runs the hooks that belong to a connector, now rather than at the JVM's end.
     */
    static void runAndRemove(Predicate<Thread> belongs)
    {
        hooks().stream()
                .filter(LifeCycleHooks::isLifeCycleHook)
                .filter(belongs)
                .filter(Runtime.getRuntime()::removeShutdownHook)
                .forEach(LifeCycleHooks::run);
    }

    private static void run(Thread hook)
    {
        try (ThreadContextClassLoader ignored = new ThreadContextClassLoader(hook.getContextClassLoader())) {
            hook.run();
        }
    }

    private static List<Thread> hooks()
    {
        try {
            Class<?> hooks = Class.forName("java.lang.ApplicationShutdownHooks");
            synchronized (hooks) {
                Map<?, ?> threads = (Map<?, ?>) PrivateFields.get(hooks, "hooks", null);
                // there are none while the JVM ends
                return threads == null ? ImmutableList.of() : threads.keySet().stream().map(Thread.class::cast).toList();
            }
        }
        catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isLifeCycleHook(Thread hook)
    {
        Object target = PrivateFields.get(Thread.class, "target", hook);
        return target != null && target.getClass().getName().contains(LIFE_CYCLE_MANAGER);
    }
}
