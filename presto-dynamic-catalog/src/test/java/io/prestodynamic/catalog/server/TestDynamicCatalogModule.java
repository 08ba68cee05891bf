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
package io.prestodynamic.catalog.server;

import com.facebook.airlift.configuration.ConfigurationFactory;
import com.facebook.airlift.http.server.Authorizer;
import com.google.common.collect.ImmutableMap;
import com.google.inject.Binding;
import com.google.inject.Key;
import com.google.inject.spi.Element;
import com.google.inject.spi.Elements;
import com.google.inject.spi.Message;
import io.prestodynamic.catalog.server.authentication.InternalAuthenticator;
import io.prestodynamic.catalog.server.authentication.InternalRequestFilter;
import io.prestodynamic.catalog.server.queries.QueryRights;
import io.prestodynamic.discovery.client.DiscoveryServers;
import io.prestodynamic.testing.TestingLog;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.util.List;
import java.util.Map;
import java.util.Set;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the configuration on each kind of node.
 */
public class TestDynamicCatalogModule
{
    @DataProvider
    public Object[][] nodes()
    {
        return new Object[][] {
                {ImmutableMap.of("coordinator", "true")},
                {ImmutableMap.of("coordinator", "false")},
                {ImmutableMap.of("coordinator", "true", "dynamic-catalog.enabled", "false")},
                {ImmutableMap.of("coordinator", "false", "dynamic-catalog.enabled", "false")},
                {ImmutableMap.of("coordinator", "false", "resource-manager", "true")},
                {ImmutableMap.of("coordinator", "false", "catalog-server", "true")},
        };
    }

    @Test(dataProvider = "nodes")
    public void testDiscoveryServersWorkOnEveryNode(Map<String, String> node)
    {
        Map<String, String> discovery = ImmutableMap.of("discovery.servers", "d1:8411,d2:8411", "discovery.servers.warmup-interval", "1m");
        ConfigurationFactory factory = new ConfigurationFactory(ImmutableMap.<String, String>builder().putAll(node).putAll(discovery).build());
        assertThat(bind(factory)).contains(Key.get(DiscoveryServers.class));
        assertThat(factory.getUsedProperties()).containsAll(discovery.keySet());

        assertThat(bind(new ConfigurationFactory(node))).as("without a list").doesNotContain(Key.get(DiscoveryServers.class));
    }

    @Test
    public void testActiveCoordinatorNeedsSharedStore()
    {
        assertThat(errors(ImmutableMap.of()))
                .containsExactly("dynamic-catalog.active-coordinator.enabled needs a store that coordinators share: set dynamic-catalog.store to jdbc or zookeeper");
        assertThat(errors(ImmutableMap.of("dynamic-catalog.jdbc.url", "jdbc:mysql://127.0.0.1:1/"))).isEmpty();
        assertThat(errors(ImmutableMap.of("dynamic-catalog.store", "zookeeper", "dynamic-catalog.zookeeper.connect-string", "127.0.0.1:1"))).isEmpty();
    }

    @Test
    public void testActiveCoordinatorNeedsDynamicCatalogs()
    {
        assertThat(errors(ImmutableMap.of("dynamic-catalog.enabled", "false"))).containsExactly("dynamic-catalog.active-coordinator.enabled needs dynamic-catalog.enabled=true");
    }

    @Test
    public void testCatalogServerNeedsStaticCatalogs()
    {
        Map<String, String> coordinator = ImmutableMap.of("dynamic-catalog.jdbc.url", "jdbc:mysql://localhost/presto", "catalog-server-enabled", "true");
        assertThat(errors(coordinator)).containsExactly("catalog-server-enabled=true needs dynamic-catalog.enabled=false: a catalog server knows no dynamic catalogs");
        assertThat(errors(ImmutableMap.of("coordinator", "false", "catalog-server-enabled", "true"))).isEmpty();
        assertThat(bind(new ConfigurationFactory(ImmutableMap.of("dynamic-catalog.enabled", "false", "catalog-server-enabled", "true")))).isNotEmpty();
    }

    @Test
    public void testCatalogServerWarning()
    {
        try (TestingLog log = new TestingLog(DynamicCatalogModule.class.getName())) {
            assertThat(errors(ImmutableMap.of("coordinator", "false", "catalog-server", "true", "dynamic-catalog.enabled", "false"))).isEmpty();
            assertThat(log.getMessages()).isEmpty();
            assertThat(errors(ImmutableMap.of("coordinator", "false", "catalog-server", "true"))).isEmpty();
            assertThat(log.getMessages()).containsExactly("This catalog server knows no dynamic catalogs, only those of etc/catalog");
        }
    }

