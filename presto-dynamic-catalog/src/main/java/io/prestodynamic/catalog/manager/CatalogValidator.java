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
package io.prestodynamic.catalog.manager;

import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogValidation;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.DynamicCatalogConfig;
import io.prestodynamic.catalog.engine.ConnectorProbe;

import javax.inject.Inject;

import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

import static java.util.Objects.requireNonNull;

/**
 * Tries definitions on this coordinator. Nothing is stored, no other node hears of it, and nothing is left afterwards.
 */
public class CatalogValidator
{
    private final StaticCatalogs staticCatalogs;
    private final CatalogLifecycle lifecycle;
    private final ConnectorProbe probe;
    private final Duration timeout;

    @Inject
    public CatalogValidator(StaticCatalogs staticCatalogs, CatalogLifecycle lifecycle, ConnectorProbe probe, DynamicCatalogConfig config)
    {
        this.staticCatalogs = requireNonNull(staticCatalogs, "staticCatalogs is null");
        this.lifecycle = requireNonNull(lifecycle, "lifecycle is null");
        this.probe = requireNonNull(probe, "probe is null");
        this.timeout = config.getValidationTimeout();
    }

    /**
     * Creates the connector, lists its schemas through it, and closes it. Its name may be that of a dynamic catalog, which is to be replaced by it.
     *
     * @throws CatalogException where the connector refuses the definition, or no catalog can have it
     */
    public CatalogValidation validate(CatalogDefinition definition)
    {
        staticCatalogs.checkNotStatic(definition.name().value());
        lifecycle.checkConnector(definition.connectorName());
        CatalogVersion version = new CatalogVersion(definition, trialVersion(), Instant.now());
        lifecycle.loadNow(version);
        try {
            return probe.listSchemas(version, timeout);
        }
        finally {
            lifecycle.discard(version.connectorId());
        }
    }

    // no store gives out number 0
    private static String trialVersion()
    {
        return "0-%016x".formatted(ThreadLocalRandom.current().nextLong());
    }
}
