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
package io.prestodynamic.catalog.sync;

import io.prestodynamic.catalog.LoadStatus;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What other coordinators on the same store want of this one.
 */
public interface CatalogPeer
{
    /**
     * Compares with the store now.
     *
     * @return completes when all that was stored before this call is usable here, as far as it can be; fails where the store does not answer
     */
    CompletableFuture<Void> reconcile();

    /**
     * All versions that are stored, as far as this coordinator knows, by their ids.
     */
    Map<String, LoadStatus> getStatuses();
}
