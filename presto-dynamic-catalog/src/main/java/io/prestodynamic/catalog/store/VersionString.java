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
package io.prestodynamic.catalog.store;

import com.google.common.hash.Hashing;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Format of versions: a number from the store, a dash, and the beginning of a hash of the content. If somebody edits the content by hand, it is another version.
 */
public final class VersionString
{
    private static final int DIGITS = 8;

    private VersionString() {}

    public static String of(long number, String... content)
    {
        return number + "-" + Hashing.sha256().hashString(String.join("\0", content), UTF_8).toString().substring(0, DIGITS);
    }

    public static long number(String version)
    {
        return Long.parseLong(version.substring(0, version.indexOf('-')));
    }
}
