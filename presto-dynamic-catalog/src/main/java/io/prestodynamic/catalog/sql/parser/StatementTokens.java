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

import com.facebook.presto.sql.parser.CaseInsensitiveStream;
import com.facebook.presto.sql.parser.ParsingException;
import com.facebook.presto.sql.parser.SqlBaseLexer;
import com.google.common.collect.ImmutableSet;
import io.prestodynamic.catalog.engine.errors.SimilarNames;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import static java.util.Locale.ENGLISH;

/**
 * Tokens of a statement, as Presto's lexer finds them, without blanks and comments. They are read one after another, so that a long statement of Presto costs nothing.
 */
final class StatementTokens
{
    private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_@:]*");
    private static final Pattern QUOTE = Pattern.compile("[\"'`]");
    private static final int MAX_PHRASE = 8;
    private static final Set<Integer> NO_SIGNS = ImmutableSet.of(SqlBaseLexer.QUOTED_IDENTIFIER, SqlBaseLexer.STRING);

    private final SqlBaseLexer lexer;
    private final List<Token> read = new ArrayList<>();
    private int position;

    StatementTokens(String text)
    {
        lexer = new SqlBaseLexer(new CaseInsensitiveStream(CharStreams.fromString(text)));
        lexer.removeErrorListeners();
    }

    int position()
    {
        return position;
    }

    void reset(int newPosition)
    {
        position = newPosition;
    }

    /**
     * Returns where in the text the next token begins, in code points.
     */
    int offset()
    {
        return peek(0).getStartIndex();
    }

    /**
     * Takes the words if they come next.
     */
    boolean take(String... words)
    {
        for (int i = 0; i < words.length; i++) {
            if (!isWord(peek(i)) || !peek(i).getText().equalsIgnoreCase(words[i])) {
                return false;
            }
        }
        position += words.length;
        return true;
    }

    /**
     * Takes a word that is one of these, begins with one, or is one that is misspelt.
     */
    boolean takeWordLike(Set<String> words)
    {
        String word = peek(0).getText();
        if (!isWord(peek(0)) || (words.stream().noneMatch(known -> word.regionMatches(true, 0, known, 0, known.length())) && !SimilarNames.isSimilarToAny(word, words))) {
            return false;
        }
        position++;
        return true;
    }

    /**
     * Takes what cannot begin a statement, such as brackets and the signs that editors put before a text.
     *
     * @return whether there was anything
     */
    boolean takeSignsBeforeWord()
    {
        int start = position;
        while (!isAtEnd() && !isWord(peek(0)) && !NO_SIGNS.contains(peek(0).getType()) && !peek(0).getText().equals(";")) {
            position++;
        }
        return position > start;
    }

    /**
     * Takes all tokens up to a name that is one of these and is followed by a bracket.
     *
     * @return whether there is one, which comes next
     */
    boolean takeUntilCallOf(Set<String> names)
    {
        while (!isAtEnd()) {
            if (peek(1).getText().equals("(") && names.contains(QUOTE.matcher(peek(0).getText()).replaceAll("").toLowerCase(ENGLISH))) {
                return true;
            }
            position++;
        }
        return false;
    }

    /**
     * Takes a sign, such as a comma, if it comes next.
     */
    boolean takeSign(String sign)
    {
        if (!peek(0).getText().equals(sign)) {
            return false;
        }
        position++;
        return true;
    }

    /**
     * Takes a name. Unquoted names are folded to lower case, unless the case is kept.
     */
    Optional<String> takeName(boolean keepCase)
    {
        Token token = peek(0);
        if (isWord(token)) {
            position++;
            return Optional.of(keepCase ? token.getText() : token.getText().toLowerCase(ENGLISH));
        }
        if (token.getType() == SqlBaseLexer.QUOTED_IDENTIFIER && token.getText().length() > 2) {
            position++;
            return Optional.of(unquote(token, "\""));
        }
        return Optional.empty();
    }

    Optional<String> takeString()
    {
        if (peek(0).getType() != SqlBaseLexer.STRING) {
            return Optional.empty();
        }
        return Optional.of(unquote(next(), "'"));
    }

    /**
     * Returns the next few words and signs before a sign, in lower case, without quotes, and with spaces where no dot is. Takes none of them.
     */
    String phraseBefore(String sign)
    {
        StringBuilder phrase = new StringBuilder();
        for (int i = 0; i < MAX_PHRASE && peek(i).getType() != Token.EOF && !peek(i).getText().equals(sign); i++) {
            phrase.append(' ').append(QUOTE.matcher(peek(i).getText()).replaceAll(""));
        }
        return phrase.toString().trim().replace(" . ", ".").toLowerCase(ENGLISH);
    }

    /**
     * Takes what comes next, whatever it is.
     * @return whether there was anything
     */
    boolean takeAny()
    {
        if (isAtEnd()) {
            return false;
        }
        position++;
        return true;
    }

    boolean isAtEnd()
    {
        return peek(0).getType() == Token.EOF;
    }

    /**
     * Returns the error that something else was expected at this position. It does not tell what is there, because that may be a secret.
     */
    ParsingException expected(String what)
    {
        return error("expected " + what);
    }

    ParsingException error(String message)
    {
        Token token = peek(0);
        return new ParsingException(message, null, token.getLine(), token.getCharPositionInLine());
    }

    private Token next()
    {
        Token token = peek(0);
        position++;
        return token;
    }

    private Token peek(int offset)
    {
        while (read.size() <= position + offset) {
            if (!read.isEmpty() && read.get(read.size() - 1).getType() == Token.EOF) {
                return read.get(read.size() - 1);
            }
            Token token = lexer.nextToken();
            if (token.getChannel() == Token.DEFAULT_CHANNEL) {
                read.add(token);
            }
        }
        return read.get(position + offset);
    }

    private static boolean isWord(Token token)
    {
        return token.getType() != Token.EOF && WORD.matcher(token.getText()).matches();
    }

    private static String unquote(Token token, String quote)
    {
        String text = token.getText();
        return text.substring(1, text.length() - 1).replace(quote + quote, quote);
    }
}
