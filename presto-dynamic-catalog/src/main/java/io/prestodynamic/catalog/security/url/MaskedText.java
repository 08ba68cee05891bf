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

import com.google.common.collect.ImmutableRangeSet;
import com.google.common.collect.Range;
import com.google.common.collect.RangeSet;
import com.google.common.collect.TreeRangeSet;

import java.util.List;

import static com.google.common.collect.ImmutableList.toImmutableList;
import static java.util.Objects.requireNonNull;

/**
 * Text of which some parts are secret.
 */
public final class MaskedText
{
    /**
     * Replacement of each secret part.
     */
    public static final String MASK = "******";

    private final String text;
    private final ImmutableRangeSet<Integer> secrets;

    private MaskedText(String text, List<Range<Integer>> secrets)
    {
        this.text = requireNonNull(text, "text is null");
        this.secrets = ImmutableRangeSet.copyOf(secrets);
    }

    /**
     * Returns the text with a mask in the place of each secret part.
     */
    public String masked()
    {
        StringBuilder masked = new StringBuilder();
        int position = 0;
        for (Range<Integer> secret : secrets.asRanges()) {
            masked.append(text, position, secret.lowerEndpoint()).append(MASK);
            position = secret.upperEndpoint();
        }
        return masked.append(text, position, text.length()).toString();
    }

    /**
     * Returns the secret parts in their order. They are not empty.
     */
    public List<String> secrets()
    {
        return secrets.asRanges().stream()
                .map(secret -> text.substring(secret.lowerEndpoint(), secret.upperEndpoint()))
                .collect(toImmutableList());
    }

    @Override
    public String toString()
    {
        return masked();
    }

    /**
     * Text whose secret parts are still being found.
     */
    static class Builder
    {
        // stands for a reference, and is a name or a value in all URLs
        private static final String PLACEHOLDER = "r";

        private final String original;
        private final String text;
        private final RangeSet<Integer> references = TreeRangeSet.create();
        private final RangeSet<Integer> secrets = TreeRangeSet.create();

        Builder(String text)
        {
            this(text, List.of());
        }

        /**
         * @param references where references to secrets stand, which are no secrets themselves
         */
        Builder(String text, List<Range<Integer>> references)
        {
            this.original = requireNonNull(text, "text is null");
            this.references.addAll(references);
            StringBuilder replaced = new StringBuilder(text);
            references.forEach(range -> replaced.replace(range.lowerEndpoint(), range.upperEndpoint(), PLACEHOLDER.repeat(range.upperEndpoint() - range.lowerEndpoint())));
            this.text = replaced.toString();
        }

        /**
         * Returns the text with letters in the place of references, which have signs that separate the parts of URLs.
         */
        String text()
        {
            return text;
        }

        void hide(int start, int end)
        {
            if (start < end) {
                secrets.add(Range.closedOpen(start, end));
            }
        }

        MaskedText build()
        {
            return new MaskedText(original, secrets.asRanges().stream().filter(secret -> !references.encloses(secret)).toList());
        }
    }
}
