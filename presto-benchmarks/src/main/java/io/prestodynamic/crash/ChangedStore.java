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
package io.prestodynamic.crash;

import java.util.Map;

/**
 * Store of catalogs, in any process. Reduces each definition to its version.
 */
interface ChangedStore
        extends AutoCloseable
{
    /**
     * Returns the versions of all names in the store.
     */
    Map<String, String> list();

    /**
     * Prepares a definition.
     *
     * @return version of the definition
     */
    String prepare(String name, String value);

    void add(String version);

    void replace(String before, String version);

    void remove(String name, String version);

    @Override
    void close();
}
