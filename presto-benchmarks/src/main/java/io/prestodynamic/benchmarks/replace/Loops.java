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
package io.prestodynamic.benchmarks.replace;

import com.google.common.util.concurrent.Uninterruptibles;

import java.util.ArrayList;
import java.util.List;

/**
 * Tasks that are repeated until this is closed, each in a thread of its own.
 */
final class Loops
        implements AutoCloseable
{
    private final List<Thread> threads = new ArrayList<>();

    private volatile boolean closed;

    /**
     * @param task task that counts its failures itself
     */
    void repeat(String name, Runnable task)
    {
        Thread thread = new Thread(() -> run(task), name);
        threads.add(thread);
        thread.start();
    }

    /**
     * Waits for the running pass of every task.
     */
    @Override
    public void close()
    {
        closed = true;
        threads.forEach(Uninterruptibles::joinUninterruptibly);
    }

    private void run(Runnable task)
    {
        while (!closed) {
            task.run();
        }
    }
}
