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
package io.prestodynamic.catalog.security;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import io.prestodynamic.catalog.secrets.ReferenceText;
import io.prestodynamic.catalog.security.url.MaskedText;
import io.prestodynamic.catalog.security.url.UrlSecrets;

import java.net.URLDecoder;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.prestodynamic.catalog.security.url.MaskedText.MASK;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static java.util.regex.Matcher.quoteReplacement;

/**
 * Mask for the secrets of one definition: values of secret properties, and what is not known to be harmless in URLs.
 */
public final class SecretMask
{
    // shorter secrets are replaced as whole words only, because they occur in words by accident
    private static final int MIN_LENGTH_WITHIN_WORDS = 4;
    private static final int MIN_LENGTH_OF_PIECES = 3;

    private static final Pattern SWITCH = Pattern.compile("true|false", Pattern.CASE_INSENSITIVE);
    private static final Pattern ORDINARY = Pattern.compile("true|false|[0-9]{0,5}", Pattern.CASE_INSENSITIVE);
    // signs at which drivers take a URL apart
    private static final Splitter PIECES = Splitter.onPattern("[/?#;&@:,=\\s{}\"]+").omitEmptyStrings();

    private final Map<String, String> properties;
    private final SecretNames names;
    private final Set<String> values;

    public SecretMask(Map<String, String> properties, SecretNames names)
    {
        this(properties, names, ImmutableSet.of());
    }

    /**
     * @param values secrets that may stand in any property
     */
    public SecretMask(Map<String, String> properties, SecretNames names, Set<String> values)
    {
        this.properties = ImmutableSortedMap.copyOf(properties);
        this.names = requireNonNull(names, "names is null");
        this.values = ImmutableSet.copyOf(values);
    }

    /**
     * Returns whether a value contains a mask, as in a definition that was read and is sent back.
     */
    public static boolean isMasked(String value)
    {
        return value.contains(MASK);
    }

    /**
     * Masks the secrets in URLs of a text about which nothing else is known.
     */
    public static String redactUrls(String text)
    {
        return UrlSecrets.findInText(text).masked();
    }

    /**
     * Returns the properties with their secrets masked. A value that consists of references to secrets is shown.
     */
    public Map<String, String> masked()
    {
        ImmutableSortedMap.Builder<String, String> masked = ImmutableSortedMap.naturalOrder();
        properties.forEach((name, value) -> masked.put(name, masked(name, value)));
        return masked.build();
    }

    /**
     * Returns whether the value of a property contains a secret.
     */
    public boolean hasSecret(String property)
    {
        String value = properties.getOrDefault(property, "");
        return !masked(property, value).equals(value);
    }

    /**
     * Returns the value of a property for a value that is equal to it except for masked parts, or empty if there is no such property.
     */
    public Optional<String> reveal(String property, String maskedValue)
    {
        return Optional.ofNullable(properties.get(property)).filter(value -> masked(property, value).equals(maskedValue));
    }

    /**
     * Masks the secrets of the properties in a text, such as an exception message of a connector.
     */
    public String redact(String text)
    {
        String redacted = text;
        for (String value : ImmutableSet.copyOf(properties.values())) {
            MaskedText found = UrlSecrets.find(value);
            // as a whole, because a URL may have blanks
            redacted = found.secrets().isEmpty() ? redacted : redacted.replace(value, found.masked());
        }
        for (String secret : secrets()) {
            redacted = secret.length() < MIN_LENGTH_WITHIN_WORDS ? replaceWord(redacted, secret) : redacted.replace(secret, MASK);
        }
        redacted = SecretParts.mask(redacted, secrets());
        for (String piece : pieces()) {
            redacted = replaceWord(redacted, piece);
        }
        return redactUrls(redacted);
    }

    private static String replaceWord(String text, String word)
    {
        return text.contains(word) ? text.replaceAll("(?<!\\w)" + Pattern.quote(word) + "(?!\\w)", quoteReplacement(MASK)) : text;
    }

    private String masked(String name, String value)
    {
        return isSecret(name, value) ? MASK : UrlSecrets.find(value).masked();
    }

    private boolean isSecret(String name, String value)
    {
        return names.isSecret(name) && !value.isEmpty() && !SWITCH.matcher(value).matches() && !new ReferenceText(value).isReferences();
    }

    private Set<String> secrets()
    {
        Stream<String> found = properties.entrySet().stream()
                .flatMap(property -> isSecret(property.getKey(), property.getValue()) ? Stream.of(property.getValue()) : secretsOfUrl(property.getValue()));
        return Stream.concat(values.stream().flatMap(SecretMask::forms), found)
                .filter(secret -> !secret.isBlank())
                // a secret may contain a shorter one
                .sorted(Comparator.comparingInt(String::length).reversed())
                .collect(toImmutableSet());
    }

    private static Stream<String> secretsOfUrl(String value)
    {
        return UrlSecrets.find(value).secrets().stream().flatMap(SecretMask::forms);
    }

    /**
     * Returns a secret part of a URL as it stands there, and as a driver may understand it.
     */
    private static Stream<String> forms(String secret)
    {
        int equals = secret.indexOf('=');
        Stream<String> values = equals < 0 || ORDINARY.matcher(secret.substring(equals + 1)).matches() ? Stream.of(secret) : Stream.of(secret, secret.substring(equals + 1));
        return values.flatMap(value -> Stream.of(value, decode(value), unquote(value)));
    }

    private static String decode(String value)
    {
        try {
            return URLDecoder.decode(value, UTF_8);
        }
        catch (IllegalArgumentException e) {
            // a percent sign that encodes nothing
            return value;
        }
    }

    private static String unquote(String value)
    {
        boolean inBraces = value.length() > 1 && value.startsWith("{") && value.endsWith("}");
        boolean inQuotes = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        String content = inBraces || inQuotes ? value.substring(1, value.length() - 1) : value;
        return inBraces ? content.replace("}}", "}") : content;
    }

    private Set<String> pieces()
    {
        Stream<String> secretsOfUrls = properties.entrySet().stream()
                .filter(property -> !isSecret(property.getKey(), property.getValue()))
                .flatMap(property -> UrlSecrets.find(property.getValue()).secrets().stream());
        return Stream.concat(values.stream(), secretsOfUrls)
                .flatMap(secret -> PIECES.splitToList(secret).stream())
                .filter(piece -> piece.length() >= MIN_LENGTH_OF_PIECES && !ORDINARY.matcher(piece).matches())
                .collect(toImmutableSet());
    }
}
