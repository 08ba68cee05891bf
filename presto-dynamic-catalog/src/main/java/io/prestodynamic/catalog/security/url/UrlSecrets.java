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
import io.prestodynamic.catalog.secrets.ReferenceText;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static java.util.regex.Pattern.CASE_INSENSITIVE;

/**
 * Secrets in connection URLs. Each kind of URL has a syntax, which shows what is known to be harmless, and hides the rest of the user info and the parameters.
 */
public final class UrlSecrets
{
    private static final Pattern BEGIN = Pattern.compile("(?<![a-z0-9+.-])(?:" + UrlScheme.JDBC.pattern() + "|" + UrlScheme.OTHER.pattern() + ")", CASE_INSENSITIVE);
    private static final Pattern LIST_SEPARATOR = Pattern.compile(",(?=\\s*" + UrlScheme.OTHER.pattern() + ")", CASE_INSENSITIVE);
    // in quotes, a URL ends with them
    private static final Pattern URL_IN_TEXT = Pattern.compile("(?<=')%1$s[^']*(?=')|(?<=\")%1$s[^\"]*(?=\")|%1$s\\S*".formatted(BEGIN.pattern()), CASE_INSENSITIVE);
    private static final CharMatcher PUNCTUATION = CharMatcher.anyOf("])}>.,:;!'\"`");
    private static final Pattern ASSIGNMENT = Pattern.compile(
            "(?:passw(?:or)?d|pwd|passphrase|secret|token)\\w{0,32}(?:\\s{0,8}=\\s{0,8}|[\"']\\s{0,8}:\\s{0,8}(?=[\"']))" +
                    "(?:(\\{[^}]*}[^\\s;'\"]*|\"[^\"]*\"|'[^']*')|([^\\s&;,()'\"]+))",
            CASE_INSENSITIVE);

    private UrlSecrets() {}

    /**
     * Finds the secrets in a value, which is a URL, a list of them, or text. References to secrets are not secret.
     */
    public static MaskedText find(String value)
    {
        MaskedText.Builder masked = new MaskedText.Builder(value, new ReferenceText(value).ranges());
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
        return UrlScheme.JDBC.matcher(text).region(start, end).lookingAt();
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
        UrlScheme.find(masked.text(), start, end).ifPresent(scheme -> scheme.syntax().hideSecrets(masked, scheme.end(), end));
    }
}
