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

import com.facebook.airlift.configuration.Config;
import com.facebook.airlift.configuration.ConfigDescription;
import io.airlift.units.Duration;
import io.airlift.units.MaxDuration;
import io.airlift.units.MinDuration;

import javax.validation.constraints.NotNull;

import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Properties of catalogs with the connector {@code db2}, besides those of all JDBC connectors.
 */
public class Db2Config
{
    private Duration connectionTimeout = new Duration(10, SECONDS);

    @NotNull
    @MinDuration("1s")
    @MaxDuration("1h")
    public Duration getConnectionTimeout()
    {
        return connectionTimeout;
    }

    @Config("db2.connection-timeout")
    @ConfigDescription("Time in which Db2 has to answer a login")
    public Db2Config setConnectionTimeout(Duration connectionTimeout)
    {
        this.connectionTimeout = connectionTimeout;
        return this;
    }
}
