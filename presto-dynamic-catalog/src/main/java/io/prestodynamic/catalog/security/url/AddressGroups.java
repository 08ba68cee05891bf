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

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Hosts in parentheses, as MySQL and Oracle have them: {@code address=(host=h)(port=1)}, {@code (host=h,port=1)}, {@code (DESCRIPTION=(ADDRESS=(HOST=h)))}. Values
 * may have parentheses of their own, so everything behind the first that is not harmless is hidden, up to the last parenthesis.
 */
final class AddressGroups
{
    // a name, and a value unless a group follows
    private static final Pattern ATTRIBUTE = Pattern.compile("[\\s(),]*([\\w.]+)\\s*=\\s*(?:(?=\\()|([^(),]*))");
    // asterisks, because a URL may be masked already
    private static final Pattern BRACKETS = Pattern.compile("[\\s(),\\[\\]*]*");
    private static final Splitter GROUP_SIGNS = Splitter.on(CharMatcher.anyOf("(),"));

    private AddressGroups() {}

    /**
     * @param group index of the first parenthesis
     */
    static void hideSecrets(MaskedText.Builder url, int start, int group, int end)
    {
        int last = url.text().lastIndexOf(')', end - 1);
        int close = last < group ? end : last;
        int path = Math.min(close + 1, end);
        hideBefore(url, start, group);
        hideAttributes(url, group, close);
        if (path < end) {
            Authority.JDBC.hideSecretsOfPath(url, path, end);
        }
    }

    /**
     * Returns the attributes of hosts in parentheses, if a text has any.
     */
    static Stream<UrlParameters.Parameter> attributes(String hosts)
    {
        int group = hosts.indexOf('(');
        return group < 0 ? Stream.empty() : GROUP_SIGNS.splitToList(hosts.substring(group)).stream().filter(attribute -> attribute.contains("=")).map(UrlParameters.Parameter::parse);
    }

    // a user info, hosts, or the name of the group
    private static void hideBefore(MaskedText.Builder url, int start, int group)
    {
        String name = url.text().substring(start, group);
        if (!name.isEmpty() && !name.equalsIgnoreCase("address=")) {
            Authority.JDBC.hideSecrets(url, start, group);
        }
    }

    private static void hideAttributes(MaskedText.Builder url, int start, int end)
    {
        Matcher matcher = ATTRIBUTE.matcher(url.text()).region(start, end);
        int position = start;
        while (matcher.lookingAt()) {
            boolean hasValue = matcher.group(2) != null;
            boolean harmless = hasValue ? Parameters.isHarmless(matcher.group(1), matcher.group(2)) : Parameters.isHarmless(matcher.group(1));
            if (!harmless) {
                Parameters.hideSecrets(url, matcher.start(1), end);
                return;
            }
            position = matcher.end();
            matcher.region(position, end);
        }
        if (!BRACKETS.matcher(url.text().substring(position, end)).matches()) {
            url.hide(position, end);
        }
    }
}
