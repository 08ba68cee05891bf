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

import java.time.Instant;

import static java.util.Objects.requireNonNull;

/**
 * Active entry of the store that is not a valid definition, for example because somebody wrote it by hand.
 * @param name as stored, and not necessarily a valid catalog name
 * @param error one sentence about what is wrong, without property values
 */
public record BrokenCatalog(String name, String version, String connectorName, Instant createdAt, String error)
{
    public BrokenCatalog
    {
        requireNonNull(name, "name is null");
        requireNonNull(version, "version is null");
        requireNonNull(connectorName, "connectorName is null");
        requireNonNull(createdAt, "createdAt is null");
        requireNonNull(error, "error is null");
    }
}
