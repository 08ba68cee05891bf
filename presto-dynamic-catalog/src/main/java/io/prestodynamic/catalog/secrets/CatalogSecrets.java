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

import com.facebook.airlift.log.Logger;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Maps;
import com.google.common.hash.HashFunction;
import com.google.common.hash.Hasher;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogFiles;
import io.prestodynamic.catalog.spi.SecretProvider;

import javax.annotation.concurrent.ThreadSafe;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_CONFIGURATION;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

/**
 * Secrets that the definitions of catalogs refer to, as this node knows them at the moment.
 */
@ThreadSafe
public final class CatalogSecrets
{
    private static final Logger log = Logger.get(CatalogSecrets.class);
    // airlift's Bootstrap replaces a value of this form in the properties of a connector
    private static final Pattern ENVIRONMENT_OF_CONNECTORS = Pattern.compile("\\$\\{ENV:[a-zA-Z][a-zA-Z0-9_]*}");
    private static final int FINGERPRINT_DIGITS = 16;

    private final SecretProviders providers;
    private final List<Pattern> allowed;
    private final Optional<HashFunction> fingerprints;
    private final AtomicBoolean warned = new AtomicBoolean();

    /**
     * @param allowed expressions of the references that definitions may have; all if it is empty
     * @param fingerprints keyed function, which is the same on all nodes; without one, definitions have no fingerprints
     */
    public CatalogSecrets(SecretProviders providers, List<Pattern> allowed, Optional<HashFunction> fingerprints)
    {
        this.providers = requireNonNull(providers, "providers is null");
        this.allowed = ImmutableList.copyOf(allowed);
        this.fingerprints = requireNonNull(fingerprints, "fingerprints is null");
    }

    /**
     * Returns the definition with the present values of its references, except those to its files.
     *
     * @throws CatalogException with {@code INVALID_CONFIGURATION} if a reference cannot be resolved, with a message that names it
     */
    public ResolvedDefinition resolve(CatalogDefinition definition)
    {
        Map<SecretReference, String> secrets = new HashMap<>();
        Map<String, String> properties = ImmutableMap.copyOf(Maps.transformEntries(definition.properties(), (property, value) -> resolve(property, value, secrets)));
        return new ResolvedDefinition(definition.withProperties(properties), secrets);
    }

    /**
     * Returns digits that are equal for equal values of the references of a catalog, and from which nobody without the key can tell them. Empty if none of the values can
     * change, or if there is no key.
     */
    public Optional<String> fingerprint(ResolvedDefinition resolved)
    {
        Map<SecretReference, String> changeable = Maps.filterKeys(resolved.secrets(), this::isChangeable);
        if (changeable.isEmpty()) {
            return Optional.empty();
        }
        if (fingerprints.isEmpty() && warned.compareAndSet(false, true)) {
            log.warn("Changes of secrets are not followed, because internal-communication.shared-secret is not set");
        }
        return fingerprints.map(function -> hash(function.newHasher(), resolved.definition().name().value(), changeable));
    }

    /**
     * Returns those references of a definition whose values can change, in words.
     */
    public String describeChangeable(CatalogDefinition definition)
    {
        return definition.properties().values().stream()
                .flatMap(value -> new ReferenceText(value).references().stream())
                .filter(this::isChangeable)
                .map(SecretReference::toString)
                .distinct()
                .collect(joining(" or "));
    }

    private static String hash(Hasher hasher, String catalogName, Map<SecretReference, String> secrets)
    {
        putString(hasher, catalogName);
        ImmutableSortedMap.copyOf(secrets, Comparator.comparing(SecretReference::toString)).forEach((reference, value) -> {
            putString(hasher, reference.toString());
            putString(hasher, value);
        });
        return hasher.hash().toString().substring(0, FINGERPRINT_DIGITS);
    }

    private static void putString(Hasher hasher, String text)
    {
        byte[] bytes = text.getBytes(UTF_8);
        hasher.putInt(bytes.length).putBytes(bytes);
    }

    private String resolve(String property, String value, Map<SecretReference, String> secrets)
    {
        ReferenceText text = new ReferenceText(value);
        text.unfinished().stream().findFirst().ifPresent(unfinished -> {
            throw new CatalogException(INVALID_CONFIGURATION, "Property %s has a reference without an end: %s".formatted(property, unfinished));
        });
        String resolved = text.resolve(reference -> isFile(reference) ? reference.toString() : secrets.computeIfAbsent(reference, missing -> getSecret(property, missing)));
        if (ENVIRONMENT_OF_CONNECTORS.matcher(resolved).matches()) {
            throw new CatalogException(
                    INVALID_CONFIGURATION,
                    "Property %s would have a value of the form ${ENV:NAME}, and nothing else, which connectors replace by an environment variable themselves".formatted(property));
        }
        return resolved;
    }

    private String getSecret(String property, SecretReference reference)
    {
        SecretProvider provider = providers.get(reference.provider()).orElseThrow(() -> unresolved(property, reference, providers.describeMissing(reference.provider())));
        String name = reference.provider() + ":" + reference.key();
        if (!allowed.isEmpty() && allowed.stream().noneMatch(expression -> expression.matcher(name).matches())) {
            throw unresolved(property, reference, "dynamic-catalog.secrets.allowed-references does not allow it");
        }
        try {
            return provider.getSecret(reference.key());
        }
        catch (IllegalArgumentException e) {
            throw unresolved(property, reference, e.getMessage());
        }
    }

    private static boolean isFile(SecretReference reference)
    {
        return reference.provider().equals(CatalogFiles.REFERENCE);
    }

    private boolean isChangeable(SecretReference reference)
    {
        return providers.get(reference.provider()).filter(SecretProvider::isChangeable).isPresent();
    }

    private static CatalogException unresolved(String property, SecretReference reference, String reason)
    {
        return new CatalogException(INVALID_CONFIGURATION, "Property %s refers to %s, which cannot be resolved: %s".formatted(property, reference, reason));
    }
}
