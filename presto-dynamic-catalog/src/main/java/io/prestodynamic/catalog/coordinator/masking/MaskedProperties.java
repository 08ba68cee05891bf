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

import io.prestodynamic.catalog.engine.configuration.CatalogMasks;
import io.prestodynamic.catalog.security.SecretMask;
import io.prestodynamic.catalog.store.encryption.SecretProperties;

import javax.inject.Inject;

import java.util.Map;
import java.util.Set;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.Objects.requireNonNull;

/**
 * Properties that answers mask. Of a connector that is not installed it is not known what is secret, so all of them are.
 */
public class MaskedProperties
        implements SecretProperties
{
    private final CatalogMasks masks;

    @Inject
    public MaskedProperties(CatalogMasks masks)
    {
        this.masks = requireNonNull(masks, "masks is null");
    }

    @Override
    public Set<String> find(String connectorName, Map<String, String> properties)
    {
        if (!masks.areDeclared(connectorName)) {
            return properties.keySet();
        }
        SecretMask mask = masks.of(connectorName, properties);
        return properties.keySet().stream().filter(mask::hasSecret).collect(toImmutableSet());
    }
}
