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
package io.prestodynamic.catalog.history;

import io.prestodynamic.catalog.CatalogVersion;

import java.util.Map;
import java.util.Optional;

/**
 * Records of changes whose origin does not matter.
 */
public final class TestingChanges
{
    public static final ChangeOrigin ORIGIN = new ChangeOrigin(ChangeSource.HTTP, Optional.of("alice"), Optional.of("alice"), Optional.of("127.0.0.1"), Optional.of("r1"), Optional.empty());

    private TestingChanges() {}

    public static CatalogChange added(CatalogVersion version)
    {
        return CatalogChange.stored(ChangeAction.ADDED, Optional.empty(), Map.of(), version, ORIGIN);
    }

    public static CatalogChange replaced(String before, CatalogVersion next)
    {
        return CatalogChange.stored(ChangeAction.REPLACED, Optional.of(before), Map.of(), next, ORIGIN);
    }

    public static CatalogChange deleted(String catalogName, String version)
    {
        return CatalogChange.deleted(catalogName, version, "", Map.of(), ORIGIN);
    }
}
