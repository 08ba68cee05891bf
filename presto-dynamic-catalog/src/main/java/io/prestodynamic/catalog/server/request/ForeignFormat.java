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
package io.prestodynamic.catalog.server.request;

import java.util.Optional;
import java.util.regex.Pattern;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * Detection of formats other than JSON in UTF-8, by the beginning of a body.
 */
final class ForeignFormat
{
    static final int BEGINNING = 1024;

    private static final Pattern PROPERTIES_FILE = Pattern.compile("(?:\\s*[#!].*\\R)*\\s*[\\w.-]+[ \\t]*=");

    private ForeignFormat() {}

    /**
     * Returns a message for the client, or empty if the body may be JSON in UTF-8.
     * @param beginning up to {@link #BEGINNING} bytes
     */
    static Optional<String> describe(byte[] beginning)
    {
        if (startsWith(beginning, 0x1f, 0x8b)) {
            return Optional.of("The body is compressed with gzip; send it as it is");
        }
        if (startsWith(beginning, 0xfe, 0xff) || startsWith(beginning, 0xff, 0xfe) || hasNull(beginning)) {
            return Optional.of("The body is in UTF-16 or UTF-32; send it in UTF-8");
        }
        if (PROPERTIES_FILE.matcher(new String(beginning, ISO_8859_1)).lookingAt()) {
            return Optional.of("The body is a properties file; send JSON, such as {\"catalogName\": \"sales\", \"connectorName\": \"mysql\", \"properties\": {\"connection-user\": \"u\"}}");
        }
        return Optional.empty();
    }

    private static boolean startsWith(byte[] beginning, int first, int second)
    {
        return beginning.length >= 2 && beginning[0] == (byte) first && beginning[1] == (byte) second;
    }

    // JSON begins with an ASCII character, which has a zero byte in UTF-16 and UTF-32
    private static boolean hasNull(byte[] beginning)
    {
        return beginning.length >= 2 && (beginning[0] == 0 || beginning[1] == 0);
    }
}
