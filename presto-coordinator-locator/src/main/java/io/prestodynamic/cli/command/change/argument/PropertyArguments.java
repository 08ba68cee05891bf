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

import io.prestodynamic.cli.client.ClientException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reader of arguments such as {@code connection-user=reader}.
 */
public final class PropertyArguments
{
    private PropertyArguments() {}

    /**
     * @return values by names, mutable
     * @throws ClientException if an argument is no property, or a property has two values
     */
    public static Map<String, String> parse(List<String> arguments)
    {
        Map<String, String> properties = new LinkedHashMap<>();
        for (String argument : arguments) {
            int separator = argument.indexOf('=');
            if (separator <= 0) {
                // what stands there may be a secret
                throw new ClientException("Properties are written as KEY=VALUE; an argument has no key or no '='");
            }
            put(properties, argument.substring(0, separator), argument.substring(separator + 1));
        }
        return properties;
    }

    static void put(Map<String, String> properties, String name, String value)
    {
        if (properties.putIfAbsent(name, value) != null) {
            throw new ClientException("Property %s has two values".formatted(name));
        }
    }
}
