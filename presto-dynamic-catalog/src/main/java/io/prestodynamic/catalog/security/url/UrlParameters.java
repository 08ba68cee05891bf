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
package io.prestodynamic.catalog.security.url;

import com.google.common.collect.ImmutableList;

import java.net.URLDecoder;
import java.util.List;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

/**
 * Parameters in connection URLs, as drivers understand them: behind the hosts, as attributes of hosts in parentheses, encoded, in quotes or in braces.
 */
public final class UrlParameters
{
    private UrlParameters() {}

    /**
     * Finds the parameters in a value, in their order. A value that is no URL has none. If drivers would not agree on what a text means, it counts as a parameter.
     */
    public static List<Parameter> find(String value)
    {
        int start = Parameters.skipBlanks(value, 0, value.length());
        return UrlScheme.find(value, start, value.length())
                .map(scheme -> scheme.syntax().parameters(value, scheme.end(), value.length()).collect(toImmutableList()))
                .orElse(ImmutableList.of());
    }

    /**
     * Parameter whose name and value are decoded. The value may be secret.
     */
    public record Parameter(String name, String value)
    {
        public Parameter
        {
            requireNonNull(name, "name is null");
            requireNonNull(value, "value is null");
        }

        static Parameter parse(String text)
        {
            int equals = text.indexOf('=');
            return equals < 0 ?
                    new Parameter(decode(text).strip(), "") :
                    new Parameter(decode(text.substring(0, equals)).strip(), unquote(decode(text.substring(equals + 1)).strip()));
        }

        private static String decode(String text)
        {
            try {
                return URLDecoder.decode(text, UTF_8);
            }
            catch (IllegalArgumentException e) {
                // a percent sign that encodes nothing
                return text;
            }
        }

        private static String unquote(String value)
        {
            if (isBetween(value, '{', '}')) {
                return value.substring(1, value.length() - 1).replace("}}", "}");
            }
            return isBetween(value, '"', '"') || isBetween(value, '\'', '\'') ? value.substring(1, value.length() - 1) : value;
        }

        private static boolean isBetween(String value, char first, char last)
        {
            return value.length() > 1 && value.charAt(0) == first && value.charAt(value.length() - 1) == last;
        }

        @Override
        public String toString()
        {
            return name;
        }
    }
}
