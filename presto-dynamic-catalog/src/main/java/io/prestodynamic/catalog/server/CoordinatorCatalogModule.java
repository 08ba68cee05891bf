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
import com.facebook.presto.eventlistener.EventListenerManager;
import com.facebook.presto.failureDetector.FailureDetector;
import com.google.inject.Binder;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import io.prestodynamic.catalog.ActiveCoordinatorConfig;
import io.prestodynamic.catalog.DynamicCatalogStartup;
import io.prestodynamic.catalog.access.CatalogAccessModule;
import io.prestodynamic.catalog.audit.AuditModule;
import io.prestodynamic.catalog.audit.EventListenerAuditLog;
import io.prestodynamic.catalog.coordinator.ActiveCoordinatorStartup;
import io.prestodynamic.catalog.coordinator.CatalogChangeStats;
import io.prestodynamic.catalog.coordinator.CatalogManagementModule;
import io.prestodynamic.catalog.coordinator.CatalogValidator;
import io.prestodynamic.catalog.coordinator.ChangeAdmission;
import io.prestodynamic.catalog.coordinator.DynamicCatalogStore;
import io.prestodynamic.catalog.coordinator.reconcile.ReconciliationStats;
import io.prestodynamic.catalog.coordinator.rotation.SecretRotation;
import io.prestodynamic.catalog.engine.ConnectorProbe;
import io.prestodynamic.catalog.engine.LocalCatalogModule;
import io.prestodynamic.catalog.engine.LocalCatalogs;
import io.prestodynamic.catalog.engine.listing.ListingModule;
import io.prestodynamic.catalog.engine.queries.CatalogQueryModule;
import io.prestodynamic.catalog.engine.warmup.InternalQueries;
import io.prestodynamic.catalog.engine.warmup.WarmUp;
import io.prestodynamic.catalog.lease.ActiveCoordinator;
import io.prestodynamic.catalog.lease.peer.LeasePeerModule;
import io.prestodynamic.catalog.lease.peer.LeasePromises;
import io.prestodynamic.catalog.lease.store.LeaseStoreModule;
import io.prestodynamic.catalog.monitor.CatalogGauges;
import io.prestodynamic.catalog.monitor.MonitorModule;
import io.prestodynamic.catalog.seam.ConfiguredEventListener;
import io.prestodynamic.catalog.server.filter.Callers;
import io.prestodynamic.catalog.server.filter.CatalogExceptionMapper;
import io.prestodynamic.catalog.server.filter.CatalogNameInterceptor;
import io.prestodynamic.catalog.server.filter.UnmatchedRequestFilter;
import io.prestodynamic.catalog.server.metrics.CatalogScrape;
import io.prestodynamic.catalog.server.page.PageHost;
import io.prestodynamic.catalog.server.page.PageModule;
import io.prestodynamic.catalog.server.page.StandbyPageHost;
import io.prestodynamic.catalog.server.queries.QueryRights;
import io.prestodynamic.catalog.server.request.RequestBodies;
import io.prestodynamic.catalog.server.resource.CatalogHistoryResource;
import io.prestodynamic.catalog.server.resource.CatalogQueriesResource;
import io.prestodynamic.catalog.server.resource.CatalogResource;
import io.prestodynamic.catalog.server.resource.CatalogTransferResource;
import io.prestodynamic.catalog.server.resource.ConnectorResource;
import io.prestodynamic.catalog.server.resource.CoordinatorFileResource;
import io.prestodynamic.catalog.server.resource.CoordinatorSyncResource;
import io.prestodynamic.catalog.server.resource.OpenApiResource;
import io.prestodynamic.catalog.server.resource.QueryParameterFeature;
import io.prestodynamic.catalog.server.resource.RekeyResource;
import io.prestodynamic.catalog.server.resource.ResponseSender;
import io.prestodynamic.catalog.server.resource.RightsResource;
import io.prestodynamic.catalog.server.resource.StandbyFilter;
import io.prestodynamic.catalog.sql.SqlModule;
import io.prestodynamic.catalog.store.CatalogStoreModule;
import io.prestodynamic.catalog.sync.CatalogSyncModule;
import io.prestodynamic.catalog.sync.WorkerSyncStats;
import io.prestodynamic.catalog.sync.node.WatchedNodes;
import io.prestodynamic.catalog.sync.node.WorkerFinder;

