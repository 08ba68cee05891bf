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
package io.prestodynamic.chaos.plan;

import java.time.Duration;

import static java.util.Objects.requireNonNull;

/**
 * Fault with its time and target.
 *
 * @param at time since the start of the run
 * @param worker index of the worker, unless it is a fault of the coordinator
 * @param length time until the process continues or is started again
 */
public record PlannedFault(Duration at, Fault fault, int worker, Duration length)
{
    public PlannedFault
    {
        requireNonNull(at, "at is null");
        requireNonNull(fault, "fault is null");
        requireNonNull(length, "length is null");
    }

    public String target()
    {
        return fault.isOfCoordinator() ? "coordinator" : "worker" + (worker + 1);
    }

    @Override
    public String toString()
    {
        return "%7.1f s  %s %s for %.1f s".formatted(at.toMillis() / 1e3, fault, target(), length.toMillis() / 1e3);
    }
}
