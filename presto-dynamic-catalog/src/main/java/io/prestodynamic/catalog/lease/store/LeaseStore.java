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
package io.prestodynamic.catalog.lease.store;

import java.util.Optional;

/**
 * Storage of the lease of the active coordinator in the environment of this node, which all its coordinators see. The store has no clock: to find out whether a
 * lease has expired, a coordinator observes whether it is renewed.
 * <p>
 * Every method may be interrupted and may be called from any thread. It throws a {@link io.prestodynamic.catalog.CatalogException} with
 * {@code STORE_UNAVAILABLE} if the store cannot be reached. Then it is unknown whether anything was changed. Each change can be repeated, and {@link #read}
 * shows by the session whose lease it is.
 */
public interface LeaseStore
{
    /**
     * Returns the current lease. It is empty if nobody has taken the lease yet, or if it was deleted.
     */
    Optional<LeaseRecord> read();

    /**
     * Replaces the expected lease, atomically. If several coordinators expect the same lease, one succeeds.
     *
     * @return false if another lease was found and nothing was changed
     */
    boolean take(Optional<LeaseRecord> expected, LeaseRecord mine);

    /**
     * Increments the number of renewals.
     *
     * @return false if the session does not hold the lease and nothing was changed
     */
    boolean renew(String session);

    /**
     * Releases the lease, so that others need not wait for its expiry. Does nothing if the session does not hold it.
     */
    void release(String session);

    /**
     * Lets other coordinators see that this process is connected to the store, for as long as it is. A store that cannot does nothing.
     */
    default void holdSession(String session) {}

    /**
     * Returns whether the process of the session has been connected, as an earlier call has seen, and no longer is, while this process has been. False if the
     * store cannot tell.
     */
    default boolean hasSessionEnded(String session)
    {
        return false;
    }

    /**
     * Makes a call that another thread waits for fail soon, if an interrupt does not. Later calls are not affected.
     */
    default void abandon() {}
}