import static com.facebook.airlift.jaxrs.JaxrsBinder.jaxrsBinder;
import static com.google.inject.multibindings.OptionalBinder.newOptionalBinder;
import static io.prestodynamic.catalog.server.CatalogMBeans.export;

/**
 * Bindings of a coordinator.
 */
class CoordinatorCatalogModule
        extends AbstractConfigurationAwareModule
{
    @Override
    protected void setup(Binder binder)
    {
        install(new CatalogStoreModule());
        install(new LocalCatalogModule());
        install(new CatalogQueryModule());
        binder.bind(ConnectorProbe.class).in(Scopes.SINGLETON);
        install(new AuditModule());
        install(new CatalogAccessModule());
        install(new CatalogManagementModule());
        install(new CatalogSyncModule());
        install(new ListingModule());
        binder.bind(WorkerFinder.class).in(Scopes.SINGLETON);

        if (buildConfigObject(ActiveCoordinatorConfig.class).isEnabled()) {
            install(new LeaseStoreModule());
            install(new LeasePeerModule());
            binder.bind(ActiveCoordinator.class).in(Scopes.SINGLETON);
            binder.bind(LeasePromises.class).to(ActiveCoordinator.class);
            binder.bind(InternalQueries.class).in(Scopes.SINGLETON);
            binder.bind(WarmUp.class).in(Scopes.SINGLETON);
            binder.bind(ActiveCoordinatorStartup.class).in(Scopes.SINGLETON);
            binder.bind(DynamicCatalogStartup.class).to(ActiveCoordinatorStartup.class);
            jaxrsBinder(binder).bind(StandbyFilter.class);
            jaxrsBinder(binder).bind(StatementFilterFeature.class);
            binder.bind(PageHost.class).to(StandbyPageHost.class).in(Scopes.SINGLETON);
            export(binder, "manager", ActiveCoordinator.class);
        }
        else {
            binder.bind(DynamicCatalogStartup.class).to(DynamicCatalogStore.class);
            binder.bind(PageHost.class).toInstance(PageHost.COORDINATOR);
        }
        binder.bind(Callers.class).in(Scopes.SINGLETON);
        binder.bind(RequestBodies.class).in(Scopes.SINGLETON);
        binder.bind(ResponseSender.class).in(Scopes.SINGLETON);
        jaxrsBinder(binder).bind(CatalogResource.class);
        jaxrsBinder(binder).bind(CoordinatorSyncResource.class);
        jaxrsBinder(binder).bind(CoordinatorFileResource.class);
        jaxrsBinder(binder).bind(CatalogHistoryResource.class);
        jaxrsBinder(binder).bind(CatalogTransferResource.class);
        jaxrsBinder(binder).bind(RekeyResource.class);
        jaxrsBinder(binder).bind(ConnectorResource.class);
        jaxrsBinder(binder).bind(RightsResource.class);
        newOptionalBinder(binder, QueryRights.class);
        jaxrsBinder(binder).bind(CatalogQueriesResource.class);
        jaxrsBinder(binder).bind(OpenApiResource.class);
        jaxrsBinder(binder).bind(CatalogExceptionMapper.class);
        jaxrsBinder(binder).bind(UnmatchedRequestFilter.class);
        jaxrsBinder(binder).bind(QueryParameterFeature.class);
        jaxrsBinder(binder).bind(CatalogNameInterceptor.class);
        install(new PageModule());

        install(new MonitorModule());
        binder.bind(CatalogScrape.class).in(Scopes.SINGLETON);
        install(new SqlModule());
        export(binder, "manager", CatalogChangeStats.class);
        export(binder, "manager", ChangeAdmission.class);
        export(binder, "manager", CatalogValidator.class);
        export(binder, "server", RequestBodies.class);
        export(binder, "manager", CatalogGauges.class);
        export(binder, "manager", ReconciliationStats.class);
        export(binder, "manager", SecretRotation.class);
        export(binder, "sync", WorkerSyncStats.class);
        export(binder, "engine", LocalCatalogs.class);
        export(binder, "audit", EventListenerAuditLog.class);
    }

    @Provides
    public static WatchedNodes watchedNodes(FailureDetector failureDetector)
    {
        // the detector of a coordinator is the patched HeartbeatFailureDetector
        return (WatchedNodes) failureDetector;
    }

    @Provides
    public static ConfiguredEventListener configuredEventListener(EventListenerManager manager)
    {
        // patched, like the detector
        return (ConfiguredEventListener) manager;
    }
}
