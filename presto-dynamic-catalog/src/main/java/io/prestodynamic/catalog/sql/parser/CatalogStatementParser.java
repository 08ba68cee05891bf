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
import com.facebook.presto.sql.parser.ParsingException;
import com.facebook.presto.sql.parser.ParsingOptions;
import com.facebook.presto.sql.parser.SqlParser;
import com.facebook.presto.sql.tree.Call;
import com.facebook.presto.sql.tree.Statement;
import com.google.common.collect.ImmutableSet;
import io.prestodynamic.catalog.sql.parser.CreateCatalog.Mode;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import static com.facebook.presto.sql.parser.ParsingOptions.DecimalLiteralTreatment.AS_DOUBLE;
import static io.prestodynamic.catalog.CatalogDefinition.MAX_PROPERTIES;
import static io.prestodynamic.catalog.sql.parser.AlterCatalog.DEFAULT;
import static io.prestodynamic.catalog.sql.parser.SqlText.HIDDEN;
import static io.prestodynamic.catalog.sql.parser.SqlText.name;
import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;
import static java.util.regex.Pattern.CASE_INSENSITIVE;

/**
 * Parser of statements about catalogs. A text is one if it begins as one, whether or not its rest is valid, and also if its first words are misspelt. Presto's grammar has
 * no statement that begins so.
 */
public final class CatalogStatementParser
{
    private static final String CATALOG = "CATALOG";
    private static final Set<String> VERBS = ImmutableSet.of("CREATE", "ALTER", "DROP");
    private static final Pattern PROCEDURE = Pattern.compile("(create|alter|drop|validate)_catalog", CASE_INSENSITIVE);
    private static final SqlParser SQL_PARSER = new SqlParser();
    // longer texts are not read for their mask; Presto refuses them, unless query.max-length is raised
    private static final int MAX_MASKED_LENGTH = 1_000_000;

    private final String text;
    private final StatementTokens tokens;
    // what was read, as far as it contains no value
    private String progress = "";
    private boolean wrapped;
    private boolean preceded;

    private CatalogStatementParser(String text)
    {
        this.text = requireNonNull(text, "text is null");
        tokens = new StatementTokens(text);
    }

    /**
     * Returns whether the text begins as a statement about catalogs.
     */
    public static boolean recognizes(String text)
    {
        return new CatalogStatementParser(text).recognizeWithin().isPresent();
    }

    /**
     * Returns the statement, or empty if the text is none about catalogs.
     * @throws ParsingException if the text begins as a statement about catalogs, but is none; the message has no part of the text that may be a value
     * @throws PrestoException if the statement is to be explained or prepared
     */
    public static Optional<Statement> parse(String text)
    {
        return new CatalogStatementParser(text).parse();
    }

    /**
     * Returns the text that can be shown in the place of a text that may be a statement about catalogs. It has no values of properties, and no comments.
     */
    public static String mask(String text)
    {
        CatalogStatementParser parser = new CatalogStatementParser(text);
        if (text.length() > MAX_MASKED_LENGTH) {
            return parser.recognizeWithin().isPresent() ? "%s %s".formatted(parser.progress, HIDDEN) : text;
        }
        try {
            return parser.parse().map(Statement::toString).orElseGet(() -> cutCall(parser.cut()));
        }
        catch (ParsingException | PrestoException e) {
            // whoever prepares the query reports it
            return "%s %s".formatted(parser.progress, HIDDEN);
        }
    }

    private Optional<Statement> parse()
    {
        Optional<Supplier<? extends Statement>> statement = recognizeWithin();
        if (preceded && statement.isPresent()) {
            throw tokens.error("signs precede the statement");
        }
        if (wrapped && statement.isPresent()) {
            throw PreparedStatements.refusal();
        }
        return statement.map(Supplier::get);
    }

    /**
     * Cuts a text of several statements, which Presto refuses, before the first one about a catalog.
     */
    private String cut()
    {
        if (text.indexOf(';') < 0) {
            return text;
        }
        while (!tokens.isAtEnd()) {
            int offset = tokens.offset();
            if (!tokens.takeSign(";")) {
                tokens.takeAny();
            }
            else if (recognizeWithin().isPresent()) {
                return "%s; %s".formatted(textBefore(offset), HIDDEN);
            }
        }
        return text;
    }

