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
package io.prestodynamic.catalog.limits;

import com.facebook.airlift.configuration.Config;
import com.facebook.airlift.configuration.ConfigDescription;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;

import javax.validation.constraints.NotNull;

import java.io.File;
import java.util.Optional;
import java.util.Set;

public class CatalogLimitsConfig
{
    private Set<String> allowedConnectors = ImmutableSet.of();
    private Optional<File> propertyRulesFile = Optional.empty();

    @NotNull
    public Set<String> getAllowedConnectors()
    {
        return allowedConnectors;
    }

    @Config("dynamic-catalog.allowed-connectors")
    @ConfigDescription("Connectors, separated by commas, that dynamic catalogs can have on this node; all if it is empty")
    public CatalogLimitsConfig setAllowedConnectors(String allowedConnectors)
    {
        this.allowedConnectors = ImmutableSet.copyOf(Splitter.on(',').trimResults().omitEmptyStrings().split(allowedConnectors));
        return this;
    }

    @NotNull
    public Optional<File> getPropertyRulesFile()
    {
        return propertyRulesFile;
    }

    @Config("dynamic-catalog.property-rules.file")
    @ConfigDescription("JSON file with the rules that say which values the properties of dynamic catalogs can have on this node")
    public CatalogLimitsConfig setPropertyRulesFile(File propertyRulesFile)
    {
        this.propertyRulesFile = Optional.ofNullable(propertyRulesFile);
        return this;
    }
}
