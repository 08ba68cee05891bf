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

import com.google.common.collect.ImmutableSortedSet;
import io.prestodynamic.catalog.history.ChangeOrigin;

import java.util.Optional;
import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * Attempt to do something with catalogs, and what became of it.
 *
 * @param version of the catalog afterwards
 * @param properties names of properties of the definition in the request
 * @param outcome what was done, or the code of a refusal
 * @param message one sentence without secrets, if there is more to say
 */
public record AuditRecord(
        AuditAction action,
        Optional<String> catalogName,
        Optional<String> version,
        Set<String> properties,
        ChangeOrigin origin,
        String outcome,
        Optional<String> message)
{
    public AuditRecord
    {
        requireNonNull(action, "action is null");
        requireNonNull(catalogName, "catalogName is null");
        requireNonNull(version, "version is null");
        properties = ImmutableSortedSet.copyOf(properties);
        requireNonNull(origin, "origin is null");
        requireNonNull(outcome, "outcome is null");
        requireNonNull(message, "message is null");
    }
}
