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
package io.prestodynamic.catalog.server.representation;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.prestodynamic.catalog.CatalogFiles;

import java.util.List;

/**
 * File of a catalog in a response, without its content. The JSON is part of the HTTP contract.
 *
 * @param size in bytes
 */
public record FileRepresentation(@JsonProperty("name") String name, @JsonProperty("size") int size, @JsonProperty("sha256") String sha256)
{
    static List<FileRepresentation> list(CatalogFiles files)
    {
        return files.digests().entrySet().stream()
                .map(file -> new FileRepresentation(file.getKey(), file.getValue().size(), file.getValue().sha256()))
                .toList();
    }
}
