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
package io.prestodynamic.catalog.secrets;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Range;

import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;
import static java.util.regex.Matcher.quoteReplacement;

/**
 * Value of a property, which may contain references to secrets. {@code $${} stands for <code>${</code>.
 */
public final class ReferenceText
{
    // a provider in small letters is none: some connectors have variables of that form
    private static final Pattern TOKEN = Pattern.compile("\\$\\$\\{|\\$\\{([A-Z][A-Z0-9_-]*):([^{}]*)(}?)");

    private final String text;
    private final List<MatchResult> tokens;

    public ReferenceText(String text)
    {
        this.text = requireNonNull(text, "text is null");
        this.tokens = text.contains("${") ? TOKEN.matcher(text).results().toList() : ImmutableList.of();
    }

    /**
     * Returns the references in their order.
     */
    public List<SecretReference> references()
    {
        return tokens.stream().filter(ReferenceText::isReference).map(ReferenceText::toReference).collect(toImmutableList());
    }

    /**
     * Returns where the references stand in the text.
     */
    public List<Range<Integer>> ranges()
    {
        return tokens.stream().filter(ReferenceText::isReference).map(token -> Range.closedOpen(token.start(), token.end())).collect(toImmutableList());
    }

    /**
     * Returns whether the text consists of references alone.
     */
    public boolean isReferences()
    {
        return !tokens.isEmpty() &&
                tokens.stream().allMatch(ReferenceText::isReference) &&
                tokens.stream().mapToInt(token -> token.end() - token.start()).sum() == text.length();
    }

    /**
     * Returns the begin of a reference that has no end.
     */
    public List<String> unfinished()
    {
        return tokens.stream().filter(token -> token.group(1) != null && !isReference(token)).map(MatchResult::group).collect(toImmutableList());
    }

    /**
     * Returns the text with values in the place of the references.
     */
    public String resolve(Function<SecretReference, String> values)
    {
        return tokens.isEmpty() ? text : TOKEN.matcher(text).replaceAll(token -> quoteReplacement(token.group(1) == null ? "${" : values.apply(toReference(token))));
    }

    private static boolean isReference(MatchResult token)
    {
        return token.group(1) != null && !token.group(3).isEmpty();
    }

    private static SecretReference toReference(MatchResult token)
    {
        return new SecretReference(token.group(1), token.group(2));
    }
}
