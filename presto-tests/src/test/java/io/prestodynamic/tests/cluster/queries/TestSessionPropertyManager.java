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
package io.prestodynamic.tests.cluster.queries;

import com.facebook.presto.server.SessionPropertyDefaults;
import com.facebook.presto.spi.Plugin;
import com.facebook.presto.spi.resourceGroups.SessionPropertyConfigurationManagerContext;
import com.facebook.presto.spi.session.SessionConfigurationContext;
import com.facebook.presto.spi.session.SessionPropertyConfigurationManager;
import com.facebook.presto.spi.session.SessionPropertyConfigurationManagerFactory;
import com.google.common.collect.ImmutableMap;
import com.google.inject.Key;
import io.prestodynamic.harness.client.ClientSession;
import io.prestodynamic.harness.plugin.InterceptingPlugin;
import io.prestodynamic.tests.cluster.AbstractTestInterceptedConnector;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.util.List;
import java.util.Map;

import static com.facebook.presto.spi.session.PropertyMetadata.integerProperty;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A session property manager that sets a property of a dynamic catalog for all users.
 */
@Test(singleThreaded = true)
public class TestSessionPropertyManager
        extends AbstractTestInterceptedConnector
{
    private static final String MISSING = "Catalog sales does not exist: its session properties and role are left out";

    public TestSessionPropertyManager()
    {
        super("sales", ImmutableMap.of());
    }

    @BeforeClass
    public void setManager()
    {
        cluster.getQueryRunner().installPlugin(new CatalogPropertiesPlugin());
        cluster.getQueryRunner().getCoordinator().getInstance(Key.get(SessionPropertyDefaults.class)).setConfigurationManager("testing", ImmutableMap.of());
    }

    @Test
    public void testCatalogThatComesAndGoes()
    {
        ClientSession session = new ClientSession(cluster.getQueryRunner().getCoordinator().getBaseUrl(), "test");
        assertThat(session.execute("SELECT 1").assertRows("1").warnings()).containsExactly(MISSING);

        for (int round = 0; round < 2; round++) {
            plugin.intercept("sales", "getSessionProperties", (coordinator, call) -> List.of(integerProperty("x", "A number", 7, false)));
            api.add("sales", InterceptingPlugin.CONNECTOR, ImmutableMap.of()).assertOk();
            session.execute("SHOW SESSION LIKE 'sales.x'").assertRows("sales.x, 5, 7, integer, A number").assertNoWarnings();
            api.delete("sales").assertOk();
            assertThat(session.execute("SELECT 1").assertRows("1").warnings()).containsExactly(MISSING);
            assertThat(session.execute("SHOW CATALOGS").assertSucceeded().warnings()).containsExactly(MISSING);
        }
    }

    private static class CatalogPropertiesPlugin
            implements Plugin, SessionPropertyConfigurationManagerFactory, SessionPropertyConfigurationManager
    {
        @Override
        public Iterable<SessionPropertyConfigurationManagerFactory> getSessionPropertyConfigurationManagerFactories()
        {
            return List.of(this);
        }

        @Override
        public String getName()
        {
            return "testing";
        }

        @Override
        public SessionPropertyConfigurationManager create(Map<String, String> config, SessionPropertyConfigurationManagerContext context)
        {
            return this;
        }

        @Override
        public SystemSessionPropertyConfiguration getSystemSessionProperties(SessionConfigurationContext context)
        {
            return new SystemSessionPropertyConfiguration(ImmutableMap.of(), ImmutableMap.of());
        }

        @Override
        public Map<String, Map<String, String>> getCatalogSessionProperties(SessionConfigurationContext context)
        {
            return ImmutableMap.of("sales", ImmutableMap.of("x", "5"));
        }
    }
}
