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

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;

import static com.facebook.airlift.concurrent.Threads.daemonThreadsNamed;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

/**
 * Threads for connector code, each for one task only. Connectors leave thread-local values and exception handlers in a thread, which would keep the connector
 * in memory as long as a pooled thread lives.
 */
public final class ConnectorThreads
{
    private ConnectorThreads() {}

    public static ExecutorService connectorThreads(String nameFormat)
    {
        // with a keep-alive time of zero a thread ends after its task
        return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 0, MILLISECONDS, new SynchronousQueue<>(), daemonThreadsNamed(nameFormat));
    }
}
