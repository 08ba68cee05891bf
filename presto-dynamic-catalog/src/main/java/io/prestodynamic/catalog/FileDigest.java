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
package io.prestodynamic.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.google.common.hash.Hashing;

import java.util.regex.Pattern;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

/**
 * Size and hash of the content of a file.
 *
 * @param size in bytes
 * @param sha256 SHA-256 in lower case hexadecimal digits
 */
public record FileDigest(@JsonProperty("size") int size, @JsonProperty("sha256") String sha256)
{
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /**
     * @throws IllegalArgumentException if the size is negative, or the hash is none
     */
    @JsonCreator
    public FileDigest
    {
        requireNonNull(sha256, "sha256 is null");
        checkArgument(size >= 0, "The size of a file is negative");
        checkArgument(SHA256.matcher(sha256).matches(), "The SHA-256 of a file does not have 64 hexadecimal digits in lower case");
    }

    public static FileDigest of(byte[] content)
    {
        return new FileDigest(content.length, Hashing.sha256().hashBytes(content).toString());
    }
}
