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
package io.prestodynamic.catalog.sync.node;

import java.util.UUID;

/**
 * Nodes that a coordinator's failure detector watches. The patched {@code HeartbeatFailureDetector} implements it.
 */
public interface WatchedNodes
{
    /**
     * Begins to watch newly discovered nodes, which Presto otherwise does every five seconds. A node that is not watched yet counts as active. A watched node counts as
     * failed until the warm-up interval has passed.
     */
    void updateMonitoredServices();

    /**
     * Ends the warm-up of an announced node, which counts as active from its first heartbeat on. Once it has failed, it is warmed up again.
     */
    void endWarmup(UUID announcement);
}
