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

import com.google.common.base.Splitter;

import java.util.regex.Pattern;

/**
 * Part of a URL before its parameters: user info, hosts and path.
 */
enum Authority
{
    /**
     * Of a JDBC URL. Parameters in the path, as some drivers take them, are secret.
     */
    JDBC("[\\w./\\\\~$%+,:*!-]*") {
        @Override
        boolean endsUserInfo(String beforeAt)
        {
            return true;
        }
    },
    /**
     * Of any other URL. Its path may have signs that an authority has as well, as in {@code s3://bucket/day=1/a@b}.
     */
    GENERIC("[\\w./~$%+,:*!@=()'-]*") {
        @Override
        boolean endsUserInfo(String beforeAt)
        {
            int slash = beforeAt.indexOf('/');
            return slash < 0 || !HOST.matcher(beforeAt.substring(0, slash)).matches();
        }
    },
    /**
     * Of a storage of Azure, which has the name of a container in the place of a user.
     */
    AZURE(GENERIC.path.pattern()) {
        @Override
        boolean endsUserInfo(String beforeAt)
        {
            return GENERIC.endsUserInfo(beforeAt) && !HOST.matcher(beforeAt).matches();
        }
    };

    private static final Pattern HOST = Pattern.compile("[\\w.-]+");
    private static final Pattern USER = Pattern.compile("[\\w.-]*");
    // as SQL Server has it, a host may be followed by the name of an instance; asterisks, because a URL may be masked already
    private static final Pattern HOST_AND_PORT = Pattern.compile("(?:[\\w.*-]*|\\[[\\w.:%]+])(?:\\\\[\\w$]+)?(?::[\\d*]*)?");
    private static final Splitter HOSTS = Splitter.on(',');

    private final Pattern path;

    Authority(String path)
    {
        this.path = Pattern.compile(path);
    }

    void hideSecrets(MaskedText.Builder url, int start, int end)
    {
        String text = url.text().substring(start, end);
        int at = text.lastIndexOf('@');
        boolean hasUserInfo = at >= 0 && endsUserInfo(text.substring(0, at));
        if (hasUserInfo) {
            hideUserInfo(url, start, start + at);
        }
        int hosts = hasUserInfo ? at + 1 : 0;
        // a container of Azure is shown like a host
        int authority = this == AZURE && !hasUserInfo && at >= 0 ? at + 1 : hosts;
        int slash = text.indexOf('/', authority);
        int endOfHosts = slash < 0 ? text.length() : slash;
        if (!HOSTS.splitToList(text.substring(authority, endOfHosts)).stream().allMatch(host -> HOST_AND_PORT.matcher(host).matches())) {
            url.hide(start + authority, start + endOfHosts);
        }
        hidePath(url, start + endOfHosts, end);
    }

    /**
     * Hides what has no hosts, such as the path of a file.
     */
    void hideSecretsOfPath(MaskedText.Builder url, int start, int end)
    {
        int at = url.text().substring(start, end).lastIndexOf('@');
        if (at >= 0) {
            hideUserInfo(url, start, start + at);
        }
        hidePath(url, start + at + 1, end);
    }

    /**
     * Returns whether an {@code @} ends a user info, and does not stand in the path.
     */
    abstract boolean endsUserInfo(String beforeAt);

    private static void hideUserInfo(MaskedText.Builder url, int start, int end)
    {
        int colon = url.text().indexOf(':', start);
        // without a colon it may be a token
        boolean hasUser = colon >= 0 && colon < end && USER.matcher(url.text().substring(start, colon)).matches();
        url.hide(hasUser ? colon + 1 : start, end);
    }

    private void hidePath(MaskedText.Builder url, int start, int end)
    {
        if (!path.matcher(url.text().substring(start, end)).matches()) {
            url.hide(start, end);
        }
    }
}
