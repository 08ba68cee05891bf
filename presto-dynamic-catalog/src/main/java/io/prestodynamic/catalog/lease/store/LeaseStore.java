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
 * Who is the active coordinator of this node's environment, kept where all coordinators see it. Knows no time: whoever waits for a lease to end has to watch
 * whether it is renewed.
 * <p>
 * Every method may be interrupted, may be called from any thread, and throws a {@link io.prestodynamic.catalog.CatalogException} with
 * {@code STORE_UNAVAILABLE} where the store cannot be reached. It is then unknown whether anything was changed. Each change can be repeated, and
 * {@link #read} tells by the session whose lease it is.
 */
public interface LeaseStore
{
    /**
     * The lease as it is now; none where nobody took it yet, or where somebody deleted it.
     */
    Optional<LeaseRecord> read();

    /**
     * Stores a lease in place of the one that is expected there. Of several who expect the same one, one succeeds.
     *
     * @return whether it was stored; nothing was changed where not
     */
    boolean take(Optional<LeaseRecord> expected, LeaseRecord mine);

    /**
     * Counts one renewal more.
     *
     * @return whether the session holds the lease; nothing was changed where not
     */
    boolean renew(String session);

    /**
     * Gives the lease back, so that others need not wait for its end. Does nothing where the session does not hold it.
     */
    void release(String session);

    /**
     * Makes what another thread waits for here fail soon, where an interrupt does not. What is called later is not affected.
     */
    default void abandon() {}
}
