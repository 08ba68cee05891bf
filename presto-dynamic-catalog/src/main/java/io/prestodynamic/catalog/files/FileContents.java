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
package io.prestodynamic.catalog.files;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.FileDigest;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

import static com.google.common.collect.ImmutableMap.toImmutableMap;
import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static java.util.Objects.requireNonNull;

/**
 * Contents of files by their SHA-256. {@link #toString} omits them, because they may be credentials.
 */
public final class FileContents
{
    public static final FileContents NONE = new FileContents(ImmutableMap.of());

    private final Map<String, byte[]> contents;

    private FileContents(Map<String, byte[]> contents)
    {
        this.contents = ImmutableMap.copyOf(requireNonNull(contents, "contents is null"));
    }

    public static FileContents of(Collection<byte[]> contents)
    {
        return new FileContents(contents.stream().collect(toImmutableMap(content -> FileDigest.of(content).sha256(), content -> content, (first, same) -> first)));
    }

    public Optional<byte[]> get(String sha256)
    {
        return Optional.ofNullable(contents.get(sha256));
    }

    /**
     * Returns a content that the store does not have.
     *
     * @throws CatalogException with {@code STORE_UNAVAILABLE} if it is not here either
     */
    public byte[] getMissing(String fileName, String sha256)
    {
        return get(sha256).orElseThrow(() -> new CatalogException(
                STORE_UNAVAILABLE,
                "The catalog store does not have the content of file %s any more: send it again".formatted(fileName)));
    }

    /**
     * Returns the contents in another form, for which the hashes of the original ones stay.
     *
     * @param transformation makes a form from the hash and the content
     */
    public FileContents transform(BiFunction<String, byte[], byte[]> transformation)
    {
        return new FileContents(contents.entrySet().stream()
                .collect(toImmutableMap(Map.Entry::getKey, content -> transformation.apply(content.getKey(), content.getValue()))));
    }

    @Override
    public String toString()
    {
        return contents.keySet().toString();
    }
}
