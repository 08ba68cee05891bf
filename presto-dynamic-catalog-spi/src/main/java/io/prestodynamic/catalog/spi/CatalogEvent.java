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
package io.prestodynamic.catalog.spi;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * Attempt to change catalogs, to validate a definition, or to read secrets, and what became of it. Contains no values of properties. Plugins only read it: later versions
 * may add components.
 *
 * @param time when the attempt ended
 * @param user for whom the attempt was made; empty if nobody has said it
 * @param principal who was authenticated; empty if the user is only claimed
 * @param address network address of the client
 * @param requestId id of the request, which the audit log, the history and the client have as well
 * @param source way of the attempt, such as {@code HTTP}
 * @param action what was attempted, such as {@code ADD}
 * @param catalogName as it was requested, and not necessarily a valid name; empty if it is unknown
 * @param version of the catalog afterwards, if the attempt succeeded and the catalog is there
 * @param properties names of properties of the definition in the request
 * @param outcome what was done, such as {@code ADDED}, or the code of a refusal, such as {@code FORBIDDEN}
 * @param message one sentence without secrets, if there is more to say
 * @param comment text of the user
 */
public record CatalogEvent(
        Instant time,
        Optional<String> user,
        Optional<String> principal,
        Optional<String> address,
        Optional<String> requestId,
        String source,
        String action,
        Optional<String> catalogName,
        Optional<String> version,
        Set<String> properties,
        String outcome,
        Optional<String> message,
        Optional<String> comment)
{
    public CatalogEvent
    {
        requireNonNull(time, "time is null");
        requireNonNull(user, "user is null");
        requireNonNull(principal, "principal is null");
        requireNonNull(address, "address is null");
        requireNonNull(requestId, "requestId is null");
        requireNonNull(source, "source is null");
        requireNonNull(action, "action is null");
        requireNonNull(catalogName, "catalogName is null");
        requireNonNull(version, "version is null");
        properties = Set.copyOf(properties);
        requireNonNull(outcome, "outcome is null");
        requireNonNull(message, "message is null");
        requireNonNull(comment, "comment is null");
    }
}
