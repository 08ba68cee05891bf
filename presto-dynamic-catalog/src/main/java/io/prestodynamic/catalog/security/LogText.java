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
 * Log text from clients, nodes, the store and connectors, made safe. It cannot forge log entries or reorder the text around it.
 */
public final class LogText
{
    // control and format characters, line and paragraph separators, and unpaired surrogates
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}]+");
    private static final Pattern UNSAFE_IN_LINES = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}&&[^\n\t]]+");

    private LogText() {}

    public static String line(Object text)
    {
        return UNSAFE.matcher(String.valueOf(text)).replaceAll(" ");
    }

    /**
     * Returns a text of several lines, such as a stack trace. All lines except the first are indented, so that none looks like a new log entry.
     */
    public static String lines(String text)
    {
        return UNSAFE_IN_LINES.matcher(text.replace("\r\n", "\n")).replaceAll(" ").replaceAll("\n(?=[^\\s])", "\n    ");
    }
}
