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
package io.prestodynamic.catalog;

import java.time.Instant;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * State of a catalog on one node.
 * @param since time since which the node is in this state, as known to this coordinator; empty if the node has never reported the version
 * @param error one sentence without secrets, if the node has failed or cannot be reached
 */
public record NodeInfo(String nodeId, boolean coordinator, NodeState state, Optional<Instant> since, Optional<String> error)
{
    public NodeInfo
    {
        requireNonNull(nodeId, "nodeId is null");
        requireNonNull(state, "state is null");
        requireNonNull(since, "since is null");
        requireNonNull(error, "error is null");
    }

    NodeInfo withoutError()
    {
        return new NodeInfo(nodeId, coordinator, state, since, Optional.empty());
    }
}
