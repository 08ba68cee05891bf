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

import com.facebook.airlift.log.Logger;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.lease.store.LeaseRecord;
import io.prestodynamic.catalog.lease.store.LeaseStore;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Access of one coordinator to the lease in the store, which respects the promises that it has given. Not thread-safe.
 */
final class LeaseClaims
{
    private static final Logger log = Logger.get(LeaseClaims.class);

    private final LeaseStore store;
    private final LeaseRecord self;
    private final LeaseWatch watch;
    private boolean storeIsDown;

    LeaseClaims(LeaseStore store, LeaseRecord self, LeaseWatch watch)
    {
        this.store = requireNonNull(store, "store is null");
        this.self = requireNonNull(self, "self is null");
        this.watch = requireNonNull(watch, "watch is null");
    }

    Optional<LeaseRecord> read()
    {
        Optional<LeaseRecord> found = store.read();
        watch.endTaking();
        return found;
    }

    boolean renew()
    {
        return store.renew(self.session());
    }

    /**
     * Lets others see when this process ends. Done after each renewal, because the connection may be another one.
     */
    void holdSession()
    {
        store.holdSession(self.session());
    }

    /**
     * Renews a lease whose taking had an unknown outcome.
     */
    boolean recover()
    {
        return watch.beginTaking() && renew();
    }

    /**
     * Takes the lease, with a term that follows the previous one.
     *
     * @return the lease if it was taken; no promises are given then until {@link LeaseWatch#endTaking}
     */
    Optional<LeaseRecord> take(Optional<LeaseRecord> expected, Optional<LeaseRecord> before)
    {
        if (!watch.beginTaking()) {
            return Optional.empty();
        }
        long term = before.map(LeaseRecord::term).orElse(0L) + 1;
        LeaseRecord mine = new LeaseRecord(self.environment(), self.nodeId(), self.uri(), self.session(), term, 0);
        if (store.take(expected, mine)) {
            return Optional.of(mine);
        }
        watch.endTaking();
        return Optional.empty();
    }

    void release()
    {
        try {
            store.release(self.session());
        }
        catch (CatalogException e) {
            log.warn(e, "Cannot release the lease of the active coordinator, so standbys wait for its expiry: %s", e.getMessage());
        }
    }

    void logAnswer(ActiveCoordinatorState state)
    {
        if (storeIsDown) {
            storeIsDown = false;
            log.info("The store of the lease answers again; this coordinator is %s", state);
        }
    }

    void logFailure(CatalogException e, ActiveCoordinatorState state)
    {
        if (!storeIsDown) {
            storeIsDown = true;
            log.warn(e, "Cannot use the lease of the active coordinator; this coordinator is %s: %s", state, e.getMessage());
        }
    }

    boolean isMine(LeaseRecord lease)
    {
        return lease.isHeldBy(self.session());
    }
}
