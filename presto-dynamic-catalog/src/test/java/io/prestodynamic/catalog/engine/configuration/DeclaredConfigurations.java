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
package io.prestodynamic.catalog.engine.configuration;

import com.facebook.airlift.configuration.AbstractConfigurationAwareModule;
import com.facebook.airlift.configuration.Config;
import com.facebook.airlift.configuration.ConfigDescription;
import com.facebook.airlift.configuration.ConfigSecuritySensitive;
import com.facebook.airlift.configuration.DefunctConfig;
import com.facebook.airlift.configuration.LegacyConfig;
import com.google.common.collect.ImmutableList;
import com.google.inject.Binder;
import com.google.inject.Module;
import io.airlift.units.Duration;

import javax.validation.constraints.NotNull;

import java.util.List;

import static com.facebook.airlift.configuration.ConditionalModule.installModuleIf;
import static com.facebook.airlift.configuration.ConfigBinder.configBinder;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * Configuration classes of a plugin, and the module that binds them.
 */
final class DeclaredConfigurations
{
    private DeclaredConfigurations() {}

    static class InstalledModule
            extends AbstractConfigurationAwareModule
    {
        @Override
        protected void setup(Binder binder)
        {
            configBinder(binder).bindConfig(InstalledConfig.class);
            configBinder(binder).bindConfig(ArchiveConfig.class, "archive");
            install(new Module()
            {
                @Override
                public void configure(Binder binder)
                {
                    configBinder(binder).bindConfig(NestedConfig.class);
                }
            });
            install(installModuleIf(BrokenConfig.class, config -> true, new CacheModule("cache")));
        }
    }

    record CacheModule(String name)
            implements Module
    {
        @Override
        public void configure(Binder binder)
        {
            configBinder(binder).bindConfig(SizeConfig.class, name);
        }
    }

    enum Format
    {
        ORC, PARQUET
    }

    @DefunctConfig({"installed.former", "installed.earlier"})
    static class InstalledConfig
    {
        private Duration timeout = new Duration(10, SECONDS);

        public Duration getTimeout()
        {
            return timeout;
        }

        @Config("installed.timeout")
        @LegacyConfig({"installed.old-timeout", "installed.wait"})
        @ConfigDescription("Time for an order")
        public InstalledConfig setTimeout(Duration timeout)
        {
            this.timeout = timeout;
            return this;
        }

        public Format getFormat()
        {
            return Format.PARQUET;
        }

        @Config("installed.format")
        public InstalledConfig setFormat(Format format)
        {
            return this;
        }

        @Deprecated
        public boolean isStrict()
        {
            return true;
        }

        @Deprecated
        @Config("installed.strict")
        public InstalledConfig setStrict(boolean strict)
        {
            return this;
        }

        public int getLimit()
        {
            return 7;
        }

        @Config("installed.limit")
        public InstalledConfig setLimit(int limit)
        {
            return this;
        }

        @LegacyConfig(value = "installed.limit-kb", replacedBy = "installed.limit")
        public InstalledConfig setLimitInKilobytes(int limit)
        {
            return this;
        }

        public String getCode()
        {
            return "0000";
        }

        @Config("installed.code")
        @ConfigSecuritySensitive
        public InstalledConfig setCode(String code)
        {
            return this;
        }

        @Config("installed.backup-password")
        public InstalledConfig setBackupPassword(String password)
        {
            return this;
        }

        @NotNull
        public String getUri()
        {
            return null;
        }

        @Config("installed.uri")
        public InstalledConfig setUri(String uri)
        {
            return this;
        }

        @NotNull
        public String getName()
        {
            return "corner";
        }

        @Config("installed.name")
        public InstalledConfig setName(String name)
        {
            return this;
        }

        public List<String> getHosts()
        {
            return ImmutableList.of("a", "b");
        }

        @Config("installed.hosts")
        public InstalledConfig setHosts(String hosts)
        {
            return this;
        }

        @NotNull
        public List<String> getNoHosts()
        {
            return ImmutableList.of();
        }

        @Config("installed.no-hosts")
        public InstalledConfig setNoHosts(String hosts)
        {
            return this;
        }
    }

    static class ArchiveConfig
    {
        public int getAge()
        {
            return 3;
        }

        @Config("age")
        @LegacyConfig("old-age")
        public ArchiveConfig setAge(int age)
        {
            return this;
        }
    }

    static class SizeConfig
    {
        @Config("size")
        public SizeConfig setSize(int size)
        {
            return this;
        }
    }

    static class BrokenConfig
    {
        BrokenConfig()
        {
            throw new UnsupportedOperationException();
        }

        public String getName()
        {
            return "";
        }

        @Config("broken.name")
        public BrokenConfig setName(String name)
        {
            return this;
        }
    }

    static class NestedConfig
    {
        public String getName()
        {
            return "";
        }

        @Config("nested.name")
        public NestedConfig setName(String name)
        {
            return this;
        }
    }

    static class UnboundConfig
    {
        @Config("unbound.name")
        public UnboundConfig setName(String name)
        {
            return this;
        }
    }
}
