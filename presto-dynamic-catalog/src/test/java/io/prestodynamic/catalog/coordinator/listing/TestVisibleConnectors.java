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
package io.prestodynamic.catalog.coordinator.listing;

import com.facebook.presto.spi.security.AllowAllAccessControl;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.access.AccessRule;
import io.prestodynamic.catalog.access.AccessRules;
import io.prestodynamic.catalog.access.CatalogAccessControl;
import io.prestodynamic.catalog.engine.TestingConnectorVersions;
import io.prestodynamic.catalog.engine.configuration.InstalledConnectors;
import io.prestodynamic.catalog.engine.configuration.PluginConfigurations;
import io.prestodynamic.catalog.limits.CatalogLimits;
import org.testng.annotations.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import static io.prestodynamic.catalog.CatalogErrorCode.UNKNOWN_CONNECTOR;
import static io.prestodynamic.catalog.access.CatalogRight.CHANGE;
import static io.prestodynamic.catalog.access.TestingCallers.caller;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestVisibleConnectors
{
    private static final AccessRules RULES = new AccessRules(
            List.of(
                    new AccessRule(pattern("anne"), pattern("sales_.*"), pattern("mysql"), Set.of(CHANGE)),
                    new AccessRule(pattern("bob"), Optional.empty(), Optional.empty(), Set.of(CHANGE))),
            "by the rules");

    private final VisibleConnectors connectors = new VisibleConnectors(
            new InstalledConnectors(new TestingConnectorVersions(), new PluginConfigurations(), new CatalogLimits(Set.of("tpch"), List::of)),
            new CatalogAccessControl(new AllowAllAccessControl(), () -> RULES));

    @Test
    public void testList()
    {
        assertThat(connectors.list(caller("bob"))).isEqualTo(Map.of("jmx", Optional.of(false), "mysql", Optional.of(false), "tpch", Optional.of(true)));
        assertThat(connectors.list(caller("anne"))).containsOnlyKeys("mysql");
        assertThat(connectors.list(caller("carol"))).isEmpty();
    }

    @Test
    public void testHiddenIsUnknown()
    {
        for (String name : List.of("tpch", "nothing")) {
            assertThatThrownBy(() -> connectors.get(caller("anne"), name))
                    .isInstanceOf(CatalogException.class)
                    .hasMessage("There is no connector '%s'; installed are: mysql".formatted(name))
                    .extracting(e -> ((CatalogException) e).getCode()).isEqualTo(UNKNOWN_CONNECTOR);
        }
    }

    private static Optional<Pattern> pattern(String regex)
    {
        return Optional.of(Pattern.compile(regex));
    }
}
