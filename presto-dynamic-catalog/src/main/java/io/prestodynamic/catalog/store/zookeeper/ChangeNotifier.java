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
package io.prestodynamic.catalog.store.zookeeper;

import com.facebook.airlift.log.Logger;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.atomic.AtomicBoolean;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Calls listeners after changes, on its own thread, so that they do not block responses of ZooKeeper. Changes are combined while a call is pending.
 */
final class ChangeNotifier
        implements AutoCloseable
{
    private static final Logger log = Logger.get(ChangeNotifier.class);

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean pending = new AtomicBoolean();
    // tasks after the shutdown are discarded
    private final ThreadPoolExecutor executor = new ThreadPoolExecutor(
            1, 1, 0, SECONDS, new LinkedBlockingQueue<>(), daemonThreadsNamed("dynamic-catalog-store-changes-%s"), new DiscardPolicy());

    void addListener(Runnable listener)
    {
        listeners.add(requireNonNull(listener, "listener is null"));
    }

    void notifyListeners()
    {
        if (pending.compareAndSet(false, true)) {
            executor.execute(this::callAll);
        }
    }

    @Override
    public void close()
    {
        executor.shutdownNow();
    }

    private void callAll()
    {
        pending.set(false);
        for (Runnable listener : listeners) {
            try {
                listener.run();
            }
            catch (Throwable t) {
                log.error(t, "Error in a change listener of the catalog store");
            }
        }
    }
}
