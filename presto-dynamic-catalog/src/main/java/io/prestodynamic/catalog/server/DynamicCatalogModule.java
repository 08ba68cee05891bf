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

import com.facebook.airlift.configuration.AbstractConfigurationAwareModule;
import com.facebook.airlift.http.server.TheServlet;
import com.facebook.airlift.log.Logger;
import com.facebook.presto.server.ServerConfig;
import com.facebook.presto.server.security.AuthenticationFilter;
import com.facebook.presto.sql.analyzer.BuiltInQueryPreparer;
import com.google.inject.Binder;
import com.google.inject.Scopes;
import io.prestodynamic.catalog.ActiveCoordinatorConfig;
import io.prestodynamic.catalog.DynamicCatalogConfig;
import io.prestodynamic.catalog.DynamicCatalogStartup;
import io.prestodynamic.catalog.access.CatalogAccessConfig;
import io.prestodynamic.catalog.audit.AuditConfig;
import io.prestodynamic.catalog.files.CatalogFilesConfig;
import io.prestodynamic.catalog.limits.CatalogLimitsConfig;
import io.prestodynamic.catalog.limits.CatalogLimitsModule;
import io.prestodynamic.catalog.scheduling.DynamicCatalogNodeManager;
import io.prestodynamic.catalog.scheduling.StageNodes;
import io.prestodynamic.catalog.seam.PluginExtensions;
import io.prestodynamic.catalog.seam.QueryAdmission;
import io.prestodynamic.catalog.seam.QueryObserver;
import io.prestodynamic.catalog.secrets.SecretsConfig;
import io.prestodynamic.catalog.secrets.SecretsModule;
import io.prestodynamic.catalog.server.authentication.AuditedAuthenticationFilter;
import io.prestodynamic.catalog.server.authentication.NodeAuthenticationModule;
import io.prestodynamic.catalog.server.authentication.SharedSecretModule;
import io.prestodynamic.catalog.server.authentication.TokenKeyModule;
import io.prestodynamic.catalog.server.filter.CatalogRequestFilter;
import io.prestodynamic.catalog.server.filter.CrossSiteCheck;
import io.prestodynamic.catalog.server.filter.RefusedRequests;
import io.prestodynamic.catalog.server.metrics.CatalogScrape;
import io.prestodynamic.catalog.server.metrics.MetricsModule;
import io.prestodynamic.catalog.server.metrics.MetricsResource;
import io.prestodynamic.catalog.server.queries.QueryRightsModule;
import io.prestodynamic.catalog.store.CatalogStoreModule;
import io.prestodynamic.catalog.sync.WorkerAcknowledgements;
import io.prestodynamic.discovery.client.DiscoveryServersModule;

import javax.servlet.Filter;

import static com.facebook.airlift.configuration.ConfigBinder.configBinder;
import static com.facebook.airlift.jaxrs.JaxrsBinder.jaxrsBinder;
import static com.google.inject.multibindings.Multibinder.newSetBinder;
import static com.google.inject.multibindings.OptionalBinder.newOptionalBinder;

/**
 * Bindings of dynamic catalogs on a node. The same configuration file is valid on every node, but only coordinators open the store.
 */
public class DynamicCatalogModule
        extends AbstractConfigurationAwareModule
{
    private static final Logger log = Logger.get(DynamicCatalogModule.class);

    @Override
    protected void setup(Binder binder)
    {
        install(new DiscoveryServersModule());
        install(new NodeAuthenticationModule());
        install(new TokenKeyModule());
        install(new QueryRightsModule());
        CatalogStoreModule.bindConfiguration(binder);
        configBinder(binder).bindConfig(ActiveCoordinatorConfig.class);
        configBinder(binder).bindConfig(CatalogAccessConfig.class);
        configBinder(binder).bindConfig(CatalogLimitsConfig.class);
        configBinder(binder).bindConfig(SecretsConfig.class);
        configBinder(binder).bindConfig(CatalogFilesConfig.class);
        configBinder(binder).bindConfig(AuditConfig.class);
        install(new MetricsModule());
        binder.bind(WorkerAcknowledgements.class).in(Scopes.SINGLETON);
        binder.bind(DynamicCatalogNodeManager.class).in(Scopes.SINGLETON);
        binder.bind(StageNodes.class).in(Scopes.SINGLETON);

        DynamicCatalogConfig config = buildConfigObject(DynamicCatalogConfig.class);
        ServerConfig serverConfig = buildConfigObject(ServerConfig.class);
        boolean runsQueries = !serverConfig.isResourceManager() && !serverConfig.isCatalogServer();
        if (!config.isEnabled() && serverConfig.isCoordinator() && buildConfigObject(ActiveCoordinatorConfig.class).isEnabled()) {
            binder.addError("dynamic-catalog.active-coordinator.enabled needs dynamic-catalog.enabled=true");
        }
        if (config.isEnabled() && serverConfig.isCoordinator() && serverConfig.isCatalogServerEnabled()) {
            // the coordinator would ask the catalog server for the tables of dynamic catalogs
            binder.addError("catalog-server-enabled=true needs dynamic-catalog.enabled=false: a catalog server knows no dynamic catalogs");
        }
        if (config.isEnabled() && serverConfig.isCatalogServer()) {
            log.warn("This catalog server knows no dynamic catalogs, only those of etc/catalog");
        }
        if (!config.isEnabled() || !runsQueries) {
            binder.bind(DynamicCatalogStartup.class).toInstance(() -> {});
            binder.bind(PluginExtensions.class).toInstance(plugin -> {});
            binder.bind(QueryObserver.class).toInstance(query -> {});
            binder.bind(QueryAdmission.class).toInstance((query, connectors) -> {});
            binder.bind(BuiltInQueryPreparer.class).in(Scopes.SINGLETON);
        }
        else {
            binder.bind(CrossSiteCheck.class).in(Scopes.SINGLETON);
            binder.bind(RefusedRequests.class).in(Scopes.SINGLETON);
            // Presto's multibinding asks for the superclass
            binder.bind(AuthenticationFilter.class).to(AuditedAuthenticationFilter.class).in(Scopes.SINGLETON);
            newSetBinder(binder, Filter.class, TheServlet.class).addBinding().to(CatalogRequestFilter.class).in(Scopes.SINGLETON);
            binder.bind(FileWarnings.class).in(Scopes.SINGLETON);
            newOptionalBinder(binder, CatalogScrape.class);
            jaxrsBinder(binder).bind(MetricsResource.class);
            install(new SharedSecretModule());
            install(new SecretsModule());
            install(new CatalogLimitsModule());
            install(serverConfig.isCoordinator() ? new CoordinatorCatalogModule() : new WorkerCatalogModule());
        }
    }
}
