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

import java.net.URI;

import static java.util.Objects.requireNonNull;

/**
 * Worker or coordinator, as announced to discovery.
 * @param announcementId differs for every start of the node
 */
public record AnnouncedNode(String nodeId, String announcementId, URI uri)
{
    public AnnouncedNode
    {
        requireNonNull(nodeId, "nodeId is null");
        requireNonNull(announcementId, "announcementId is null");
        requireNonNull(uri, "uri is null");
    }
}
