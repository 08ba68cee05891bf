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
package io.prestodynamic.catalog.engine.configuration;

import com.google.common.collect.ImmutableMap;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static io.prestodynamic.catalog.security.SecretNames.GUESSED;

/**
 * Properties that the configuration classes of a plugin declare.
 */
public final class ConfigurationProperties
{
    private final Map<String, String> namesBySetter;
    private final Map<String, Boolean> secretByName;

    ConfigurationProperties(List<ConfigurationProperty> properties)
    {
        namesBySetter = properties.stream()
                .collect(toImmutableMap(property -> setter(property.className(), property.setter()), ConfigurationProperty::name, (first, second) -> first));
        Map<String, Boolean> secrets = new HashMap<>();
        properties.forEach(property -> {
            secrets.merge(property.name(), property.secret(), Boolean::logicalOr);
            property.legacyNames().forEach(name -> secrets.merge(name, property.secret(), Boolean::logicalOr));
        });
        secretByName = ImmutableMap.copyOf(secrets);
    }

    /**
     * Returns the property that a method sets, without the prefix that some connectors add.
     */
    public Optional<String> findProperty(String className, String method)
    {
        return Optional.ofNullable(namesBySetter.get(setter(className, method)));
    }

    /**
     * Returns whether a property is declared as secret, or empty if no class declares it. The declared name may stand behind a prefix.
     */
    Optional<Boolean> isSecret(String property)
    {
        if (secretByName.containsKey(property)) {
            return Optional.of(secretByName.get(property));
        }
        for (int dot = property.indexOf('.'); dot >= 0; dot = property.indexOf('.', dot + 1)) {
            String name = property.substring(dot + 1);
            Boolean secret = secretByName.get(name);
            // a plain name such as "value" says nothing about what stands before it
            if (secret != null && (secret || GUESSED.isSecret(name))) {
                return Optional.of(secret);
            }
        }
        return Optional.empty();
    }

    private static String setter(String className, String method)
    {
        return className + "." + method;
    }
}
