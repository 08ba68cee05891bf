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
package io.prestodynamic.locator;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;

import static java.util.concurrent.TimeUnit.SECONDS;

final class LocatorThreads
{
    private static final int IDLE_SECONDS = 5;

    private LocatorThreads() {}

    static ExecutorService newExecutor()
    {
        return new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_SECONDS,
                SECONDS,
                new SynchronousQueue<>(),
                task -> newThread("coordinator-locator", task));
    }

    static Thread newPollThread(Runnable poll)
    {
        return newThread("coordinator-locator-poll", poll);
    }

    private static Thread newThread(String name, Runnable task)
    {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
