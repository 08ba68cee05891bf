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

import java.time.Duration;

import static java.util.Objects.requireNonNull;

/**
 * Time in which the cluster was broken, or was starting again.
 *
 * @param fault fault that broke it
 */
public record FaultWindow(String fault, Duration begun, Duration ended)
{
    public FaultWindow
    {
        requireNonNull(fault, "fault is null");
        requireNonNull(begun, "begun is null");
        requireNonNull(ended, "ended is null");
    }

    /**
     * Returns whether the operation ran while the cluster was broken, or started within the grace period that follows.
     */
    public boolean excuses(Operation operation, Duration grace)
    {
        return operation.begun().compareTo(ended.plus(grace)) <= 0 && begun.compareTo(operation.ended()) <= 0;
    }

    @Override
    public String toString()
    {
        return "%9.3f-%9.3f  %s".formatted(begun.toMillis() / 1e3, ended.toMillis() / 1e3, fault);
    }
}
