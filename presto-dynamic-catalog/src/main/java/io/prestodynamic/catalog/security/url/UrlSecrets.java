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

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableMap;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static io.prestodynamic.catalog.security.url.Authority.AZURE;
import static io.prestodynamic.catalog.security.url.Authority.GENERIC;
import static io.prestodynamic.catalog.security.url.Authority.JDBC;
import static java.util.Locale.ENGLISH;
import static java.util.regex.Pattern.CASE_INSENSITIVE;

/**
 * Secrets in connection URLs. Each kind of URL has a syntax, which shows what is known to be harmless, and hides the rest of the user info and the parameters.
 */
public final class UrlSecrets
{
    private static final UrlSyntax QUERY = new HostSyntax(JDBC, CharMatcher.is('?'), CharMatcher.is('&'));
    private static final UrlSyntax SEMICOLONS = new SqlServerSyntax();
    private static final UrlSyntax ORACLE = new OracleSyntax();
    private static final UrlSyntax UNKNOWN = new UnknownSyntax();
    private static final UrlSyntax MONGODB = new HostSyntax(GENERIC, CharMatcher.is('?'), CharMatcher.anyOf("&;"));
    private static final UrlSyntax AZURE_STORAGE = new HostSyntax(AZURE, CharMatcher.anyOf("?;#"), CharMatcher.anyOf("&;"));
    private static final UrlSyntax OTHER = new HostSyntax(GENERIC, CharMatcher.anyOf("?;#"), CharMatcher.anyOf("&;"));

    // by the second part of a JDBC URL
    private static final Map<String, UrlSyntax> JDBC_SYNTAXES = ImmutableMap.<String, UrlSyntax>builder()
            .put("mysql", QUERY)
            .put("mysql+srv", QUERY)
            .put("mariadb", QUERY)
            .put("memsql", QUERY)
            .put("singlestore", QUERY)
            .put("postgresql", QUERY)
            .put("clickhouse", QUERY)
            .put("ch", QUERY)
            .put("sap", QUERY)
            .put("presto", QUERY)
            .put("trino", QUERY)
            .put("sqlserver", SEMICOLONS)
            .put("oracle", ORACLE)
            .build();

    private static final Map<String, UrlSyntax> SYNTAXES = ImmutableMap.<String, UrlSyntax>builder()
            .put("mysqlx", QUERY)
            .put("mongodb", MONGODB)
            .put("mongodb+srv", MONGODB)
            .put("abfs", AZURE_STORAGE)
            .put("abfss", AZURE_STORAGE)
            .put("wasb", AZURE_STORAGE)
            .put("wasbs", AZURE_STORAGE)
            .build();

    // a JDBC driver may have several modes, as in jdbc:mysql:loadbalance://
    private static final Pattern JDBC_SCHEME = Pattern.compile("jdbc:([a-z0-9+_-]+):(?:(?:[a-z0-9+_-]+:){0,2}//)?", CASE_INSENSITIVE);
    // several parts, because the first may be misspelt
    private static final Pattern SCHEME = Pattern.compile("([a-z][a-z0-9+.-]*(?::[a-z0-9+._-]*){0,3})://", CASE_INSENSITIVE);
    private static final Pattern BEGIN = Pattern.compile("(?<![a-z0-9+.-])(?:" + JDBC_SCHEME.pattern() + "|" + SCHEME.pattern() + ")", CASE_INSENSITIVE);
    private static final Pattern LIST_SEPARATOR = Pattern.compile(",(?=\\s*" + SCHEME.pattern() + ")", CASE_INSENSITIVE);
    // in quotes, a URL ends with them
    private static final Pattern URL_IN_TEXT = Pattern.compile("(?<=')%1$s[^']*(?=')|(?<=\")%1$s[^\"]*(?=\")|%1$s\\S*".formatted(BEGIN.pattern()), CASE_INSENSITIVE);
    private static final CharMatcher PUNCTUATION = CharMatcher.anyOf("])}>.,:;!'\"`");
    private static final Pattern ASSIGNMENT = Pattern.compile(
            "(?:passw(?:or)?d|pwd|passphrase|secret|token)\\w{0,32}(?:\\s{0,8}=\\s{0,8}|[\"']\\s{0,8}:\\s{0,8}(?=[\"']))" +
                    "(?:(\\{[^}]*}[^\\s;'\"]*|\"[^\"]*\"|'[^']*')|([^\\s&;,()'\"]+))",
            CASE_INSENSITIVE);

    private UrlSecrets() {}

    /**
     * Finds the secrets in a value, which is a URL, a list of them, or text.
     */
    public static MaskedText find(String value)
    {
        MaskedText.Builder masked = new MaskedText.Builder(value);
        int start = Parameters.skipBlanks(value, 0, value.length());
        if (BEGIN.matcher(value).region(start, value.length()).lookingAt()) {
            hideInUrls(masked, start, value.length());
        }
        else {
            hideInText(masked);
        }
        return masked.build();
    }

    /**
     * Finds the secrets in a text that may contain URLs.
     */
    public static MaskedText findInText(String text)
    {
        MaskedText.Builder masked = new MaskedText.Builder(text);
        hideInText(masked);
        return masked.build();
    }

    /**
     * Hides the secrets of one URL, or of a list of them.
     */
    private static void hideInUrls(MaskedText.Builder masked, int start, int end)
    {
        Matcher separators = LIST_SEPARATOR.matcher(masked.text()).region(start, end);
        int position = start;
        while (!isJdbc(masked.text(), start, end) && separators.find()) {
            hideInUrl(masked, position, separators.start());
            position = Parameters.skipBlanks(masked.text(), separators.end(), end);
        }
        hideInUrl(masked, position, end);
    }

    private static boolean isJdbc(String text, int start, int end)
    {
        return JDBC_SCHEME.matcher(text).region(start, end).lookingAt();
    }

    private static void hideInText(MaskedText.Builder masked)
    {
        URL_IN_TEXT.matcher(masked.text()).results().forEach(url -> hideInUrls(masked, url.start(), trimmedEnd(url.start(), url.group())));
        ASSIGNMENT.matcher(masked.text()).results().forEach(assignment -> {
            boolean isQuoted = assignment.group(1) != null;
            masked.hide(assignment.start(isQuoted ? 1 : 2), isQuoted ? assignment.end(1) : trimmedEnd(assignment.start(2), assignment.group(2)));
        });
    }

    private static int trimmedEnd(int start, String text)
    {
        return start + PUNCTUATION.trimTrailingFrom(text).length();
    }

    private static void hideInUrl(MaskedText.Builder masked, int start, int end)
    {
        Matcher jdbc = JDBC_SCHEME.matcher(masked.text()).region(start, end);
        if (jdbc.lookingAt()) {
            UrlSyntax syntax = JDBC_SYNTAXES.getOrDefault(jdbc.group(1).toLowerCase(ENGLISH), UNKNOWN);
            syntax.hideSecrets(masked, syntax == ORACLE ? jdbc.end(1) + 1 : jdbc.end(), end);
            return;
        }
        Matcher scheme = SCHEME.matcher(masked.text()).region(start, end);
        if (scheme.lookingAt()) {
            String name = scheme.group(1).toLowerCase(ENGLISH);
            SYNTAXES.getOrDefault(name, name.contains(":") ? UNKNOWN : OTHER).hideSecrets(masked, scheme.end(), end);
        }
    }
}
