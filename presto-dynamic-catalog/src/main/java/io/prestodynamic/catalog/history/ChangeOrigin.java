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
package io.prestodynamic.catalog.history;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * Origin of a change: the user, the place and the reason.
 *
 * @param user for whom the change was made; empty if nobody has said it
 * @param principal who was authenticated; empty if the user is only claimed
 * @param address network address of the client
 * @param requestId id of the request, which the client and the log have as well
 * @param comment text of the user
 */
public record ChangeOrigin(
        ChangeSource source,
        Optional<String> user,
        Optional<String> principal,
        Optional<String> address,
        Optional<String> requestId,
        Optional<String> comment)
{
    /**
     * Longest user, principal, address and request id that are kept.
     */
    public static final int MAX_LENGTH = 500;
    public static final int MAX_COMMENT_LENGTH = 1000;

    /**
     * Origin of a change that was found.
     */
    public static final ChangeOrigin FOUND = new ChangeOrigin(ChangeSource.STORE, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public ChangeOrigin
    {
        requireNonNull(source, "source is null");
        user = user.map(ChangeOrigin::shorten);
        principal = principal.map(ChangeOrigin::shorten);
        address = address.map(ChangeOrigin::shorten);
        requestId = requestId.map(ChangeOrigin::shorten);
        requireNonNull(comment, "comment is null");
    }

    public ChangeOrigin withSource(ChangeSource newSource)
    {
        return new ChangeOrigin(newSource, user, principal, address, requestId, comment);
    }

    private static String shorten(String value)
    {
        return value.substring(0, Math.min(MAX_LENGTH, value.length()));
    }
}
