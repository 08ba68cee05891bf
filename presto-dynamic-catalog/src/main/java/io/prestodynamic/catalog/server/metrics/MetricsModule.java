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

import com.facebook.airlift.configuration.AbstractConfigurationAwareModule;
import com.facebook.airlift.http.server.HttpServerConfig;
import com.facebook.presto.server.security.SecurityConfig;
import com.google.inject.Binder;
import com.google.inject.Scopes;
import io.prestodynamic.catalog.monitor.metrics.ServerMetrics;

import static com.facebook.airlift.configuration.ConfigBinder.configBinder;
import static io.prestodynamic.catalog.server.metrics.MetricsAccess.AUTHENTICATED;
import static io.prestodynamic.catalog.server.metrics.MetricsAccess.OFF;
import static io.prestodynamic.catalog.server.metrics.MetricsAccess.OPEN;

public class MetricsModule
        extends AbstractConfigurationAwareModule
{
    @Override
    protected void setup(Binder binder)
    {
        configBinder(binder).bindConfig(MetricsConfig.class);
        // a worker with roles asks for the token of a node
        boolean authenticates = !buildConfigObject(SecurityConfig.class).getAuthenticationTypes().isEmpty() ||
                buildConfigObject(HttpServerConfig.class).isAuthorizationEnabled();
        MetricsAccess access = buildConfigObject(MetricsConfig.class).getAccess().orElse(authenticates ? OFF : OPEN);
        if (access == AUTHENTICATED && !authenticates) {
            binder.addError("dynamic-catalog.metrics.access=authenticated needs http-server.authentication.type: without it, nobody is authenticated");
        }
        binder.bind(MetricsRights.class).toInstance(new MetricsRights(access));
        binder.bind(ServerMetrics.class).in(Scopes.SINGLETON);
    }
}
