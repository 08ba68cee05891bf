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
package io.prestodynamic.catalog.lease.store;

import java.net.URI;

import static java.util.Objects.requireNonNull;

/**
 * Lease of the active coordinator of an environment, or of the last one. {@code renewals} changes as long as it is renewed.
 *
 * @param session unique for each start of a coordinator; empty if the lease was released
 * @param term number of times that the lease was taken
 */
public record LeaseRecord(String environment, String nodeId, URI uri, String session, long term, long renewals)
{
    public LeaseRecord
    {
        requireNonNull(environment, "environment is null");
        requireNonNull(nodeId, "nodeId is null");
        requireNonNull(uri, "uri is null");
        requireNonNull(session, "session is null");
    }

    public boolean isReleased()
    {
        return session.isEmpty();
    }

    public boolean isHeldBy(String otherSession)
    {
        return !isReleased() && session.equals(otherSession);
    }

    /**
     * Returns a sentence about the holder of a lease that was not released.
     */
    public String describe()
    {
        return "%s (node %s) is active".formatted(uri, nodeId);
    }
}
