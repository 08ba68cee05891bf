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

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSetMultimap;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.prestodynamic.catalog.security.SecretNames.GUESSED;

/**
 * Properties that the configuration classes of a plugin declare.
 */
public final class ConfigurationProperties
{
    static final ConfigurationProperties NONE = new ConfigurationProperties(ImmutableList.of(), ImmutableSet.of(), ImmutableSetMultimap::of);

    private final List<ConfigurationProperty> properties;
    private final Set<String> defunct;
    private final Supplier<ImmutableSetMultimap<String, Optional<String>>> prefixes;
    private final Supplier<Set<String>> names;
    private final Map<String, String> namesBySetter;
    private final Map<String, Boolean> secretByName;

    /**
     * @param prefixes reads the prefixes of configuration classes, as {@link ConfigurationBindings#prefixes} returns them; called once, when they are needed
     */
    ConfigurationProperties(List<ConfigurationProperty> properties, Set<String> defunct, Supplier<ImmutableSetMultimap<String, Optional<String>>> prefixes)
    {
        this.properties = ImmutableList.copyOf(properties);
        this.defunct = ImmutableSet.copyOf(defunct);
        this.prefixes = Suppliers.memoize(prefixes::get);
        namesBySetter = properties.stream()
                .collect(toImmutableMap(property -> setter(property.className(), property.setter()), ConfigurationProperty::name, (first, second) -> first));
        names = Suppliers.memoize(() -> this.properties.stream().flatMap(this::names).collect(toImmutableSet()));
        Map<String, Boolean> secrets = new HashMap<>();
        properties.forEach(property -> {
            secrets.merge(property.name(), property.secret(), Boolean::logicalOr);
            property.legacyNames().forEach(name -> secrets.merge(name, property.secret(), Boolean::logicalOr));
        });
        secretByName = ImmutableMap.copyOf(secrets);
    }

    List<ConfigurationProperty> getProperties()
    {
        return properties;
    }

    Set<String> getDefunct()
    {
        return defunct;
    }

    /**
     * Returns the prefixes with which modules bind the class of a property: an empty text is none, and an empty optional one that is not known.
     */
    Set<Optional<String>> getPrefixes(ConfigurationProperty property)
    {
        return prefixes.get().get(property.className());
    }

    /**
     * Returns the names of properties as catalogs have them, without those that have a prefix which is not known, and without those of libraries that may not be used.
     */
    public Set<String> getNames()
    {
        return names.get();
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

    private Stream<String> names(ConfigurationProperty property)
    {
        Set<Optional<String>> known = getPrefixes(property);
        if (known.isEmpty()) {
            // what binds the class may be called unusually
            return ConfigurationScan.isLibrary(property.className()) ? Stream.of() : Stream.of(property.name());
        }
        return known.stream().flatMap(Optional::stream).map(property::nameBehind);
    }

    private static String setter(String className, String method)
    {
        return className + "." + method;
    }
}
