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

/**
 * Fault of a process of a cluster.
 */
public enum Fault
{
    /**
     * A worker is killed, and started again.
     */
    KILL_WORKER(false, Duration.ofSeconds(15)),
    /**
     * A worker is frozen for some seconds.
     */
    FREEZE_WORKER(false, Duration.ofSeconds(15)),
    /**
     * The coordinator is killed, and started again.
     */
    KILL_COORDINATOR(true, Duration.ofSeconds(30)),
    /**
     * A worker is shut down, and started again.
     */
    STOP_WORKER(false, Duration.ofSeconds(15)),
    /**
     * A worker is killed, and another worker is started in its place.
     */
    REPLACE_WORKER(false, Duration.ofSeconds(15)),
    /**
     * The coordinator is frozen for some seconds.
     */
    FREEZE_COORDINATOR(true, Duration.ofSeconds(15)),
    /**
     * The coordinator is shut down, and started again.
     */
    STOP_COORDINATOR(true, Duration.ofSeconds(30));

    private final boolean coordinator;
    private final Duration slot;

    Fault(boolean coordinator, Duration slot)
    {
        this.coordinator = coordinator;
        this.slot = slot;
    }

    /**
     * Returns whether this is a fault of the coordinator and not of a worker.
     */
    public boolean isOfCoordinator()
    {
        return coordinator;
    }

    boolean isFreeze()
    {
        return this == FREEZE_WORKER || this == FREEZE_COORDINATOR;
    }

    /**
     * Returns the time until the next fault. On a small machine a node needs most of it to start again.
     */
    Duration slot()
    {
        return slot;
    }
}
