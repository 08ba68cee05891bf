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
package io.prestodynamic.catalog.server.queries;

import com.facebook.airlift.configuration.AbstractConfigurationAwareModule;
import com.facebook.airlift.http.server.HttpServerConfig;
import com.facebook.airlift.jaxrs.RoleMapping;
import com.facebook.presto.connector.system.KillQueryProcedure;
import com.facebook.presto.connector.system.QuerySystemTable;
import com.facebook.presto.server.ServerConfig;
import com.facebook.presto.server.WebUiResource;
import com.facebook.presto.spi.procedure.Procedure;
import com.google.common.collect.ImmutableMap;
import com.google.inject.Binder;
import com.google.inject.Scopes;
import com.google.inject.TypeLiteral;

import java.util.Map;

import static com.facebook.airlift.jaxrs.JaxrsBinder.jaxrsBinder;
import static com.facebook.presto.server.security.RoleType.ADMIN;
import static com.facebook.presto.server.security.RoleType.USER;
import static com.google.inject.matcher.Matchers.only;
import static com.google.inject.matcher.Matchers.returns;
import static com.google.inject.multibindings.MapBinder.newMapBinder;

/**
 * Rights on queries of a coordinator that gives users roles. Presto's own roles let every user see and stop all queries.
 */
public class QueryRightsModule
        extends AbstractConfigurationAwareModule
{
    @Override
    protected void setup(Binder binder)
    {
        if (!buildConfigObject(HttpServerConfig.class).isAuthorizationEnabled() || !buildConfigObject(ServerConfig.class).isCoordinator()) {
            return;
        }
        binder.bind(QueryRights.class).in(Scopes.SINGLETON);
        jaxrsBinder(binder).bind(QueryOwnerFilter.class);
        // Presto's multibinding asks for the superclass
        binder.bind(QuerySystemTable.class).to(VisibleQueriesTable.class).in(Scopes.SINGLETON);
        binder.bindInterceptor(only(KillQueryProcedure.class), returns(only(Procedure.class)), OwnerKillQueryProcedure.interceptor(binder.getProvider(QueryRights.class)));
        // it only redirects to the pages, which everybody gets
        newMapBinder(binder, new TypeLiteral<Class<?>>() {}, new TypeLiteral<Map<String, String>>() {}, RoleMapping.class)
                .addBinding(WebUiResource.class).toInstance(ImmutableMap.of(ADMIN, USER));
    }
}
