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
package io.prestodynamic.db2;

import com.google.common.collect.ImmutableSet;

import java.util.Set;

import static java.util.Locale.ENGLISH;

/**
 * Schemas that Db2 keeps for itself.
 */
final class Db2Schemas
{
    // Db2 lets nobody create a schema that begins so
    private static final String SYSTEM_PREFIX = "SYS";
    private static final Set<String> OTHERS = ImmutableSet.of("NULLID", "NULLIDR1", "NULLIDRA", "SQLJ");

    private Db2Schemas() {}

    /**
     * @param schema name in any case, which old databases pad with blanks
     */
    static boolean isSystem(String schema)
    {
        String name = schema.strip().toUpperCase(ENGLISH);
        return name.startsWith(SYSTEM_PREFIX) || OTHERS.contains(name);
    }
}
