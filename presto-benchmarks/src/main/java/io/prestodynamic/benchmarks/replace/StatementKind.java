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
package io.prestodynamic.benchmarks.replace;

/**
 * Kind of statement that clients run on a catalog.
 */
enum StatementKind
{
    SHORT_SELECT("short SELECT"),
    LONG_SELECT("long SELECT"),
    INSERT("INSERT"),
    CREATE_TABLE_AS("CREATE TABLE AS, SELECT, DROP TABLE");

    private final String label;

    StatementKind(String label)
    {
        this.label = label;
    }

    @Override
    public String toString()
    {
        return label;
    }
}
