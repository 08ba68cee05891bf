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
package io.prestodynamic.chaos.history;

import com.google.common.collect.ImmutableList;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import static java.util.Objects.requireNonNull;

/**
 * Recorder of what happens in a run, with one clock for all. Thread-safe.
 */
public final class Recorder
{
    private final long start = System.nanoTime();
    private final Queue<Operation> operations = new ConcurrentLinkedQueue<>();
    private final Queue<FaultWindow> faults = new ConcurrentLinkedQueue<>();
    private volatile Duration settled = Duration.ZERO;

    public Duration now()
    {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    public void add(Operation operation)
    {
        operations.add(requireNonNull(operation, "operation is null"));
    }

    public void add(FaultWindow fault)
    {
        faults.add(requireNonNull(fault, "fault is null"));
    }

    /**
     * Records that from now on everything that was accepted must have had its effect.
     */
    public void settled()
    {
        settled = now();
    }

    public History history()
    {
        return new History(ImmutableList.copyOf(operations), ImmutableList.copyOf(faults), settled);
    }
}
