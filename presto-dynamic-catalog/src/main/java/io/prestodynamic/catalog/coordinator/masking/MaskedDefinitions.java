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
package io.prestodynamic.catalog.coordinator.masking;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogFiles;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.coordinator.change.CatalogRequest;
import io.prestodynamic.catalog.coordinator.lifecycle.CatalogRegistry;
import io.prestodynamic.catalog.coordinator.lifecycle.StoredEntry;
import io.prestodynamic.catalog.engine.configuration.CatalogMasks;
import io.prestodynamic.catalog.security.SecretMask;

import javax.inject.Inject;

import java.util.Map;

import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static java.util.Objects.requireNonNull;

/**
 * Definitions that are sent back as they were answered, with masks in the place of secrets, and files without their contents. These are taken from the stored definition.
 */
public class MaskedDefinitions
{
    private final CatalogRegistry registry;
    private final CatalogMasks masks;

    @Inject
    public MaskedDefinitions(CatalogRegistry registry, CatalogMasks masks)
    {
        this.registry = requireNonNull(registry, "registry is null");
        this.masks = requireNonNull(masks, "masks is null");
    }

    /**
     * Returns the request with the stored values in the place of masked ones, and with the files of its definition.
     *
     * @throws CatalogException with {@code INVALID_REQUEST} if a value or a content is to be taken from the stored catalog, and is not there
     */
    public CatalogRequest reveal(CatalogRequest request)
    {
        CatalogDefinition definition = reveal(request.definition());
        CatalogFiles stored = registry.getStored(definition.name().value()).map(StoredEntry::files).orElse(CatalogFiles.NONE);
        return request.withDefinition(definition.withFiles(request.files().resolve(definition.name(), stored)));
    }

    /**
     * Returns the definition with the stored values in the place of masked ones.
     *
     * @throws CatalogException with {@code INVALID_REQUEST} if a value is masked and the stored catalog has another connector or another value, or does not exist
     */
    private CatalogDefinition reveal(CatalogDefinition definition)
    {
        Map<String, String> masked = Maps.filterValues(definition.properties(), SecretMask::isMasked);
        if (masked.isEmpty()) {
            return definition;
        }
        String property = masked.keySet().iterator().next();
        // one message, because the caller may not see a catalog of another connector
        StoredEntry stored = registry.getStored(definition.name().value())
                .filter(found -> found.connectorName().equals(definition.connectorName()))
                .orElseThrow(() -> refusal(property, "there is no catalog %s with connector %s to take it from".formatted(definition.name(), definition.connectorName())));
        SecretMask mask = masks.of(stored.connectorName(), stored.properties());
        ImmutableMap.Builder<String, String> properties = ImmutableMap.builder();
        definition.properties().forEach((name, value) -> properties.put(name, SecretMask.isMasked(value) ? reveal(definition.name(), mask, name, value) : value));
        return definition.withProperties(properties.build());
    }

    private static String reveal(CatalogName catalog, SecretMask mask, String property, String value)
    {
        return mask.reveal(property, value)
                .orElseThrow(() -> refusal(property, "catalog %s has another value beside the masks".formatted(catalog)));
    }

    private static CatalogException refusal(String property, String reason)
    {
        return new CatalogException(INVALID_REQUEST, "Property %s is masked; the request needs its real value, because %s".formatted(property, reason));
    }
}
