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
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.prestodynamic.catalog.CatalogErrorCode;
import io.prestodynamic.catalog.audit.AuditAction;
import io.prestodynamic.catalog.audit.Refusal;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_ABSENT;

/**
 * Refused attempt in a response. The JSON is part of the HTTP contract.
 */
@JsonInclude(NON_ABSENT)
public record RefusalRepresentation(
        @JsonProperty("catalogName") String catalogName,
        @JsonProperty("action") AuditAction action,
        @JsonProperty("at") String at,
        @JsonUnwrapped OriginRepresentation origin,
        @JsonProperty("code") CatalogErrorCode code,
        @JsonProperty("message") String message)
{
    public static RefusalRepresentation from(Refusal refusal)
    {
        return new RefusalRepresentation(
                refusal.catalogName(),
                refusal.action(),
                refusal.at().toString(),
                OriginRepresentation.from(refusal.origin()),
                refusal.code(),
                refusal.message());
    }
}
