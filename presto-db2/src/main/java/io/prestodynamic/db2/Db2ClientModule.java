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

import com.facebook.presto.plugin.jdbc.BaseJdbcConfig;
import com.facebook.presto.plugin.jdbc.ConnectionFactory;
import com.facebook.presto.plugin.jdbc.JdbcClient;
import com.google.inject.Binder;
import com.google.inject.Module;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.Singleton;

import static com.facebook.airlift.configuration.ConfigBinder.configBinder;
import static java.util.Objects.requireNonNull;

/**
 * Client of Db2, and its configuration.
 */
final class Db2ClientModule
        implements Module
{
    private final Db2Driver driver;

    Db2ClientModule(Db2Driver driver)
    {
        this.driver = requireNonNull(driver, "driver is null");
    }

    @Override
    public void configure(Binder binder)
    {
        binder.bind(JdbcClient.class).to(Db2Client.class).in(Scopes.SINGLETON);
        configBinder(binder).bindConfig(BaseJdbcConfig.class);
        configBinder(binder).bindConfig(Db2Config.class);
    }

    @Provides
    @Singleton
    public ConnectionFactory createConnectionFactory(BaseJdbcConfig config, Db2Config db2Config)
    {
        return driver.createConnectionFactory(config, db2Config);
    }
}
