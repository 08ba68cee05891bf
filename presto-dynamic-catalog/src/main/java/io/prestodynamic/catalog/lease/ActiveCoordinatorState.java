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
package io.prestodynamic.catalog.lease;

import static java.util.Objects.requireNonNull;

/**
 * What a coordinator is among those on one store, of which one is active.
 */
public enum ActiveCoordinatorState
{
    /**
     * Waits for the lease.
     */
    STANDBY("is on standby"),
    /**
     * Holds the lease, and nobody else can have taken it.
     */
    ACTIVE("is active"),
    /**
     * Held the lease, and somebody else may have taken it meanwhile. It is active again when it has renewed the lease.
     */
    FENCED("cannot renew its lease, and takes no statements"),
    /**
     * Held the lease until somebody else took it; its process ends.
     */
    DEPOSED("ends"),
    /**
     * Has given the lease back, or never held it; its process ends.
     */
    STOPPED("ends");

    private final String description;

    ActiveCoordinatorState(String description)
    {
        this.description = requireNonNull(description, "description is null");
    }

    /**
     * What can be said of a coordinator in this state.
     */
    public String describe()
    {
        return description;
    }

    public boolean hasEnded()
    {
        return this == DEPOSED || this == STOPPED;
    }
}
