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
package io.prestodynamic.catalog.coordinator.lifecycle;

import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogVersion;

import static java.util.Objects.requireNonNull;

/**
 * Version that new queries do not resolve, but that earlier queries may still use.
 * @param since start of draining, by {@link System#nanoTime}
 */
public record DrainingVersion(CatalogVersion version, long since, DrainMode mode)
{
    public DrainingVersion
    {
        requireNonNull(version, "version is null");
        requireNonNull(mode, "mode is null");
    }

    public Duration age()
    {
        return Duration.nanosSince(since);
    }

    DrainingVersion with(DrainMode newMode)
    {
        return new DrainingVersion(version, since, newMode);
    }
}
