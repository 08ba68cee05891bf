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

import com.google.common.collect.ImmutableSortedMap;

import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.regex.Matcher.quoteReplacement;
import static java.util.regex.Pattern.CASE_INSENSITIVE;

/**
 * Mask for secrets: values of properties whose names are those of secrets, and passwords in URLs.
 */
public final class SecretMask
{
    private static final String MASK = "******";

    // shorter secrets are replaced as whole words only, because they occur in words by accident
    private static final int MIN_LENGTH_WITHIN_WORDS = 4;

    private static final Pattern SECRET_NAME = Pattern.compile(
            "passw(or)?d|passphrase|pwd|secret|token|credential|private|(access|account|api|encryption|shared)[-_.]?key(?!tab|-id)|key[-_.]?(store)?[-_.]?pass",
            CASE_INSENSITIVE);

    private static final Pattern SECRET_IN_URL = secretInUrl();

    private SecretMask() {}

    public static Map<String, String> mask(Map<String, String> properties)
    {
        ImmutableSortedMap.Builder<String, String> masked = ImmutableSortedMap.naturalOrder();
        properties.forEach((name, value) -> masked.put(name, isSecret(name, value) ? MASK : maskUrls(value)));
        return masked.build();
    }

    /**
     * Returns whether a value contains a masked secret, as in a definition that was read and is sent back.
     */
    public static boolean isMasked(String value)
    {
        return value.contains(MASK);
    }

    /**
     * Masks the secrets of the properties in a text, such as an exception message of a connector.
     */
    public static String redact(String text, Map<String, String> properties)
    {
        String redacted = text;
        for (String secret : secrets(properties)) {
            redacted = secret.length() < MIN_LENGTH_WITHIN_WORDS ?
                    redacted.replaceAll("(?<!\\w)" + Pattern.quote(secret) + "(?!\\w)", quoteReplacement(MASK)) :
                    redacted.replace(secret, MASK);
        }
        return maskUrls(redacted);
    }

    private static Pattern secretInUrl()
    {
        String name = "(?:[a-z]*passw(?:or)?d|pwd|[a-z]*secret|[a-z]*token|[a-z]*passphrase)=";
        return Pattern.compile(
                String.join(
                        "|",
                        // user:password@host
                        "(?<=://)[^/?#\\s:]*:([^/?#\\s]*)(?=@)",
                        // thin:user/password@host
                        "(?<=:thin:)[^/@\\s]*/([^@\\s]*)(?=@)",
                        "[?&]" + name + "([^&\\s]*)",
                        ";" + name + "(\\{[^}]*}|[^;\\s]*)",
                        "[,(]" + name + "([^,)\\s]*)"),
                CASE_INSENSITIVE);
    }

    private static boolean isSecret(String name, String value)
    {
        boolean isSwitch = value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false");
        return SECRET_NAME.matcher(name).find() && !isSwitch;
    }

    private static Set<String> secrets(Map<String, String> properties)
    {
        return properties.entrySet().stream()
                .flatMap(property -> isSecret(property.getKey(), property.getValue()) ? Stream.of(property.getValue()) : secretsInUrl(property.getValue()))
                .filter(secret -> !secret.isBlank())
                // a secret may contain a shorter one
                .sorted(Comparator.comparingInt(String::length).reversed())
                .collect(toImmutableSet());
    }

    private static Stream<String> secretsInUrl(String value)
    {
        return SECRET_IN_URL.matcher(value).results().map(SecretMask::secret);
    }

    private static String maskUrls(String text)
    {
        return SECRET_IN_URL.matcher(text).replaceAll(match -> {
            int end = match.end() - secret(match).length();
            return quoteReplacement(text.substring(match.start(), end) + MASK);
        });
    }

    private static String secret(MatchResult match)
    {
        return IntStream.rangeClosed(1, match.groupCount())
                .mapToObj(match::group)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }
}
