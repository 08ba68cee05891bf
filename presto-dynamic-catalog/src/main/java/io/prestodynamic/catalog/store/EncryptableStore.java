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
package io.prestodynamic.catalog.store;

/**
 * Store that keeps definitions as it is told to, and can change the form of those that nothing reads as an active version.
 */
public interface EncryptableStore
        extends CatalogStore
{
    /**
     * Rewrites the properties of deleted and replaced versions and of recorded changes.
     *
     * @return number of those that were rewritten
     */
    int rewriteFormer(PropertiesRewriter rewriter);
}
