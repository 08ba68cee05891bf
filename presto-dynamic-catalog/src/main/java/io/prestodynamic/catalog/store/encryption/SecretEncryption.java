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
package io.prestodynamic.catalog.store.encryption;

import com.google.common.collect.ImmutableMap;

import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * Encryption of the secret properties of definitions. An encrypted value has the form <code>{aes256gcm:id:...}</code> with the id of its key, and is bound to its catalog
 * and property. Values in clear are left as they are when they are read.
 */
final class SecretEncryption
{
    private static final String PREFIX = "{aes256gcm:";
    private static final Pattern ENCRYPTED = Pattern.compile(Pattern.quote(PREFIX) + "([A-Za-z0-9_.-]+):([A-Za-z0-9_-]*)}");

    private final ValueKeys keys;
    private final SecretProperties secretProperties;

    /**
     * @param keys if there is none, nothing is encrypted
     */
    SecretEncryption(ValueKeys keys, SecretProperties secretProperties)
    {
        this.keys = requireNonNull(keys, "keys is null");
        this.secretProperties = requireNonNull(secretProperties, "secretProperties is null");
    }

    boolean hasKey()
    {
        return keys.first().isPresent();
    }

    /**
     * Returns the properties as they are stored.
     */
    Map<String, String> encrypt(String catalogName, String connectorName, Map<String, String> properties)
    {
        return keys.first().map(key -> encrypt(key, catalogName, connectorName, properties)).orElse(properties);
    }

    /**
     * Returns the properties in clear.
     *
     * @throws IllegalArgumentException if a value cannot be decrypted, with a sentence that contains no value
     */
    Map<String, String> decrypt(String catalogName, Map<String, String> properties)
    {
        if (properties.values().stream().noneMatch(SecretEncryption::isEncrypted)) {
            return properties;
        }
        ImmutableMap.Builder<String, String> decrypted = ImmutableMap.builder();
        properties.forEach((property, value) -> decrypted.put(property, isEncrypted(value) ? decrypt(catalogName, property, value) : value));
        return decrypted.build();
    }

    private Map<String, String> encrypt(ValueKey key, String catalogName, String connectorName, Map<String, String> properties)
    {
        Set<String> secret = secretProperties.find(connectorName, properties);
        return encrypt(key, catalogName, properties, property -> secret.contains(property) || isEncrypted(properties.get(property)));
    }

    /**
     * Returns stored properties as they would be stored now. What is encrypted stays encrypted.
     *
     * @throws IllegalArgumentException if a value cannot be decrypted
     */
    Map<String, String> encryptAgain(String catalogName, String connectorName, Map<String, String> stored)
    {
        Map<String, String> properties = decrypt(catalogName, stored);
        return keys.first().map(key -> {
            Set<String> secret = secretProperties.find(connectorName, properties);
            return encrypt(key, catalogName, properties, property -> secret.contains(property) || isEncrypted(stored.get(property)));
        }).orElse(stored);
    }

    private static Map<String, String> encrypt(ValueKey key, String catalogName, Map<String, String> properties, Predicate<String> isSecret)
    {
        ImmutableMap.Builder<String, String> encrypted = ImmutableMap.builder();
        properties.forEach((property, value) -> encrypted.put(property, isSecret.test(property) ? encrypt(key, catalogName, property, value) : value));
        return encrypted.build();
    }

    static boolean isEncrypted(String value)
    {
        return value.startsWith(PREFIX);
    }

    private static String encrypt(ValueKey key, String catalogName, String property, String value)
    {
        return "%s%s:%s}".formatted(PREFIX, key.id(), Base64.getUrlEncoder().withoutPadding().encodeToString(key.encrypt(value.getBytes(UTF_8), context(catalogName, property))));
    }

    private String decrypt(String catalogName, String property, String value)
    {
        Matcher matcher = ENCRYPTED.matcher(value);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Property '%s' begins with %s and is not encrypted".formatted(property, PREFIX));
        }
        ValueKey key = keys.get(matcher.group(1)).orElseThrow(() -> new IllegalArgumentException(
                "Property '%s' is encrypted with the key %s, which is not in the file of dynamic-catalog.secrets.key-file".formatted(property, matcher.group(1))));
        try {
            return new String(key.decrypt(Base64.getUrlDecoder().decode(matcher.group(2)), context(catalogName, property)), UTF_8);
        }
        catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Property '%s' cannot be decrypted: it was encrypted for another catalog or property, or with another key than %s has now, or was altered".formatted(
                            property,
                            matcher.group(1)), e);
        }
    }

    // a catalog name contains no space
    private static String context(String catalogName, String property)
    {
        return catalogName + " " + property;
    }
}
