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
 * State of a coordinator that competes for the lease.
 */
public enum ActiveCoordinatorState
{
    STANDBY("is on standby"),
    /**
     * Holds the lease, which nobody else can have taken.
     */
    ACTIVE("is active"),
    /**
     * Held the lease, which another coordinator may have taken. Active again after the next renewal.
     */
    FENCED("cannot renew its lease and takes no statements"),
    /**
     * Lost the lease to another coordinator. The process ends.
     */
    DEPOSED("ends"),
    /**
     * Released the lease or never held it. The process ends.
     */
    STOPPED("ends");

    private final String description;

    ActiveCoordinatorState(String description)
    {
        this.description = requireNonNull(description, "description is null");
    }

    public String describe()
    {
        return description;
    }

    public boolean hasEnded()
    {
        return this == DEPOSED || this == STOPPED;
    }
}
