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
package io.prestodynamic.catalog.sql.parser;

import java.util.Map;
import java.util.regex.Pattern;

import static java.util.stream.Collectors.joining;

/**
 * Names and values as they stand in a statement.
 */
public final class SqlText
{
    static final String HIDDEN = "******";
    static final String MASK = string(HIDDEN);

    private static final Pattern UNQUOTED = Pattern.compile("[a-z_][a-z0-9_]*");

    private SqlText() {}

    public static String string(String value)
    {
        return "'%s'".formatted(value.replace("'", "''"));
    }

    static String name(String name)
    {
        return UNQUOTED.matcher(name).matches() ? name : quote(name);
    }

    static String properties(Map<String, String> expressions)
    {
        return join(expressions, "(", ", ", ")");
    }

    static String lines(Map<String, String> expressions)
    {
        return join(expressions, "(\n   ", ",\n   ", "\n)");
    }

    private static String join(Map<String, String> expressions, String begin, String separator, String end)
    {
        return expressions.entrySet().stream()
                .map(property -> "%s = %s".formatted(quote(property.getKey()), property.getValue()))
                .collect(joining(separator, begin, end));
    }

    private static String quote(String name)
    {
        return "\"%s\"".formatted(name.replace("\"", "\"\""));
    }
}
