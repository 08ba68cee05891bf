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
package io.prestodynamic.catalog.server;

import com.facebook.presto.spi.security.Identity;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.history.ChangeOrigin;
import io.prestodynamic.catalog.server.filter.RequestId;

import javax.servlet.http.HttpServletRequest;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.security.Principal;
import java.util.Optional;

import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.history.ChangeOrigin.MAX_COMMENT_LENGTH;
import static io.prestodynamic.catalog.history.ChangeSource.HTTP;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * What is recorded of the origin of a request.
 */
final class Origins
{
    private static final String COMMENT_HEADER = "X-Presto-Catalog-Comment";

    private Origins() {}

    /**
     * @throws CatalogException with {@code INVALID_REQUEST} if the comment is too long
     */
    static ChangeOrigin of(HttpServletRequest request, Identity identity)
    {
        return new ChangeOrigin(
                HTTP,
                Optional.of(identity.getUser()).filter(user -> !user.isEmpty()),
                identity.getPrincipal().map(Principal::getName),
                Optional.ofNullable(request.getRemoteAddr()),
                RequestId.get(request),
                comment(request));
    }

    private static Optional<String> comment(HttpServletRequest request)
    {
        Optional<String> comment = Optional.ofNullable(request.getHeader(COMMENT_HEADER))
                .map(Origins::decode)
                .map(String::strip)
                .filter(text -> !text.isEmpty());
        comment.filter(text -> text.length() > MAX_COMMENT_LENGTH).ifPresent(text -> {
            throw new CatalogException(INVALID_REQUEST, "The header %s has %s characters, and at most %s are recorded".formatted(COMMENT_HEADER, text.length(), MAX_COMMENT_LENGTH));
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
