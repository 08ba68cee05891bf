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
package io.prestodynamic.catalog.engine;

import com.google.common.collect.ImmutableList;
import io.prestodynamic.catalog.CatalogDefinition;

import java.util.List;
import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Result of a validation, for which a connector was created, used and closed.
 * @param definition with secrets masked
 * @param schemas in the order of the connector; empty if it could not list them
 * @param error one sentence without secrets, if the connector could not list its schemas
 */
public record CatalogValidation(CatalogDefinition definition, List<String> schemas, Optional<String> error)
{
    public CatalogValidation
    {
        requireNonNull(definition, "definition is null");
        schemas = ImmutableList.copyOf(schemas);
        requireNonNull(error, "error is null");
    }
}
