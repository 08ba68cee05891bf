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
package io.prestodynamic.catalog.server.representation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.prestodynamic.catalog.history.ChangeOrigin;
import io.prestodynamic.catalog.history.ChangeSource;

import java.util.Optional;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_ABSENT;

/**
 * Origin of a request, which is who has sent it and from where, as a part of other objects in a response. The JSON is part of the HTTP contract.
 */
@JsonInclude(NON_ABSENT)
public record OriginRepresentation(
        @JsonProperty("user") Optional<String> user,
        @JsonProperty("authenticated") boolean authenticated,
        @JsonProperty("principal") Optional<String> principal,
        @JsonProperty("source") ChangeSource source,
        @JsonProperty("address") Optional<String> address,
        @JsonProperty("requestId") Optional<String> requestId)
{
    static OriginRepresentation from(ChangeOrigin origin)
    {
        return new OriginRepresentation(origin.user(), origin.principal().isPresent(), origin.principal(), origin.source(), origin.address(), origin.requestId());
    }
}
