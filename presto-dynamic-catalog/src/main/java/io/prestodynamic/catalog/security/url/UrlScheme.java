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
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;
import static java.util.regex.Pattern.CASE_INSENSITIVE;

/**
 * Begin of a URL, which says what syntax the rest has.
 *
 * @param end index where the rest begins
 */
record UrlScheme(UrlSyntax syntax, int end)
{
    // a JDBC driver may have several modes, as in jdbc:mysql:loadbalance://
    static final Pattern JDBC = Pattern.compile("jdbc:([a-z0-9+_-]+):(?:(?:[a-z0-9+_-]+:){0,2}//)?", CASE_INSENSITIVE);
    // several parts, because the first may be misspelt
    static final Pattern OTHER = Pattern.compile("([a-z][a-z0-9+.-]*(?::[a-z0-9+._-]*){0,3})://", CASE_INSENSITIVE);

    private static final UrlSyntax QUERY = new HostSyntax(Authority.JDBC, CharMatcher.is('?'), CharMatcher.is('&'));
    private static final UrlSyntax SEMICOLONS = new SqlServerSyntax();
    private static final UrlSyntax ORACLE = new OracleSyntax();
    private static final UrlSyntax UNKNOWN = new UnknownSyntax();
    private static final UrlSyntax MONGODB = new HostSyntax(Authority.GENERIC, CharMatcher.is('?'), CharMatcher.anyOf("&;"));
    private static final UrlSyntax AZURE_STORAGE = new HostSyntax(Authority.AZURE, CharMatcher.anyOf("?;#"), CharMatcher.anyOf("&;"));
    private static final UrlSyntax GENERIC = new HostSyntax(Authority.GENERIC, CharMatcher.anyOf("?;#"), CharMatcher.anyOf("&;"));

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

    UrlScheme
    {
        requireNonNull(syntax, "syntax is null");
    }

    /**
     * Returns the scheme of the URL that begins at an index, if there is one.
     */
    static Optional<UrlScheme> find(String text, int start, int end)
    {
        Matcher jdbc = JDBC.matcher(text).region(start, end);
        if (jdbc.lookingAt()) {
            UrlSyntax syntax = JDBC_SYNTAXES.getOrDefault(jdbc.group(1).toLowerCase(ENGLISH), UNKNOWN);
            return Optional.of(new UrlScheme(syntax, syntax == ORACLE ? jdbc.end(1) + 1 : jdbc.end()));
        }
        Matcher other = OTHER.matcher(text).region(start, end);
        if (other.lookingAt()) {
            String name = other.group(1).toLowerCase(ENGLISH);
            return Optional.of(new UrlScheme(SYNTAXES.getOrDefault(name, name.contains(":") ? UNKNOWN : GENERIC), other.end()));
        }
        return Optional.empty();
    }
}
