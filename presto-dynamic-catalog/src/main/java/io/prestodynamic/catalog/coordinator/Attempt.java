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
package io.prestodynamic.catalog.coordinator;

import com.google.common.collect.Sets;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogInfo;
import io.prestodynamic.catalog.access.Caller;
import io.prestodynamic.catalog.audit.AuditAction;
import io.prestodynamic.catalog.audit.AuditRecord;
import io.prestodynamic.catalog.coordinator.change.CatalogRequest;
import io.prestodynamic.catalog.coordinator.change.DefinitionPatch;

import java.util.Optional;
import java.util.Set;

import static java.util.Objects.requireNonNull;

/**
 * Attempt of a caller to do something.
 *
 * @param description what is attempted, such as {@code add catalog sales}
 * @param properties names of properties and files, as far as the definition was read
 * @param start by {@link System#nanoTime}
 */
public record Attempt(Caller caller, AuditAction action, String description, Optional<String> catalogName, Set<String> properties, long start)
{
    public Attempt
    {
        requireNonNull(caller, "caller is null");
        requireNonNull(action, "action is null");
        requireNonNull(description, "description is null");
        requireNonNull(catalogName, "catalogName is null");
        requireNonNull(properties, "properties is null");
    }

    /**
     * Begins an attempt whose catalog is not known yet, or that concerns many.
     */
    public static Attempt begin(Caller caller, AuditAction action, String description)
    {
        return begin(caller, action, description, Optional.empty());
    }

    static Attempt begin(Caller caller, AuditAction action, String description, String catalogName)
    {
        return begin(caller, action, description, Optional.of(catalogName));
    }

    /**
     * @param catalogName as far as it is known before the definition is read
     */
    public static Attempt begin(Caller caller, AuditAction action, String description, Optional<String> catalogName)
    {
        return new Attempt(caller, action, description, catalogName, Set.of(), System.nanoTime());
    }

    /**
     * Returns the attempt after its definition was read.
     */
    Attempt with(CatalogRequest request, String newDescription)
    {
        CatalogDefinition definition = request.definition();
        Set<String> names = Sets.union(definition.properties().keySet(), request.files().describe()).immutableCopy();
        return new Attempt(caller, action, newDescription, Optional.of(definition.name().value()), names, start);
    }

    /**
     * Returns the attempt after its patch was read.
     */
    Attempt with(DefinitionPatch patch)
    {
        return new Attempt(caller, action, description, catalogName, patch.names(), start);
    }

    /**
     * Returns the record for the audit log, and notes in the refusal that it is audited. The caller has to record it.
     */
    AuditRecord refused(CatalogException refusal)
    {
        refusal.setAudited();
        return ended(Optional.empty(), refusal.getCode().name(), Optional.of(refusal.getMessage()));
    }

    AuditRecord failed(RuntimeException failure)
    {
        return ended(Optional.empty(), "INTERNAL_ERROR", Optional.of(failure.getClass().getSimpleName()));
    }

    AuditRecord succeeded(String outcome, CatalogInfo catalog)
    {
        return new AuditRecord(action, Optional.of(catalog.catalogName()), catalog.version(), properties, caller.origin(), outcome, Optional.empty());
    }

    AuditRecord ended(Optional<String> version, String outcome, Optional<String> message)
    {
        return new AuditRecord(action, catalogName, version, properties, caller.origin(), outcome, message);
    }
}
