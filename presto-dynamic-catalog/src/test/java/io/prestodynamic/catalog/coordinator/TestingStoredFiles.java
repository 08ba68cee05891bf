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
package io.prestodynamic.catalog.coordinator;

import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.files.FileContents;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Contents of files in memory.
 */
class TestingStoredFiles
{
    private final Map<String, byte[]> contents = new ConcurrentHashMap<>();

    void use(CatalogVersion version, FileContents brought)
    {
        version.definition().files().digests().forEach((name, digest) ->
                contents.computeIfAbsent(digest.sha256(), sha256 -> brought.getMissing(name, sha256)));
    }

    Optional<byte[]> read(String sha256)
    {
        return Optional.ofNullable(contents.get(sha256));
    }
}
