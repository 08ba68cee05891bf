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
package io.prestodynamic.catalog.server.filter;

import com.google.common.base.Splitter;

import java.util.List;
import java.util.regex.Pattern;

import static java.lang.Integer.parseInt;
import static java.util.regex.Matcher.quoteReplacement;

/**
 * Paths of requests, before Jersey has read them.
 */
public final class RequestPath
{
    private static final Pattern PERCENT_ENCODED = Pattern.compile("%(\\p{XDigit}{2})");

    private RequestPath() {}

    /**
     * Returns whether a path belongs to the catalog API or to what nodes ask each other about catalogs, in any encoding. Also accepts some unknown paths, which Jersey refuses
     * anyway.
     */
    public static boolean isAboutCatalogs(String path)
    {
        List<String> segments = segments(path);
        return segments.size() >= 2 && segments.get(0).equals("v1") && segments.get(1).startsWith("catalog");
    }

    /**
     * Returns whether a path belongs to the catalog API, in any encoding.
     */
    public static boolean isCatalogApi(String path)
    {
        List<String> segments = segments(path);
        return segments.size() >= 2 && segments.get(0).equals("v1") && segments.get(1).equals("catalog");
    }

    /**
     * Decodes ASCII only, like the names in the paths.
     */
    static String decode(String text)
    {
        return PERCENT_ENCODED.matcher(text).replaceAll(encoded -> quoteReplacement(Character.toString(parseInt(encoded.group(1), 16))));
    }

    private static List<String> segments(String path)
    {
        return Splitter.on('/').splitToList(path).stream()
                .map(segment -> decode(segment.replaceFirst(";.*", "")))
                .filter(segment -> !segment.isEmpty())
                .toList();
    }
}
