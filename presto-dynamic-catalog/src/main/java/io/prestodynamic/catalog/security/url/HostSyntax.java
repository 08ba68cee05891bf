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
import com.google.common.base.Splitter;

import java.util.stream.Stream;

import static java.util.Objects.requireNonNull;

/**
 * URLs with hosts, a path and parameters, such as {@code //user:password@host/database?name=value&name=value}.
 *
 * @param begin signs that begin the parameters
 * @param separators signs between parameters
 */
record HostSyntax(Authority authority, CharMatcher begin, CharMatcher separators)
        implements UrlSyntax
{
    HostSyntax
    {
        requireNonNull(authority, "authority is null");
        requireNonNull(begin, "begin is null");
        requireNonNull(separators, "separators is null");
    }

    @Override
    public void hideSecrets(MaskedText.Builder url, int start, int end)
    {
        String text = url.text().substring(0, end);
        int found = begin.indexIn(text, start);
        int head = found < 0 ? end : found;
        int group = text.indexOf('(', start);
        boolean hasHosts = text.substring(0, start).endsWith("//");
        if (group >= 0 && group < head && authority == Authority.JDBC) {
            AddressGroups.hideSecrets(url, start, group, head);
        }
        else if (hasHosts) {
            authority.hideSecrets(url, start, head);
        }
        else {
            authority.hideSecretsOfPath(url, start, head);
        }
        int position = head + 1;
        while (position < end) {
            int next = separators.indexIn(text, position);
            int endOfParameter = next < 0 ? end : next;
            boolean isSecret = Parameters.hideSecrets(url, position, endOfParameter);
            if (isSecret && position == head + 1 && text.indexOf('@', start) > head) {
                // a password with the sign that begins parameters, whose first part may look like a port
                url.hide(start, head);
            }
            position = endOfParameter + 1;
        }
    }

    @Override
    public Stream<UrlParameters.Parameter> parameters(String url, int start, int end)
    {
        String text = url.substring(start, end);
        int found = begin.indexIn(text);
        String head = found < 0 ? text : text.substring(0, found);
        String parameters = found < 0 ? "" : text.substring(found + 1);
        return Stream.concat(
                AddressGroups.attributes(head),
                Splitter.on(separators).omitEmptyStrings().splitToList(parameters).stream().map(UrlParameters.Parameter::parse));
    }
}
