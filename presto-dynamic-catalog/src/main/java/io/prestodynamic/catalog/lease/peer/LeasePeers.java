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
package io.prestodynamic.catalog.lease.peer;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Other coordinators that may take the lease. Methods do not block.
 */
public interface LeasePeers
{
    /**
     * Returns the coordinators that discovery lists now. Fails if discovery does not answer.
     */
    CompletableFuture<List<LeasePeer>> list();

    /**
     * Asks a coordinator for a promise not to take the lease.
     *
     * @param term of the lease of this coordinator
     */
    CompletableFuture<LeaseAnswer> ask(LeasePeer peer, long term);

    /**
     * Attempts to connect to the address of a coordinator. Completes normally, and soon.
     */
    CompletableFuture<Reachability> probe(URI coordinator);
}