    /**
     * Cuts a text that has a call of a procedure about catalogs in the place of a function.
     */
    private static String cutCall(String text)
    {
        if (!PROCEDURE.matcher(text).find()) {
            return text;
        }
        CatalogStatementParser parser = new CatalogStatementParser(text);
        return parser.tokens.takeUntilCallOf(CatalogProcedure.PROCEDURE_NAMES) ? "%s%s".formatted(parser.textBefore(parser.tokens.offset()), HIDDEN) : text;
    }

    private Optional<Supplier<? extends Statement>> recognizeWithin()
    {
        preceded = tokens.takeSignsBeforeWord();
        while (skipExplain() || skipPrepare()) {
            wrapped = true;
        }
        return recognize();
    }

    private boolean skipExplain()
    {
        if (!tokens.take("EXPLAIN")) {
            return false;
        }
        if (tokens.take("ANALYZE")) {
            tokens.take("VERBOSE");
        }
        if (tokens.takeSign("(")) {
            while (!tokens.takeSign(")") && tokens.takeAny()) {
                // options
            }
        }
        progress += "EXPLAIN ";
        return true;
    }

    private boolean skipPrepare()
    {
        int start = tokens.position();
        if (tokens.take("PREPARE")) {
            Optional<String> name = tokens.takeName(true);
            if (name.isPresent() && tokens.take("FROM")) {
                progress += "PREPARE %s FROM ".formatted(name(name.get()));
                return true;
            }
        }
        tokens.reset(start);
        return false;
    }

    /**
     * Recognizes a statement by its first words. A misspelt word for catalog counts too, because such a statement has values as well.
     */
    private Optional<Supplier<? extends Statement>> recognize()
    {
        if (begins("SHOW", "CREATE")) {
            return Optional.of(this::parseShowCreate);
        }
        if (begins("CREATE", "OR", "REPLACE")) {
            return Optional.of(this::parseCreateOrReplace);
        }
        if (begins("CREATE")) {
            return Optional.of(this::parseCreate);
        }
        if (begins("ALTER")) {
            return Optional.of(this::parseAlter);
        }
        if (begins("DROP")) {
            return Optional.of(this::parseDrop);
        }
        if (beginsCall()) {
            return Optional.of(this::parseCall);
        }
        return recognizeMisspelt();
    }

    private Optional<Supplier<? extends Statement>> recognizeMisspelt()
    {
        int start = tokens.position();
        if (tokens.takeWordLike(VERBS)) {
            tokens.take("OR", "REPLACE");
            if (tokens.takeWordLike(ImmutableSet.of(CATALOG))) {
                tokens.reset(start);
                return Optional.of(() -> {
                    throw tokens.expected("CREATE, ALTER or DROP");
                });
            }
        }
        tokens.reset(start);
        return Optional.empty();
    }

    private boolean begins(String... words)
    {
        int start = tokens.position();
        if (tokens.take(words)) {
            int subject = tokens.position();
            if (tokens.takeWordLike(ImmutableSet.of(CATALOG))) {
                tokens.reset(subject);
                progress += String.join(" ", words);
                return true;
            }
        }
        tokens.reset(start);
        return false;
    }

    private boolean beginsCall()
    {
        int start = tokens.position();
        if (tokens.take("CALL") && CatalogCall.recognizes(tokens.phraseBefore("("))) {
            progress += "CALL";
            return true;
        }
        tokens.reset(start);
        return false;
    }

    /**
     * Has Presto parse the call. Its messages may contain values, so only the position of an error is told.
     */
    private CatalogCall parseCall()
    {
        int end = tokens.offset();
        while (!tokens.isAtEnd() && !tokens.takeSign(";")) {
            tokens.takeAny();
            end = tokens.offset();
        }
        expectEnd("the end of the statement");
        try {
            return new CatalogCall((Call) SQL_PARSER.createStatement(textBefore(end), new ParsingOptions(AS_DOUBLE)));
        }
        catch (ParsingException e) {
            throw new ParsingException("the call cannot be read at this place", null, e.getLineNumber(), e.getColumnNumber() - 1);
        }
        // literals that are none
        catch (RuntimeException e) {
            throw new ParsingException("the call cannot be read");
        }
    }

