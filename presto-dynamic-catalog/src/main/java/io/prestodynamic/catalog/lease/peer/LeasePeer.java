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
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Another coordinator that may take the lease, as listed by discovery.
 *
 * @param nodeId node id of the coordinator
 * @param instance unique for each start of the coordinator
 * @param uri empty if it announces no valid one
 */
public record LeasePeer(String nodeId, String instance, Optional<URI> uri)
{
    public LeasePeer
    {
        requireNonNull(nodeId, "nodeId is null");
        requireNonNull(instance, "instance is null");
        requireNonNull(uri, "uri is null");
    }
}
