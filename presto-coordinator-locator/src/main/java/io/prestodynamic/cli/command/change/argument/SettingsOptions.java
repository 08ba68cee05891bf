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
package io.prestodynamic.cli.command.change.argument;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Option;

import java.util.Optional;

/**
 * Settings of a catalog beside its definition.
 */
public final class SettingsOptions
{
    @Option(names = "--description", paramLabel = "TEXT", description = "Describe the catalog.")
    private Optional<String> description = Optional.empty();

    @Option(names = "--disabled", description = "Keep the catalog, and load it nowhere.")
    private boolean disabled;

    /**
     * Adds the settings to a definition.
     */
    public void addTo(ObjectNode definition)
    {
        description.ifPresent(text -> definition.put("description", text));
        if (disabled) {
            definition.put("enabled", false);
        }
    }
}
