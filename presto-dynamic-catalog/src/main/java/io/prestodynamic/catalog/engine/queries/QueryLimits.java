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
package io.prestodynamic.catalog.engine.queries;

import java.util.Optional;

/**
 * Limits of the queries of dynamic catalogs.
 */
public interface QueryLimits
{
    /**
     * Returns how many queries may use the catalog at the same time, or empty if there is no limit. Returns at once.
     */
    Optional<Integer> getMaxQueries(String catalogName);
}
