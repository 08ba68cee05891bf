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
package io.prestodynamic.catalog.worker;

import io.prestodynamic.catalog.DesiredCatalogs;
import io.prestodynamic.catalog.DesiredChange;
import io.prestodynamic.catalog.LoadStatus;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * The side of a worker that does what coordinators want. All methods return at once and may be called from any thread.
 */
public interface CatalogFollower
{
    /**
     * Whether these are the desired catalogs that this node has from the coordinator. Tells this node as well that the coordinator lives.
     */
    boolean isFollowing(String coordinatorId, String coordinatorInstance, String digest);

    /**
     * Begins to load what is new, and closes what no coordinator wants any more. A revision older than one already seen is ignored.
     *
     * @throws io.prestodynamic.catalog.CatalogException with {@code STARTING} while this node cannot create connectors yet
     */
    void follow(String coordinatorId, String coordinatorInstance, DesiredCatalogs desired);

    /**
     * Follows what the change makes of the desired catalogs that this node has from the coordinator. Nothing happens where those are not the change's base,
     * or are of a later revision.
     *
     * @throws io.prestodynamic.catalog.CatalogException with {@code STARTING} while this node cannot create connectors yet
     */
    void follow(String coordinatorId, String coordinatorInstance, DesiredChange change);

    /**
     * Completes when each of these versions is loaded or has failed; versions that this node does not have count as settled.
     */
    CompletableFuture<Void> settled(Set<String> ids);

    /**
     * All versions that this node has, by their ids.
     */
    Map<String, LoadStatus> getStatuses();
}
