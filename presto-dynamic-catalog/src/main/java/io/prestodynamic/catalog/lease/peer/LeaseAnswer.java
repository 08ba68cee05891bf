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

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;

import java.net.URI;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Response to a coordinator that cannot renew its lease.
 *
 * @param instance unique for each start of the responding coordinator
 * @param promiseMillis time from now for which it does not take the lease, or 0 without a promise
 * @param term of the last lease that it knows, or 0 if it knows none
 * @param holder URI of the holder of that lease
 */
public record LeaseAnswer(
        @JsonProperty("instance") String instance,
        @JsonProperty("promiseMillis") long promiseMillis,
        @JsonProperty("term") long term,
        @JsonProperty("holder") Optional<URI> holder)
{
    @JsonCreator
    public LeaseAnswer
    {
        requireNonNull(instance, "instance is null");
        requireNonNull(holder, "holder is null");
    }
}
