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
package io.prestodynamic.catalog;

import com.google.common.collect.ImmutableMap;

import java.time.Instant;
import java.util.Map;

/**
 * Catalog versions for tests that do not care what is in them.
 */
public final class TestingCatalogVersions
{
    private TestingCatalogVersions() {}

    public static CatalogDefinition definition(String name)
    {
        return definition(name, ImmutableMap.of());
    }

    public static CatalogDefinition definition(String name, Map<String, String> properties)
    {
        return new CatalogDefinition(new CatalogName(name), "mysql", properties);
    }

    public static CatalogVersion version(String name, int number)
    {
        return version(name, number, ImmutableMap.of());
    }

    public static CatalogVersion version(String name, int number, Map<String, String> properties)
    {
        return new CatalogVersion(definition(name, properties), number + "-ab", Instant.EPOCH);
    }
}
