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
package io.prestodynamic.catalog.secrets;

import com.facebook.airlift.configuration.Config;
import com.facebook.airlift.configuration.ConfigDescription;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;

import javax.validation.constraints.NotNull;

import java.io.File;
import java.util.List;

/**
 * Configuration of the secrets that the properties of dynamic catalogs refer to.
 */
public class SecretsConfig
{
    private List<String> allowedReferences = ImmutableList.of();
    private File providerDirectory = new File("etc/secret-provider/");

    @NotNull
    public List<String> getAllowedReferences()
    {
        return allowedReferences;
    }

    @Config("dynamic-catalog.secrets.allowed-references")
    @ConfigDescription("Regular expressions, separated by commas, of the references that dynamic catalogs can have on this node, such as FILE:/run/secrets/.*; " +
            "all but the server's own files if it is empty")
    public SecretsConfig setAllowedReferences(String allowedReferences)
    {
        this.allowedReferences = ImmutableList.copyOf(Splitter.on(',').trimResults().omitEmptyStrings().split(allowedReferences));
        return this;
    }

    @NotNull
    public File getProviderDirectory()
    {
        return providerDirectory;
    }

    @Config("dynamic-catalog.secrets.provider-config-dir")
    @ConfigDescription("Directory with a properties file for each further provider of secrets")
    public SecretsConfig setProviderDirectory(File providerDirectory)
    {
        this.providerDirectory = providerDirectory;
        return this;
    }
}
