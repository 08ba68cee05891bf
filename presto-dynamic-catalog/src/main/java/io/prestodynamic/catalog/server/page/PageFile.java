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
package io.prestodynamic.catalog.server.page;

import com.google.common.hash.Hashing;

import javax.ws.rs.core.EntityTag;

import static java.util.Objects.requireNonNull;

/**
 * File of the page, with what a browser has to know about it.
 */
record PageFile(String mediaType, byte[] content, EntityTag tag)
{
    PageFile
    {
        requireNonNull(mediaType, "mediaType is null");
        requireNonNull(content, "content is null");
        requireNonNull(tag, "tag is null");
    }

    static PageFile of(String mediaType, byte[] content)
    {
        return new PageFile(mediaType, content, new EntityTag(Hashing.sha256().hashBytes(content).toString().substring(0, 16)));
    }
}
