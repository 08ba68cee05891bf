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
package io.prestodynamic.catalog.server.authentication;

import com.facebook.airlift.http.server.Authorizer;
import com.facebook.airlift.http.server.BasicPrincipal;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.server.metrics.ScraperPrincipal;
import org.testng.annotations.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Principal;
import java.util.Set;

import static com.facebook.airlift.configuration.testing.ConfigAssertions.assertFullMapping;
import static com.facebook.airlift.configuration.testing.ConfigAssertions.assertRecordedDefaults;
import static com.facebook.airlift.configuration.testing.ConfigAssertions.recordDefaults;
import static org.assertj.core.api.Assertions.assertThat;

public class TestRoleAuthorizer
{
    @Test
    public void testConfig()
    {
        assertRecordedDefaults(recordDefaults(RoleConfig.class).setRoleMapFile(null));
        assertFullMapping(
                ImmutableMap.of("configuration-based-authorizer.role-regex-map.file-path", "etc/roles.properties"),
                new RoleConfig().setRoleMapFile("etc/roles.properties"));
    }

    @Test
    public void testRolesOfFile()
            throws IOException
    {
        Path file = Files.createTempFile("roles", ".properties");
        Files.writeString(file, "user=.*\nadmin=root|su-.*\n");
        Authorizer authorizer = new RoleAuthorizer(new RoleConfig().setRoleMapFile(file.toString()));
        assertThat(isAllowed(authorizer, new BasicPrincipal("bob"), "user", "admin")).isTrue();
        assertThat(isAllowed(authorizer, new BasicPrincipal("bob"), "admin")).isFalse();
        assertThat(isAllowed(authorizer, new BasicPrincipal("su-anne"), "admin")).isTrue();
        assertThat(isAllowed(authorizer, new BasicPrincipal("su-anne"), "internal")).isFalse();
        Files.delete(file);
    }

    @Test
    public void testWithoutFile()
            throws IOException
    {
        Authorizer authorizer = new RoleAuthorizer(new RoleConfig());
        assertThat(isAllowed(authorizer, new BasicPrincipal("bob"), "user", "admin")).isTrue();
        assertThat(isAllowed(authorizer, new BasicPrincipal("bob"), "admin")).isFalse();
        assertThat(isAllowed(authorizer, new BasicPrincipal("bob"), "internal")).isFalse();
    }

    @Test
    public void testNodes()
            throws IOException
    {
        assertThat(isAllowed(new RoleAuthorizer(new RoleConfig()), new NodePrincipal("worker-1"), "internal")).isTrue();
    }

    @Test
    public void testScrapers()
            throws IOException
    {
        assertThat(isAllowed(new RoleAuthorizer(new RoleConfig()), new ScraperPrincipal(), "admin")).isTrue();
    }

    private static boolean isAllowed(Authorizer authorizer, Principal principal, String... roles)
    {
        return authorizer.authorize(principal, Set.of(roles), "https://127.0.0.1/").isAllowed();
    }
}
