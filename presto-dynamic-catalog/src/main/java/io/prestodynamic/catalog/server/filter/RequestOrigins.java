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
package io.prestodynamic.catalog.server.filter;

import com.facebook.presto.spi.security.Identity;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.history.ChangeOrigin;

import javax.servlet.http.HttpServletRequest;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.Principal;
import java.util.Base64;
import java.util.Optional;

import static com.facebook.presto.client.PrestoHeaders.PRESTO_USER;
import static com.google.common.base.Strings.nullToEmpty;
import static com.google.common.net.HttpHeaders.AUTHORIZATION;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.history.ChangeOrigin.MAX_COMMENT_LENGTH;
import static io.prestodynamic.catalog.history.ChangeSource.HTTP;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Origins of requests, as they are recorded.
 */
public final class RequestOrigins
{
    private static final String BASIC = "Basic ";
    private static final String COMMENT_HEADER = "X-Presto-Catalog-Comment";

    private RequestOrigins() {}

    /**
     * Returns the origin of a request whose user is known.
     *
     * @throws CatalogException with {@code INVALID_REQUEST} if the comment is too long
     */
    public static ChangeOrigin of(HttpServletRequest request, Identity identity)
    {
        return of(request, Optional.of(identity.getUser()), identity.getPrincipal(), comment(request));
    }

    /**
     * Returns the origin of a request that is refused to its user. If nobody is authenticated, it is the user whom the request claims to be of.
     */
    static ChangeOrigin ofRefused(HttpServletRequest request)
    {
        Optional<Principal> principal = Optional.ofNullable(request.getUserPrincipal());
        Optional<String> user = principal.map(Principal::getName)
                .or(() -> basicUser(request))
                .or(() -> Optional.ofNullable(request.getHeader(PRESTO_USER)));
        return of(request, user, principal, Optional.empty());
    }

    private static ChangeOrigin of(HttpServletRequest request, Optional<String> user, Optional<Principal> principal, Optional<String> comment)
    {
        return new ChangeOrigin(
                HTTP,
                user.filter(name -> !name.isEmpty()),
                principal.map(Principal::getName),
                Optional.ofNullable(request.getRemoteAddr()),
                RequestId.get(request),
                comment);
    }

    // what has no colon may be a password
    private static Optional<String> basicUser(HttpServletRequest request)
    {
        String header = nullToEmpty(request.getHeader(AUTHORIZATION)).strip();
        if (!header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return Optional.empty();
        }
        try {
            String credentials = new String(Base64.getDecoder().decode(header.substring(BASIC.length()).strip()), ISO_8859_1);
            return Optional.of(credentials.indexOf(':')).filter(colon -> colon > 0).map(colon -> decode(credentials.substring(0, colon)));
        }
        catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> comment(HttpServletRequest request)
    {
        Optional<String> comment = Optional.ofNullable(request.getHeader(COMMENT_HEADER))
                .map(RequestOrigins::decode)
                .map(String::strip)
                .filter(text -> !text.isEmpty());
        comment.filter(text -> text.length() > MAX_COMMENT_LENGTH).ifPresent(text -> {
            throw new CatalogException(
                    INVALID_REQUEST,
                    "The header %s has %s characters, and at most %s are recorded".formatted(COMMENT_HEADER, text.length(), MAX_COMMENT_LENGTH));
        });
        return comment;
    }

    // the server reads headers as ISO 8859-1, and clients send them in UTF-8
    private static String decode(String header)
    {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(header.getBytes(ISO_8859_1))).toString();
        }
        catch (CharacterCodingException e) {
            return header;
        }
    }
}
