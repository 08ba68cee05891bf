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
 * Changes the form in which the content of a file is stored.
 */
@FunctionalInterface
public interface FileRewriter
{
    /**
     * Returns the form in which the content with this SHA-256 is to be stored, or an equal one if nothing is to be done.
     */
    byte[] rewrite(String sha256, byte[] stored);
}
