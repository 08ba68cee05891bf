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
import java.util.stream.Stream;

/**
 * Shutdown hooks of airlift's {@code LifeCycleManager}. A connector that does not stop its life cycle leaves its hook, which keeps the connector in memory.
 * Other hooks are shared by all connectors and stay.
 *
 * <p>The JVM has no API that lists its hooks, so reflection reads them.
 */
final class LifeCycleHooks
{
    private static final String LIFE_CYCLE_MANAGER = "airlift.bootstrap.LifeCycleManager";

    private LifeCycleHooks() {}

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
        return PrivateFields.findClass("java.lang.ApplicationShutdownHooks")
                .map(LifeCycleHooks::hooks)
                .orElseGet(ImmutableList::of);
    }

    private static List<Thread> hooks(Class<?> holder)
    {
        // the lock of the JVM's own accesses
        synchronized (holder) {
            // the field is null while the JVM shuts down
            return PrivateFields.read(holder, "hooks", null, Map.class)
                    .map(hooks -> Stream.of(hooks.keySet().toArray()).map(Thread.class::cast).toList())
                    .orElseGet(ImmutableList::of);
        }
    }

    private static boolean isLifeCycleHook(Thread hook)
    {
        return PrivateFields.read(Thread.class, "target", hook, Runnable.class)
                .filter(target -> target.getClass().getName().contains(LIFE_CYCLE_MANAGER))
                .isPresent();
    }
}
