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
package io.prestodynamic.catalog.coordinator.change;

import java.util.Optional;

import static java.util.Objects.requireNonNull;

/**
 * File that a request gives to a catalog: a content that it brings, or else a file that the catalog has.
 *
 * @param sha256 what the content must be, if the request says it
 */
public record RequestedFile(Optional<byte[]> content, Optional<String> sha256)
{
    /**
     * File that the catalog has under the same name.
     */
    public static final RequestedFile PRESENT = new RequestedFile(Optional.empty(), Optional.empty());

    public RequestedFile
    {
        requireNonNull(content, "content is null");
        requireNonNull(sha256, "sha256 is null");
    }

    public static RequestedFile of(byte[] content)
    {
        return new RequestedFile(Optional.of(content), Optional.empty());
    }

    /**
     * Returns the file that the catalog has with this content.
     */
    public static RequestedFile stored(String sha256)
    {
        return new RequestedFile(Optional.empty(), Optional.of(sha256));
    }

    // the content may be a credential
    @Override
    public String toString()
    {
        return sha256.orElse(content.isPresent() ? "content" : "present");
    }
}
