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
package io.prestodynamic.catalog.audit;

import io.prestodynamic.catalog.CatalogErrorCode;
import io.prestodynamic.catalog.history.ChangeOrigin;

import java.time.Instant;

import static java.util.Objects.requireNonNull;

/**
 * Attempt to do something with a catalog that was refused.
 *
 * @param catalogName as the request names it, and not necessarily a valid name
 * @param message one sentence without secrets
 */
public record Refusal(Instant at, String catalogName, AuditAction action, ChangeOrigin origin, CatalogErrorCode code, String message)
{
    public Refusal
    {
        requireNonNull(at, "at is null");
        requireNonNull(catalogName, "catalogName is null");
        requireNonNull(action, "action is null");
        requireNonNull(origin, "origin is null");
        requireNonNull(code, "code is null");
        requireNonNull(message, "message is null");
    }
}
