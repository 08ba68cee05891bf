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

import io.prestodynamic.catalog.lease.peer.LeasePeers;
import io.prestodynamic.catalog.lease.peer.Reachability;
import io.prestodynamic.catalog.lease.store.LeaseRecord;
import io.prestodynamic.catalog.lease.store.LeaseStore;

import static io.prestodynamic.catalog.lease.peer.Reachability.ACCEPTS;
import static io.prestodynamic.catalog.lease.peer.Reachability.REFUSES;
import static java.util.Objects.requireNonNull;

/**
 * Watch over the process that holds the lease, for two signs that it has ended: the store was connected to it and no longer is, and its host accepted
 * connections and refuses them now. A process that is frozen or cut off shows neither: its connections stay open, and requests to it get no answer. Used by one
 * thread at a time.
 */
final class HolderWatch
{
    private final LeaseStore store;
    private final LeasePeers peers;
    private String acceptingSession = "";

    HolderWatch(LeaseStore store, LeasePeers peers)
    {
        this.store = requireNonNull(store, "store is null");
        this.peers = requireNonNull(peers, "peers is null");
    }

    boolean hasEnded(LeaseRecord holder)
    {
        boolean sessionEnded = store.hasSessionEnded(holder.session());
        if (!holder.session().equals(acceptingSession)) {
            // one that was never reached may be behind a firewall
            if (probe(holder) == ACCEPTS) {
                acceptingSession = holder.session();
            }
            return false;
        }
        return sessionEnded && probe(holder) == REFUSES;
    }

    private Reachability probe(LeaseRecord holder)
    {
        return peers.probe(holder.uri()).join();
    }
}
