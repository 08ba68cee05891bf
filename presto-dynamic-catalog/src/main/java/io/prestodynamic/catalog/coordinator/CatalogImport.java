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

import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.coordinator.change.ChangeResult;

import java.util.Optional;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * Outcome for one catalog of a request about many: either a change or a refusal.
 */
public record CatalogImport(CatalogName name, Optional<ChangeResult> change, Optional<CatalogException> refusal)
{
    public CatalogImport
    {
        requireNonNull(name, "name is null");
        checkArgument(change.isPresent() != refusal.isPresent(), "either a change or a refusal is needed");
    }

    static CatalogImport accepted(CatalogName name, ChangeResult change)
    {
        return new CatalogImport(name, Optional.of(change), Optional.empty());
    }

    static CatalogImport refused(CatalogName name, CatalogException refusal)
    {
        return new CatalogImport(name, Optional.empty(), Optional.of(refusal));
    }
}
