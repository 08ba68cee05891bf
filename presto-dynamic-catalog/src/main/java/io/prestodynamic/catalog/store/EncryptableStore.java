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

import java.util.function.IntConsumer;

/**
 * Store that keeps definitions as it is told to, and can change the form of those that nothing reads as an active version.
 */
public interface EncryptableStore
        extends CatalogStore
{
    /**
     * Rewrites the properties of deleted and replaced versions and of recorded changes, of which it has only a few at a time in memory.
     *
     * @param rewritten is told how many were rewritten, in parts, as soon as they are stored
     */
    void rewriteFormer(PropertiesRewriter rewriter, IntConsumer rewritten);

    /**
     * Rewrites the contents of all files, of which it has one at a time in memory.
     */
    void rewriteFiles(FileRewriter rewriter);
}