    private String textBefore(int offset)
    {
        return text.substring(0, text.offsetByCodePoints(0, offset));
    }

    private CatalogStatement parseCreateOrReplace()
    {
        readSubject();
        return parseDefinition(Mode.CREATE_OR_REPLACE);
    }

    private CatalogStatement parseCreate()
    {
        readSubject();
        return parseDefinition(tokens.take("IF", "NOT", "EXISTS") ? Mode.CREATE_IF_NOT_EXISTS : Mode.CREATE);
    }

    private CatalogStatement parseDefinition(Mode mode)
    {
        String name = readName();
        expect("USING");
        String connector = tokens.takeName(false).orElseThrow(() -> tokens.expected("the name of a connector"));
        progress += " USING " + name(connector);
        Optional<String> comment = tokens.take("COMMENT") ? Optional.of(readValue("a string in single quotes")) : Optional.empty();
        Map<String, String> properties = new LinkedHashMap<>();
        if (tokens.take("WITH")) {
            readProperties(property -> properties.put(property, readValue("a string in single quotes")));
            expectEnd("the end of the statement");
        }
        else if (comment.isPresent()) {
            expectEnd("WITH, or the end of the statement");
        }
        else {
            expectEnd("COMMENT, WITH, or the end of the statement (a name with other signs than letters, digits and '_' needs double quotes)");
        }
        return new CreateCatalog(mode, name, connector, comment, properties);
    }

    private CatalogStatement parseAlter()
    {
        readSubject();
        String name = readName();
        if (tokens.take("ENABLE")) {
            expectEnd("the end of the statement");
            return AlterCatalog.enable(name);
        }
        if (tokens.take("DISABLE")) {
            expectEnd("the end of the statement");
            return AlterCatalog.disable(name);
        }
        if (!tokens.take("SET", "PROPERTIES")) {
            throw tokens.expected("SET PROPERTIES, ENABLE or DISABLE");
        }
        Map<String, Optional<String>> properties = new LinkedHashMap<>();
        readProperties(property -> properties.put(property, tokens.take(DEFAULT) ? Optional.empty() : Optional.of(readValue("a string in single quotes, or DEFAULT"))));
        expectEnd("the end of the statement");
        return AlterCatalog.setProperties(name, properties);
    }

    private CatalogStatement parseDrop()
    {
        readSubject();
        boolean ifExists = tokens.take("IF", "EXISTS");
        String name = readName();
        boolean force = tokens.take("FORCE");
        expectEnd("FORCE, or the end of the statement");
        return new DropCatalog(name, ifExists, force);
    }

    private CatalogStatement parseShowCreate()
    {
        readSubject();
        String name = readName();
        expectEnd("the end of the statement");
        return new ShowCreateCatalog(name);
    }

    private void readSubject()
    {
        expect(CATALOG);
        progress += " " + CATALOG;
    }

    private String readName()
    {
        String name = tokens.takeName(false).orElseThrow(() -> tokens.expected("the name of a catalog")).toLowerCase(ENGLISH);
        progress += " " + name(name);
        return name;
    }

    private void readProperties(Consumer<String> value)
    {
        Set<String> names = new HashSet<>();
        expectSign("(");
        do {
            String name = tokens.takeName(true).orElseThrow(() -> tokens.expected("the name of a property, in double quotes"));
            if (!names.add(name)) {
                throw tokens.error("a property occurs twice");
            }
            if (names.size() > MAX_PROPERTIES) {
                throw tokens.error("a catalog has at most %s properties".formatted(MAX_PROPERTIES));
            }
            expectSign("=");
            value.accept(name);
        }
        while (tokens.takeSign(","));
        expectSign(")");
    }

    private String readValue(String expected)
    {
        return tokens.takeString().orElseThrow(() -> tokens.expected(expected));
    }

    private void expect(String... words)
    {
        if (!tokens.take(words)) {
            throw tokens.expected(String.join(" ", words));
        }
    }

    private void expectSign(String sign)
    {
        if (!tokens.takeSign(sign)) {
            throw tokens.expected("'%s'".formatted(sign));
        }
    }

    private void expectEnd(String expected)
    {
        while (tokens.takeSign(";")) {
            // clients may send it
        }
        if (!tokens.isAtEnd()) {
            throw tokens.expected(expected);
        }
    }
}
