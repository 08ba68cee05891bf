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
package io.prestodynamic.cli.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toSet;

/**
 * Files of a catalog whose contents the coordinator has, so that they need not be sent.
 *
 * @param digests SHA-256 of each, in hexadecimal digits
 */
record StoredFiles(Set<String> digests)
{
    StoredFiles
    {
        requireNonNull(digests, "digests is null");
    }

    /**
     * @param catalog as the API answers it
     */
    static StoredFiles of(JsonNode catalog)
    {
        return new StoredFiles(catalog.path("files").valueStream().map(file -> file.path("sha256").asText()).collect(toSet()));
    }

    /**
     * Replaces those contents of a definition that are stored by their SHA-256.
     */
    void omitContents(ObjectNode definition)
    {
        for (Map.Entry<String, JsonNode> file : definition.path("files").properties()) {
            if (file.getValue() instanceof ObjectNode fields) {
                digest(fields.path("content"))
                        .filter(digests::contains)
                        // what differs from the hash beside it is refused
                        .filter(digest -> fields.path("sha256").asText(digest).equals(digest))
                        .ifPresent(digest -> fields.put("sha256", digest).remove("content"));
            }
        }
    }

    // what is no content is refused
    private static Optional<String> digest(JsonNode content)
    {
        if (!content.isTextual()) {
            return Optional.empty();
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(content.asText().replaceAll("[\r\n]", ""));
            return Optional.of(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        }
        catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
