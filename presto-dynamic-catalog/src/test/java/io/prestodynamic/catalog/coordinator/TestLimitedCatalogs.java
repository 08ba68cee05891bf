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

import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.coordinator.lifecycle.UnusableCatalog;
import io.prestodynamic.catalog.limits.PropertyRule;
import org.testng.annotations.Test;

import java.util.Map;

import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_CONFIGURATION;
import static io.prestodynamic.catalog.TestingCatalogVersions.definition;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Catalogs that the limits of the coordinator do not allow.
 */
public class TestLimitedCatalogs
        extends AbstractTestDynamicCatalogStore
{
    private static final PropertyRule RULE = PropertyRule.parse("mysql", "connection-url", "allowLoadLocalInfile", "false", "it reads files");
    private static final CatalogDefinition FORBIDDEN = definition("sales", Map.of("connection-url", "jdbc:mysql://db/?allowLoadLocalInfile=true&password=my-secret"));
    private static final String REFUSAL = "Property connection-url of connector mysql is not allowed to have this value: it reads files (a rule of dynamic-catalog.property-rules.file)";

    @Test
    public void testAdd()
    {
        coordinator.propertyRules.add(RULE);
        CatalogException refusal = assertNothingChanges(() -> catalogs.add(FORBIDDEN), INVALID_CONFIGURATION);
        assertThat(refusal).hasMessage(REFUSAL);
        assertNothingChanges(() -> catalogs.addIfAbsent(FORBIDDEN), INVALID_CONFIGURATION);
        assertThat(coordinator.connectors.getCreations()).isEmpty();
    }

    @Test
    public void testReplace()
    {
        added("sales");
        coordinator.propertyRules.add(RULE);
        assertThat(assertNothingChanges(() -> catalogs.put(FORBIDDEN), INVALID_CONFIGURATION)).hasMessage(REFUSAL);
    }

    @Test
    public void testStored()
    {
        catalogs.add(FORBIDDEN);
        tearDown();
        coordinator = new TestingCoordinator(store, TestingCoordinator.config(), false);
        coordinator.propertyRules.add(RULE);
        catalogs = coordinator.catalogs;
        catalogs.loadCatalogs();
        assertThat(coordinator.registry.getUnusable("sales")).map(UnusableCatalog::error).contains(REFUSAL);
        assertThat(coordinator.registry.getDesired().versions()).isEmpty();
        assertThat(coordinator.connectors.getCreations()).isEmpty();
    }
}
