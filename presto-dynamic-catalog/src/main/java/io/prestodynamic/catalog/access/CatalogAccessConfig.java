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
package io.prestodynamic.catalog.access;

import com.facebook.airlift.configuration.Config;
import com.facebook.airlift.configuration.ConfigDescription;

import javax.validation.constraints.NotNull;

import java.io.File;
import java.util.Optional;

public class CatalogAccessConfig
{
    private Optional<File> rulesFile = Optional.empty();

    @NotNull
    public Optional<File> getRulesFile()
    {
        return rulesFile;
    }

    @Config("dynamic-catalog.access-control.file")
    @ConfigDescription("JSON file with the rules that say who may see, read, change and export which catalogs")
    public CatalogAccessConfig setRulesFile(File rulesFile)
    {
        this.rulesFile = Optional.ofNullable(rulesFile);
        return this;
    }
}
