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

import java.util.stream.Stream;

/**
 * URLs of drivers whose signs between parameters are not known. The first parameter that is not harmless is hidden with everything behind it.
 */
final class UnknownSyntax
        implements UrlSyntax
{
    private static final CharMatcher SEPARATORS = CharMatcher.anyOf("?;#&");
    private static final UrlSyntax HOSTS = new HostSyntax(Authority.JDBC, SEPARATORS, SEPARATORS);

    @Override
    public void hideSecrets(MaskedText.Builder url, int start, int end)
    {
        String text = url.text().substring(0, end);
        int found = SEPARATORS.indexIn(text, start);
        int head = found < 0 ? end : found;
        HOSTS.hideSecrets(url, start, head);
        int position = head + 1;
        while (position < end) {
            int next = SEPARATORS.indexIn(text, position);
            int endOfParameter = next < 0 ? end : next;
            if (Parameters.hideSecrets(url, position, endOfParameter)) {
                url.hide(endOfParameter, end);
                return;
            }
            position = endOfParameter + 1;
        }
    }

    @Override
    public Stream<UrlParameters.Parameter> parameters(String url, int start, int end)
    {
        return HOSTS.parameters(url, start, end);
    }
}
