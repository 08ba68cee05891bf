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

import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * URLs of Oracle behind {@code jdbc:oracle:}, such as {@code thin:user/password@//host:1521/service} or {@code thin:@(DESCRIPTION=...)}.
 */
final class OracleSyntax
        implements UrlSyntax
{
    private static final Pattern USER = Pattern.compile("[\\w$#.]*");
    private static final UrlSyntax ADDRESS = new HostSyntax(Authority.JDBC, CharMatcher.is('?'), CharMatcher.is('&'));

    @Override
    public void hideSecrets(MaskedText.Builder url, int start, int end)
    {
        String text = url.text().substring(0, end);
        int colon = text.indexOf(':', start);
        int credentials = colon < 0 ? start : colon + 1;
        // passwords may contain the sign
        int at = text.lastIndexOf('@');
        if (at < credentials) {
            url.hide(credentials, end);
            return;
        }
        hideCredentials(url, credentials, at);
        int address = at + 1;
        int hosts = text.indexOf("//", address);
        ADDRESS.hideSecrets(url, isProtocol(text, address, hosts) ? hosts + 2 : address, end);
    }

    @Override
    public Stream<UrlParameters.Parameter> parameters(String url, int start, int end)
    {
        return ADDRESS.parameters(url, start, end);
    }

    private static boolean isProtocol(String text, int start, int slashes)
    {
        return slashes >= start && text.substring(start, slashes).matches("(?:\\w+:)?");
    }

    private static void hideCredentials(MaskedText.Builder url, int start, int end)
    {
        int slash = url.text().indexOf('/', start);
        boolean hasUser = slash >= 0 && slash < end && USER.matcher(url.text().substring(start, slash)).matches();
        url.hide(hasUser ? slash + 1 : start, end);
    }
}
