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
package io.prestodynamic.catalog.engine.errors;

import com.facebook.airlift.bootstrap.Bootstrap;
import com.facebook.airlift.configuration.AbstractConfigurationAwareModule;
import com.facebook.airlift.configuration.Config;
import com.google.common.collect.ImmutableMap;
import com.google.inject.Binder;
import com.google.inject.Module;
import io.airlift.units.DataSize;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import javax.inject.Inject;
import javax.validation.constraints.Min;
import javax.validation.constraints.NotNull;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

import static com.facebook.airlift.configuration.ConfigBinder.configBinder;
import static com.google.common.base.Preconditions.checkArgument;
import static io.prestodynamic.catalog.TestingCatalogVersions.definition;
import static io.prestodynamic.catalog.engine.errors.TestingConnectorFailures.connectorFailures;
import static io.prestodynamic.catalog.secrets.ResolvedDefinition.unresolved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Connector like most: airlift reads its configuration, and Guice creates it.
 */
public class TestConfigurationErrors
{
    private static final Map<String, String> VALID = ImmutableMap.of("shop.uri", "http://h");

    @DataProvider
    public Object[][] refused()
    {
        return new Object[][] {
                {"shop.uri", "not a uri", "Property shop.uri: Illegal character in path at index 3: not a uri"},
                {"shop.seeds", "", "Property shop.seeds has a value that the connector cannot read"},
                {"shop.credentials", "user:pw", "Property shop.credentials has a value that the connector cannot read"},
                {"shop.credentials", "", "Property shop.credentials: There is no password"},
                {"shop.page-size", "64 megs", "Property shop.page-size must be a data size such as 64MB, and is '64 megs'"},
                {"shop.max-entries", "many", "Property shop.max-entries must be a whole number, and is 'many'"},
                {"shop.max-entries", "0", "Property shop.max-entries: must be greater than or equal to 1"},
                {"shop.format", "orcish", "Property shop.format must be one of ORC, PARQUET, and is 'orcish'"},
                {"shop.security", "readonly", "Property shop.security 'readonly' is not a value that the connector knows"},
                {"shop.url", "jdbc:shop/db", "Property shop.url: There must be no database in the URL"},
                {"shop.colour", "red", "Configuration property 'shop.colour' was not used"},
                {"shop.url ", "x", "Configuration property 'shop.url ' was not used, did you mean 'shop.url'?"},
                {"shop.page-sise", "1MB", "Configuration property 'shop.page-sise' was not used, did you mean 'shop.page-size'?"},
                {"shop.maxEntries", "1", "Configuration property 'shop.maxEntries' was not used, did you mean 'shop.max-entries'?"},
                // shop.uri is as similar, but the definition has it
                {"shop.urn", "x", "Configuration property 'shop.urn' was not used, did you mean 'shop.url'?"},
        };
    }

    @Test(dataProvider = "refused")
    public void testRefused(String name, String value, String reason)
    {
        Map<String, String> properties = ImmutableMap.<String, String>builder()
                .put(name, value)
                .putAll(name.equals("shop.uri") ? Map.of() : VALID)
                // not read after an error in the properties before it
                .put("shop.security.user", "x")
                .build();
        assertThat(reason(properties)).isEqualTo(reason);
    }

    @Test
    public void testMissing()
    {
        assertThat(reason(ImmutableMap.of())).isEqualTo("Property shop.uri is missing");
    }

    @Test
    public void testSeveral()
    {
        assertThat(reason(ImmutableMap.of("shop.uri", "http://h", "shop.max-entries", "0", "shop.pages", "0")).split("; "))
                .containsExactlyInAnyOrder("Property shop.max-entries: must be greater than or equal to 1", "Property shop.pages: must be greater than or equal to 1");
        assertThat(reason(ImmutableMap.of("shop.uri", "http://h", "shop.colour", "red", "shop.size", "1")))
                .isEqualTo("Configuration property 'shop.colour' was not used; Configuration property 'shop.size' was not used");
    }

    @Test
    public void testMany()
    {
        Map<String, String> properties = new HashMap<>(VALID);
        for (int i = 0; i < 1000; i++) {
            properties.put("shop.colour" + i, "red");
        }
        assertThat(reason(properties).split("; ")).hasSize(11).endsWith("and 990 more");
        assertThat(reason(ImmutableMap.of("shop.uri", "http://h", "shop.max-entries", "9".repeat(100_000)))).startsWith("Property shop.max-entries must be a whole number").hasSizeLessThan(2100);
    }

    @Test
    public void testSeveralChoices()
    {
        assertThat(reason(ImmutableMap.of("shop.uri", "http://h", "shop.security", "readonly", "shop.name", "corner", "shop.max-entries", "7")))
                .isEqualTo("Property shop.security 'readonly' is not a value that the connector knows");
        assertThat(reason(ImmutableMap.of("shop.uri", "http://h", "shop.kind", "big", "shop.security", "none", "shop.security.user", "u@h")))
                .isEqualTo("Property shop.kind 'big' is not a value that the connector knows");
        assertThat(reason(ImmutableMap.of("shop.uri", "http://h", "shop.kind", "big", "shop.password", "hunter")))
                .isEqualTo("Property shop.kind 'big' is not a value that the connector knows");
        assertThat(reason(ImmutableMap.of("shop.uri", "http://h", "shop.kind", "big", "shop.name", "corner", "shop.strict", "true")))
                .isEqualTo("One of the properties shop.kind 'big', shop.name 'corner' has a value that the connector does not know");
    }