    @Test
    public void testRulesThatCannotBeReadEndTheStart()
    {
        String file = "/no/such/rules.json";
        assertThat(errors(ImmutableMap.of("dynamic-catalog.jdbc.url", "jdbc:mysql://127.0.0.1:1/", "dynamic-catalog.access-control.file", file)))
                .containsExactly("The rules for catalogs in %s cannot be read: java.nio.file.NoSuchFileException: %s".formatted(file, file));
        assertThat(errors(ImmutableMap.of("coordinator", "false", "dynamic-catalog.access-control.file", file))).isEmpty();
    }

    @Test
    public void testNodesAuthenticateIfUsersDo()
    {
        Map<String, String> secret = ImmutableMap.of("internal-communication.shared-secret", "s", "internal-communication.jwt.enabled", "true");
        assertThat(bind(new ConfigurationFactory(secret))).doesNotContain(Key.get(InternalAuthenticator.class));
        assertThat(bind(new ConfigurationFactory(ImmutableMap.<String, String>builder().putAll(secret).put("http-server.authentication.type", "PASSWORD").build())))
                .contains(Key.get(InternalRequestFilter.class));
        assertThat(bind(new ConfigurationFactory(ImmutableMap.of("http-server.authentication.type", "PASSWORD")))).doesNotContain(Key.get(InternalRequestFilter.class));
        assertThat(bind(new ConfigurationFactory(ImmutableMap.of("http-server.authorization.enabled", "true")))).contains(Key.get(Authorizer.class));
        assertThat(bind(new ConfigurationFactory(ImmutableMap.of()))).doesNotContain(Key.get(Authorizer.class));
    }

    @Test
    public void testRolesLimitQueriesOfCoordinators()
    {
        Map<String, String> roles = ImmutableMap.of("http-server.authorization.enabled", "true");
        assertThat(bind(new ConfigurationFactory(roles))).contains(Key.get(QueryRights.class));
        assertThat(bind(new ConfigurationFactory(with(roles, "coordinator", "false")))).doesNotContain(Key.get(QueryRights.class));
        assertThat(bind(new ConfigurationFactory(with(roles, "dynamic-catalog.enabled", "false")))).contains(Key.get(QueryRights.class));
        assertThat(bind(new ConfigurationFactory(ImmutableMap.of()))).doesNotContain(Key.get(QueryRights.class));
    }

    @Test
    public void testWorkersIgnoreActiveCoordinator()
    {
        assertThat(errors(ImmutableMap.of("coordinator", "false"))).isEmpty();
        assertThat(errors(ImmutableMap.of("coordinator", "false", "dynamic-catalog.enabled", "false"))).isEmpty();
    }

    @Test
    public void testSharedSecret()
    {
        String secret = "internal-communication.shared-secret";
        String jwt = "internal-communication.jwt.enabled";
        Map<String, String> worker = ImmutableMap.of("coordinator", "false");
        assertThat(errors(with(worker, secret, "0123456789abcdef", jwt, "true"))).isEmpty();
        assertThat(errors(with(worker, secret, "0123456789abcdef")))
                .containsExactly("internal-communication.shared-secret needs internal-communication.jwt.enabled=true: otherwise nodes do not authenticate each other");
        assertThat(errors(with(worker, secret, "change-me", jwt, "true"))).containsExactly(
                "internal-communication.shared-secret must have at least 16 characters, and be the same on all nodes; make one with: openssl rand -hex 32");
        assertThat(errors(with(worker, "dynamic-catalog.require-shared-secret", "true")))
                .containsExactly("dynamic-catalog.require-shared-secret=true needs internal-communication.shared-secret, the same on all nodes");
        assertThat(errors(with(worker, secret, "0123456789abcdef", jwt, "true", "dynamic-catalog.require-shared-secret", "true"))).isEmpty();
    }

    private static Map<String, String> with(Map<String, String> properties, String... added)
    {
        ImmutableMap.Builder<String, String> all = ImmutableMap.<String, String>builder().putAll(properties);
        for (int i = 0; i < added.length; i += 2) {
            all.put(added[i], added[i + 1]);
        }
        return all.build();
    }

    private static Set<Key<?>> bind(ConfigurationFactory factory)
    {
        DynamicCatalogModule module = new DynamicCatalogModule();
        module.setConfigurationFactory(factory);
        List<Element> elements = Elements.getElements(module);
        return elements.stream()
                .filter(Binding.class::isInstance)
                .<Key<?>>map(element -> ((Binding<?>) element).getKey())
                .collect(toImmutableSet());
    }

    private static List<String> errors(Map<String, String> properties)
    {
        DynamicCatalogModule module = new DynamicCatalogModule();
        module.setConfigurationFactory(new ConfigurationFactory(ImmutableMap.<String, String>builder()
                .put("dynamic-catalog.active-coordinator.enabled", "true")
                .putAll(properties)
                .build()));
        return Elements.getElements(module).stream()
                .filter(Message.class::isInstance)
                .map(element -> ((Message) element).getMessage())
                .toList();
    }
}
