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
import io.prestodynamic.catalog.access.Caller;
import io.prestodynamic.catalog.access.CatalogRight;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_ABSENT;

/**
 * Rights of a user in a response. The JSON is part of the HTTP contract.
 */
@JsonInclude(NON_ABSENT)
public record RightsRepresentation(
        @JsonProperty("user") Optional<String> user,
        @JsonProperty("authenticated") boolean authenticated,
        @JsonProperty("rights") List<String> rights)
{
    public static RightsRepresentation from(Caller caller, Set<CatalogRight> rights)
    {
        return new RightsRepresentation(
                Optional.of(caller.user()).filter(user -> !user.isEmpty()),
                caller.identity().getPrincipal().isPresent(),
                rights.stream().sorted().map(CatalogRight::toString).toList());
    }
}
