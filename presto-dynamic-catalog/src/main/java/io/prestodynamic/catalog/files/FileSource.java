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

/**
 * Place from which a node takes the contents of files that it does not have: the store on a coordinator, and a coordinator on a worker.
 */
@FunctionalInterface
public interface FileSource
{
    /**
     * Returns the content with this SHA-256. May block for as long as a request takes.
     *
     * @throws io.prestodynamic.catalog.CatalogException if it cannot be had at the moment, with a sentence that says why
     */
    byte[] read(String sha256);
}
