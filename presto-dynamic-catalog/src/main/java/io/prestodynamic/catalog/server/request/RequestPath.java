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

import com.google.common.base.Splitter;
import io.prestodynamic.catalog.CatalogName;

import javax.servlet.http.HttpServletRequest;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import static com.google.common.base.Strings.nullToEmpty;
import static java.lang.Integer.parseInt;
import static java.util.regex.Matcher.quoteReplacement;

/**
 * Paths of requests, before Jersey has read them.
 */
public final class RequestPath
{
    private static final String CATALOG = "catalog";
    private static final String CONNECTOR = "connector";
    private static final String NAME_PARAMETER = "catalogName=";
    private static final Pattern PERCENT_ENCODED = Pattern.compile("%(\\p{XDigit}{2})");

    private RequestPath() {}

    /**
     * Returns whether a path belongs to the catalog API or to what nodes ask each other about catalogs, in any encoding. Also accepts some unknown paths, which Jersey refuses
     * anyway.
     */
    public static boolean isAboutCatalogs(String path)
    {
        List<String> segments = segments(path);
        return segments.size() >= 2 && segments.get(0).equals("v1") && (segments.get(1).startsWith("catalog") || segments.get(1).equals(CONNECTOR));
    }

    /**
     * Returns whether a path belongs to the catalog API, in any encoding.
     */
    public static boolean isCatalogApi(String path)
    {
        return isBelow(CATALOG, path) || isAboutConnectors(path);
    }

    /**
     * Returns whether a path is that of the connectors or of one of them, in any encoding.
     */
    public static boolean isAboutConnectors(String path)
    {
        return isBelow(CONNECTOR, path);
    }

    /**
     * Returns the catalog that the path or the parameter {@code catalogName} of a request for the catalog API names. It need not be a valid name.
     */
    public static Optional<String> catalogName(HttpServletRequest request)
    {
        return segments(request.getRequestURI()).stream().skip(2).findFirst()
                .filter(name -> !isAboutConnectors(request.getRequestURI()))
                .filter(name -> !CatalogName.RESERVED.contains(name))
                .or(() -> parameter(nullToEmpty(request.getQueryString())));
    }

    private static boolean isBelow(String api, String path)
    {
        List<String> segments = segments(path);
        return segments.size() >= 2 && segments.get(0).equals("v1") && segments.get(1).equals(api);
    }

    private static Optional<String> parameter(String query)
    {
        return Splitter.on('&').splitToList(query).stream()
                .filter(parameter -> parameter.startsWith(NAME_PARAMETER))
                .map(parameter -> decode(parameter.substring(NAME_PARAMETER.length())))
                .filter(name -> !name.isEmpty())
                .findFirst();
    }

    /**
     * Decodes ASCII only, like the names in the paths.
     */
    public static String decode(String text)
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
