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

import com.facebook.presto.spi.PrestoException;

import java.util.Map;

import static com.facebook.presto.spi.StandardErrorCode.NOT_SUPPORTED;
import static io.prestodynamic.catalog.sql.parser.SqlText.HIDDEN;
import static java.util.Locale.ENGLISH;

/**
 * Statements that a client says it has prepared. Presto keeps them with each query of the client, and their parameters are in the text of {@code EXECUTE}. A call of a
 * procedure about catalogs can be among them only if the client has not asked Presto to prepare it.
 */
public final class PreparedStatements
{
    private PreparedStatements() {}

    /**
     * @throws PrestoException if one is about catalogs
     */
    public static void check(Map<String, String> statements)
    {
        if (haveCatalogs(statements)) {
            throw refusal();
        }
    }

    /**
     * Returns the text that can be shown in the place of a text that may execute one of the statements or one that is not prepared, or may be a statement about catalogs itself.
     */
    public static String mask(String text, Map<String, String> statements)
    {
        return haveCatalogs(statements) ? HIDDEN : maskUnknown(CatalogStatementParser.mask(text), statements);
    }

    // what a client sends after a statement about catalogs could not be prepared
    private static String maskUnknown(String text, Map<String, String> statements)
    {
        StatementTokens tokens = new StatementTokens(text);
        if (!tokens.take("EXECUTE")) {
            return text;
        }
        return tokens.takeName(true)
                .filter(name -> !statements.containsKey(name) && !statements.containsKey(name.toLowerCase(ENGLISH)))
                .map(name -> "EXECUTE %s %s".formatted(SqlText.name(name), HIDDEN))
                .orElse(text);
    }

    static PrestoException refusal()
    {
        return new PrestoException(NOT_SUPPORTED, "A statement about catalogs can be neither explained nor prepared: run the statement itself, with its values in it");
    }

    private static boolean haveCatalogs(Map<String, String> statements)
    {
        return statements.values().stream().anyMatch(CatalogStatementParser::recognizes);
    }
}
