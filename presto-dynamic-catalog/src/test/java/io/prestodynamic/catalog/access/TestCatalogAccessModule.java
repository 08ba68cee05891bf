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
package io.prestodynamic.catalog.access;

import com.facebook.airlift.configuration.ConfigurationFactory;
import com.facebook.airlift.configuration.ConfigurationModule;
import com.facebook.airlift.node.NodeConfig;
import com.facebook.airlift.node.NodeInfo;
import com.facebook.presto.spi.security.AccessControl;
import com.facebook.presto.spi.security.AllowAllAccessControl;
import com.google.common.collect.ImmutableMap;
import com.google.inject.Guice;
import com.google.inject.Injector;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.testing.TestingLog;
import org.testng.annotations.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static io.prestodynamic.catalog.access.CatalogRight.CHANGE;
import static io.prestodynamic.catalog.access.CatalogRight.EXPORT;
import static io.prestodynamic.catalog.access.CatalogRight.READ;
import static io.prestodynamic.catalog.access.CatalogRight.SEE;
import static io.prestodynamic.catalog.access.TestingCallers.ANYBODY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Rights without a file of rules.
 */
public class TestCatalogAccessModule
{
    private static final Map<String, String> PASSWORD = ImmutableMap.of("http-server.authentication.type", "PASSWORD");

    @Test
    public void testUsersOnlySeeIfTheyAreAuthenticated()
    {
        CatalogAccessControl accessControl = create(PASSWORD, "0.0.0.0");
        assertThat(rights(accessControl)).containsExactly(SEE);
        assertThatThrownBy(() -> accessControl.checkChange(ANYBODY, "sales", Set.of(Optional.of("mysql"))))
                .isInstanceOf(CatalogException.class)
                .hasMessage("User anybody may not change catalog sales without rules: dynamic-catalog.access-control.file is not set in the coordinator's etc/config.properties");
        assertThatThrownBy(() -> accessControl.checkAny(ANYBODY, READ, "export catalogs")).hasMessageContaining("dynamic-catalog.access-control.file");
    }

    @Test
    public void testEverybodyMayDoEverythingIfNobodyIsAuthenticated()
    {
        assertThat(rights(create(Map.of(), "0.0.0.0"))).containsExactly(SEE, READ, CHANGE, EXPORT);
    }

    @Test
    public void testOpenAccessIsLogged()
            throws IOException
    {
        Path rules = Files.createTempFile("rules", ".json");
        try {
            Files.writeString(rules, "{\"rules\": []}");
            Map<String, String> config = Map.of("dynamic-catalog.access-control.file", rules.toString());
            assertThat(warnings(config, "0.0.0.0")).singleElement().asString().contains("in the name of any user");
            assertThat(warnings(config, "127.0.0.1")).isEmpty();
        }
        finally {
            Files.delete(rules);
        }
        assertThat(warnings(Map.of(), "0.0.0.0")).singleElement().asString().startsWith("Everybody who reaches this server may add, change and delete catalogs");
        assertThat(warnings(Map.of(), "127.0.0.1")).isEmpty();
        assertThat(warnings(PASSWORD, "0.0.0.0")).isEmpty();
    }

    private static List<String> warnings(Map<String, String> config, String bindIp)
    {
        try (TestingLog log = new TestingLog(OpenAccessWarning.class.getName())) {
            create(config, bindIp);
            return log.getMessages();
        }
    }

    private static List<CatalogRight> rights(CatalogAccessControl accessControl)
    {
        CatalogAccessControl.Decision decision = accessControl.decide(ANYBODY, Set.of("sales"));
        return List.of(CatalogRight.values()).stream().filter(right -> decision.allows(right, "sales", Optional.of("mysql"))).toList();
    }

    private static CatalogAccessControl create(Map<String, String> config, String bindIp)
    {
        ConfigurationFactory factory = new ConfigurationFactory(config);
        CatalogAccessModule module = new CatalogAccessModule();
        module.setConfigurationFactory(factory);
        Injector injector = Guice.createInjector(module, new ConfigurationModule(factory), binder -> {
            binder.bind(AccessControl.class).to(AllowAllAccessControl.class);
            binder.bind(NodeInfo.class).toInstance(new NodeInfo(new NodeConfig().setEnvironment("test").setNodeInternalAddress("127.0.0.1").setNodeBindIp(bindIp)));
        });
        return injector.getInstance(CatalogAccessControl.class);
    }
}
