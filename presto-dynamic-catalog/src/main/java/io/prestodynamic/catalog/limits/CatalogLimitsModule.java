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

import com.facebook.airlift.configuration.AbstractConfigurationAwareModule;
import com.google.common.collect.ImmutableList;
import com.google.inject.Binder;
import io.prestodynamic.catalog.rules.RulesFile;

import java.util.List;
import java.util.function.Supplier;

/**
 * Limits to what dynamic catalogs may be, on coordinators and workers.
 */
public class CatalogLimitsModule
        extends AbstractConfigurationAwareModule
{
    @Override
    protected void setup(Binder binder)
    {
        CatalogLimitsConfig config = buildConfigObject(CatalogLimitsConfig.class);
        Supplier<List<PropertyRule>> rules = config.getPropertyRulesFile()
                .map(file -> RulesFile.read(binder, "properties", PropertyRule.class, file.toPath()))
                .orElse(ImmutableList::of);
        binder.bind(CatalogLimits.class).toInstance(new CatalogLimits(config.getAllowedConnectors(), rules));
    }
}
