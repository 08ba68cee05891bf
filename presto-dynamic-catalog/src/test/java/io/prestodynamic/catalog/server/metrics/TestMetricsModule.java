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

import com.facebook.airlift.bootstrap.Bootstrap;
import com.facebook.airlift.http.server.HttpServerConfig;
import com.facebook.presto.server.security.SecurityConfig;
import com.google.common.collect.ImmutableMap;
import com.google.inject.Binder;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.server.TestingServletRequest;
import org.testng.annotations.Test;

import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletRequestWrapper;

import java.security.Principal;
import java.util.Map;
import java.util.Optional;

import static com.facebook.airlift.configuration.ConfigBinder.configBinder;
import static io.prestodynamic.catalog.CatalogErrorCode.FORBIDDEN;
import static io.prestodynamic.catalog.CatalogErrorCode.INSECURE;
import static io.prestodynamic.catalog.CatalogErrorCode.UNAUTHENTICATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestMetricsModule
{
    private static final String ACCESS = "dynamic-catalog.metrics.access";
    private static final Map<String, String> AUTHENTICATION = ImmutableMap.of("http-server.authentication.type", "PASSWORD");

    @Test
    public void testWithoutAuthentication()
    {
        rights(ImmutableMap.of()).check(request(false, Optional.empty()));
        assertThat(rights(ImmutableMap.of()).isLimited()).isFalse();
        assertRefused(rights(ImmutableMap.of(ACCESS, "off")), request(false, Optional.empty()), FORBIDDEN.name());
        assertThatThrownBy(() -> rights(ImmutableMap.of(ACCESS, "authenticated")))
                .hasMessageContaining("dynamic-catalog.metrics.access=authenticated needs http-server.authentication.type");
    }

    @Test
    public void testOffByDefaultWithAuthentication()
    {
        Optional<Principal> user = Optional.of(() -> "alice");
        assertRefused(rights(AUTHENTICATION), request(true, user), FORBIDDEN.name());
        assertRefused(rights(AUTHENTICATION), request(false, Optional.empty()), FORBIDDEN.name());
        assertRefused(rights(ImmutableMap.of("http-server.authorization.enabled", "true")), request(true, user), FORBIDDEN.name());
    }

    @Test
    public void testWithAuthentication()
    {
        rights(with("open")).check(request(false, Optional.empty()));
        assertThat(rights(with("open")).isLimited()).isFalse();

        MetricsRights rights = rights(with("authenticated"));
        rights.check(request(true, Optional.of(() -> "alice")));
        assertThat(rights.isLimited()).isTrue();
        assertRefused(rights, request(false, Optional.empty()), INSECURE.name());
        assertRefused(rights, request(true, Optional.empty()), UNAUTHENTICATED.name());
    }

    private static void assertRefused(MetricsRights rights, HttpServletRequest request, String code)
    {
        assertThatThrownBy(() -> rights.check(request))
                .isInstanceOfSatisfying(CatalogException.class, e -> assertThat(e.getCode().name()).isEqualTo(code));
    }

    private static Map<String, String> with(String access)
    {
        return ImmutableMap.<String, String>builder().putAll(AUTHENTICATION).put(ACCESS, access).build();
    }

    private static MetricsRights rights(Map<String, String> properties)
    {
        return new Bootstrap(TestMetricsModule::bindConfigs, new MetricsModule())
                .setRequiredConfigurationProperties(properties)
                .doNotInitializeLogging()
                .quiet()
                .initialize()
                .getInstance(MetricsRights.class);
    }

    private static void bindConfigs(Binder binder)
    {
        configBinder(binder).bindConfig(SecurityConfig.class);
        configBinder(binder).bindConfig(HttpServerConfig.class);
        binder.bind(MBeanServer.class).toInstance(MBeanServerFactory.newMBeanServer());
    }

    private static HttpServletRequest request(boolean secure, Optional<Principal> user)
    {
        return new HttpServletRequestWrapper(TestingServletRequest.request(ImmutableMap.of(), user))
        {
            @Override
            public boolean isSecure()
            {
                return secure;
            }
        };
    }
}