    @Test
    public void testInjectedClassFails()
    {
        assertThat(reason(ImmutableMap.of("shop.uri", "ftp://h", "shop.name", "corner"))).isEqualTo("Property shop.uri: shopUri scheme must be http");
        assertThat(reason(ImmutableMap.of("shop.uri", "http://h", "shop.name", "nobody"))).isEqualTo("Property shop.name: A shop has a name");
    }

    private static String reason(Map<String, String> properties)
    {
        Throwable failure = catchThrowable(() -> new Bootstrap(new ShopModule())
                .doNotInitializeLogging()
                .quiet()
                .setRequiredConfigurationProperties(properties)
                .initialize());
        // connector factories wrap exceptions
        return connectorFailures().describe(unresolved(definition("sales", properties)), new RuntimeException("Cannot create", failure)).reason();
    }

    private static class ShopModule
            extends AbstractConfigurationAwareModule
    {
        @Override
        protected void setup(Binder binder)
        {
            binder.requireExplicitBindings();
            binder.bind(Shop.class).asEagerSingleton();
            configBinder(binder).bindConfig(ShopConfig.class);
            ShopConfig config = buildConfigObject(ShopConfig.class);
            if (config.getSecurity().equals("none")) {
                binder.bind(SecurityOfShop.class);
                configBinder(binder).bindConfig(SecuredConfig.class);
            }
            if (config.getKind().equals("small")) {
                binder.bind(Runnable.class).toInstance(() -> {});
            }
            install((Module) ignored -> checkArgument(!config.getUrl().contains("/"), "There must be no database in the URL"));
        }
    }

    private static class Shop
    {
        @Inject
        Shop(ShopConfig config, SecurityOfShop security, Runnable runnable)
        {
            checkArgument(config.getUri().getScheme().equals("http"), "shopUri scheme must be http");
            checkArgument(!config.getName().equals("nobody"), "A shop has a name");
        }
    }

    private static class SecurityOfShop
    {
        @Inject
        SecurityOfShop() {}
    }

    enum Format
    {
        ORC, PARQUET
    }

    public static class SecuredConfig
    {
        private String text;

        public String getText()
        {
            return text;
        }

        @Config("shop.security.user")
        public SecuredConfig setText(String text)
        {
            this.text = text;
            return this;
        }
    }

    public static class ShopConfig
    {
        private URI uri;
        private String seeds;
        private String credentials;
        private DataSize pageSize = new DataSize(1, DataSize.Unit.MEGABYTE);
        private int maxEntries = 1;
        private int pages = 1;
        private Format format = Format.ORC;
        private String security = "none";
        private String kind = "small";
        private String name = "";
        private String url = "";
        private String password;
        private boolean strict;

        @NotNull
        public URI getUri()
        {
            return uri;
        }

        @Config("shop.uri")
        public ShopConfig setUri(String uri)
        {
            this.uri = URI.create(uri);
            return this;
        }

        public String getSeeds()
        {
            return seeds;
        }

        @Config("shop.seeds")
        public ShopConfig setSeeds(String seeds)
        {
            checkArgument(!seeds.isEmpty());
            this.seeds = seeds;
            return this;
        }

        public String getCredentials()
        {
            return credentials;
        }

        @Config("shop.credentials")
        public ShopConfig setCredentials(String credentials)
        {
            checkArgument(!credentials.isEmpty(), "There is no password");
            checkArgument(credentials.contains("@"), "There is no @ in pw");
            this.credentials = credentials;
            return this;
        }

        public DataSize getPageSize()
        {
            return pageSize;
        }

        @Config("shop.page-size")
        public ShopConfig setPageSize(DataSize pageSize)
        {
            this.pageSize = pageSize;
            return this;
        }

        @Min(1)
        public int getMaxEntries()
        {
            return maxEntries;
        }

        @Config("shop.max-entries")
        public ShopConfig setMaxEntries(int maxEntries)
        {
            this.maxEntries = maxEntries;
            return this;
        }

        @Min(1)
        public int getPages()
        {
            return pages;
        }

        @Config("shop.pages")
        public ShopConfig setPages(int pages)
        {
            this.pages = pages;
            return this;
        }

        public Format getFormat()
        {
            return format;
        }

        @Config("shop.format")
        public ShopConfig setFormat(Format format)
        {
            this.format = format;
            return this;
        }

        public String getSecurity()
        {
            return security;
        }

        @Config("shop.security")
        public ShopConfig setSecurity(String security)
        {
            this.security = security;
            return this;
        }

        public String getKind()
        {
            return kind;
        }

        @Config("shop.kind")
        public ShopConfig setKind(String kind)
        {
            this.kind = kind;
            return this;
        }

        public String getName()
        {
            return name;
        }

        @Config("shop.name")
        public ShopConfig setName(String name)
        {
            this.name = name;
            return this;
        }

        public String getUrl()
        {
            return url;
        }

        @Config("shop.url")
        public ShopConfig setUrl(String url)
        {
            this.url = url;
            return this;
        }

        public String getPassword()
        {
            return password;
        }

        @Config("shop.password")
        public ShopConfig setPassword(String password)
        {
            this.password = password;
            return this;
        }

        public boolean isStrict()
        {
            return strict;
        }

        @Config("shop.strict")
        public ShopConfig setStrict(boolean strict)
        {
            this.strict = strict;
            return this;
        }
    }
}
