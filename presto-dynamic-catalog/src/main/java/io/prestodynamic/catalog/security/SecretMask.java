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
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.regex.Matcher.quoteReplacement;
import static java.util.regex.Pattern.CASE_INSENSITIVE;

/**
 * Keeps secrets out of what people see. A secret is the value of a property whose name says so, and a password inside a URL.
 */
public final class SecretMask
{
    private static final String MASK = "******";

    private static final Pattern SECRET_NAME = Pattern.compile(
            "passw(or)?d|passphrase|secret|token|credential|private|(access|account|api|encryption|shared)[-_.]?key(?!tab|-id)|key[-_.]?(store)?[-_.]?pass",
            CASE_INSENSITIVE);

    // user:password@host, and ?password=... or ;password=...
    private static final Pattern SECRET_IN_URL = Pattern.compile(
            "(?<=://)[^/?#\\s]*:([^/?#\\s]*)(?=@)|[?&;,(](?:[a-z]*passw(?:or)?d|pwd|[a-z]*secret|[a-z]*token|[a-z]*passphrase)=([^&;,)\\s]*)",
            CASE_INSENSITIVE);

    private SecretMask() {}

    /**
     * The properties with every secret replaced.
     */
    public static Map<String, String> mask(Map<String, String> properties)
    {
        ImmutableSortedMap.Builder<String, String> masked = ImmutableSortedMap.naturalOrder();
        properties.forEach((name, value) -> masked.put(name, isSecret(name) ? MASK : maskUrls(value)));
        return masked.build();
    }

    /**
     * A text, such as the message of an exception that a connector threw, without the secrets among its properties.
     */
    public static String redact(String text, Map<String, String> properties)
    {
        String redacted = text;
        for (String secret : secrets(properties)) {
            redacted = redacted.replace(secret, MASK);
        }
        return maskUrls(redacted);
    }

    private static boolean isSecret(String name)
    {
        return SECRET_NAME.matcher(name).find();
    }

    private static Set<String> secrets(Map<String, String> properties)
    {
        return properties.entrySet().stream()
                .flatMap(property -> isSecret(property.getKey()) ? Stream.of(property.getValue()) : secretsInUrl(property.getValue()))
                .filter(secret -> !secret.isBlank())
                // a secret that contains another one goes first
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
        return match.group(1) != null ? match.group(1) : match.group(2);
    }
}
