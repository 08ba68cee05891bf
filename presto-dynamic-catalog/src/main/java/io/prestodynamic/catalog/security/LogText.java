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

import java.util.regex.Pattern;

/**
 * Text of others on its way into the log: of clients, other nodes, the store, connectors. It must not look like lines of its own, and not change the order of what is around it.
 */
public final class LogText
{
    // control characters, those of Unicode beyond ASCII included; what sets direction or has no width; what ends lines and paragraphs; halves of characters
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]+");
    private static final Pattern UNSAFE_IN_LINES = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}&&[^\n\t]]+");

    private LogText() {}

    /**
     * The text on one line.
     */
    public static String line(Object text)
    {
        return UNSAFE.matcher(String.valueOf(text)).replaceAll(" ");
    }

    /**
     * A text of several lines, such as a stack trace. All lines but the first are indented, so that none looks like the beginning of another entry.
     */
    public static String lines(String text)
    {
        return UNSAFE_IN_LINES.matcher(text.replace("\r\n", "\n")).replaceAll(" ").replaceAll("\n(?=[^\\s])", "\n    ");
    }
}
