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
package io.prestodynamic.catalog.server.request;

import com.google.common.collect.ImmutableSet;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.coordinator.change.VersionCondition;

import javax.ws.rs.core.HttpHeaders;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static com.google.common.base.Strings.nullToEmpty;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static javax.ws.rs.core.HttpHeaders.IF_MATCH;
import static javax.ws.rs.core.HttpHeaders.IF_NONE_MATCH;

/**
 * Reader of the headers by which a request is for a certain version of its catalog.
 */
public final class ConditionHeaders
{
    private static final String ANY = "*";
    private static final Pattern TAGS = Pattern.compile("\\s*(W/)?\"([^\"]*)\"\\s*(?:,|$)");
    // what a server adds to the tag of an answer that it compresses
    private static final String COMPRESSED = "--gzip";

    private ConditionHeaders() {}

    /**
     * @throws CatalogException with {@code INVALID_REQUEST} if a header cannot be read
     */
    public static VersionCondition read(HttpHeaders headers)
    {
        return header(headers, IF_MATCH).map(ConditionHeaders::match).orElse(VersionCondition.NONE)
                .and(header(headers, IF_NONE_MATCH).map(ConditionHeaders::noneMatch).orElse(VersionCondition.NONE));
    }

    private static VersionCondition match(String header)
    {
        return header.equals(ANY) ? VersionCondition.EXISTS : VersionCondition.oneOf(tags(header));
    }

    private static VersionCondition noneMatch(String header)
    {
        if (!header.equals(ANY)) {
            throw new CatalogException(INVALID_REQUEST, "The header If-None-Match of a change can only be *, which adds a catalog that does not exist");
        }
        return VersionCondition.ABSENT;
    }

    private static Set<String> tags(String header)
    {
        ImmutableSet.Builder<String> versions = ImmutableSet.builder();
        Matcher tags = TAGS.matcher(header);
        int end = 0;
        while (tags.find() && tags.start() == end) {
            // with its prefix, a weak tag is no version, and so matches nothing
            versions.add(nullToEmpty(tags.group(1)) + tags.group(2).replaceFirst(COMPRESSED + "$", ""));
            end = tags.end();
        }
        if (end == 0 || end != header.length()) {
            throw new CatalogException(INVALID_REQUEST, "The header If-Match is *, or versions in quotation marks, such as \"12-3fa9c1d0\"");
        }
        return versions.build();
    }

    private static Optional<String> header(HttpHeaders headers, String name)
    {
        return Optional.ofNullable(headers.getHeaderString(name)).map(String::trim);
    }
}
