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
package io.prestodynamic.benchmarks.fleet;

import com.sun.management.ThreadMXBean;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * CPU time and allocations of live threads since their start.
 */
record ThreadUse(int threads, long cpuNanos, long allocatedBytes)
{
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /**
     * Measures the threads of this process.
     *
     * @param names prefixes of the names of the threads
     */
    static ThreadUse of(String... names)
    {
        long[] ids = Stream.of(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
                .filter(thread -> thread != null && Stream.of(names).anyMatch(thread.getThreadName()::startsWith))
                .mapToLong(ThreadInfo::getThreadId)
                .toArray();
        return new ThreadUse(ids.length, sum(THREADS.getThreadCpuTime(ids)), sum(THREADS.getThreadAllocatedBytes(ids)));
    }

    ThreadUse since(ThreadUse before)
    {
        return new ThreadUse(threads - before.threads, cpuNanos - before.cpuNanos, allocatedBytes - before.allocatedBytes);
    }

    ThreadUse dividedBy(int times)
    {
        return new ThreadUse(threads, cpuNanos / times, allocatedBytes / times);
    }

    String cpuMillis()
    {
        return "%.1f".formatted(cpuNanos / 1e6);
    }

    String allocatedKilobytes()
    {
        return "%.1f".formatted(allocatedBytes / 1e3);
    }

    // a thread that has ended since has the value -1
    private static long sum(long[] values)
    {
        return LongStream.of(values).filter(value -> value > 0).sum();
    }
}
