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
package io.prestodynamic.catalog.server.metrics;

import com.facebook.airlift.configuration.Config;
import com.facebook.airlift.configuration.ConfigDescription;

import javax.validation.constraints.NotNull;

import java.util.Optional;

public class MetricsConfig
{
    private Optional<MetricsAccess> access = Optional.empty();

    @NotNull
    public Optional<MetricsAccess> getAccess()
    {
        return access;
    }

    @Config("dynamic-catalog.metrics.access")
    @ConfigDescription("Who may read /metrics: off, open or authenticated. By default open, or off if the server authenticates anybody")
    public MetricsConfig setAccess(MetricsAccess access)
    {
        this.access = Optional.ofNullable(access);
        return this;
    }
}
