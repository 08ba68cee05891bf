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
import com.facebook.presto.sql.analyzer.BuiltInQueryPreparer;
import com.google.inject.Binder;
import com.google.inject.Scopes;
import io.prestodynamic.catalog.DynamicCatalogStartup;
import io.prestodynamic.catalog.audit.AuditLog;
import io.prestodynamic.catalog.engine.LocalCatalogModule;
import io.prestodynamic.catalog.engine.LocalCatalogs;
import io.prestodynamic.catalog.files.FileSource;
import io.prestodynamic.catalog.server.filter.CatalogExceptionMapper;
import io.prestodynamic.catalog.server.filter.UnmatchedRequestFilter;
import io.prestodynamic.catalog.server.page.PageHost;
import io.prestodynamic.catalog.server.page.PageModule;
import io.prestodynamic.catalog.server.page.WorkerPageHost;
import io.prestodynamic.catalog.server.resource.NotCoordinatorResource;
import io.prestodynamic.catalog.sync.SyncClientModule;
import io.prestodynamic.catalog.worker.CatalogSyncResource;
import io.prestodynamic.catalog.worker.CoordinatorContacts;
import io.prestodynamic.catalog.worker.CoordinatorFiles;
import io.prestodynamic.catalog.worker.KnownCoordinator;
import io.prestodynamic.catalog.worker.WorkerCatalogs;

import static com.facebook.airlift.jaxrs.JaxrsBinder.jaxrsBinder;
import static io.prestodynamic.catalog.server.CatalogMBeans.export;

/**
 * Bindings of a worker. It receives its catalogs from coordinators, and opens no store.
 */
class WorkerCatalogModule
        extends AbstractConfigurationAwareModule
{
    @Override
    protected void setup(Binder binder)
    {
        install(new LocalCatalogModule());
        install(new SyncClientModule());
        binder.bind(CoordinatorFiles.class).in(Scopes.SINGLETON);
        binder.bind(FileSource.class).to(CoordinatorFiles.class);
        // a worker only refuses requests
        binder.bind(AuditLog.class).toInstance(AuditLog.NONE);
        binder.bind(WorkerCatalogs.class).in(Scopes.SINGLETON);
        binder.bind(CoordinatorContacts.class).in(Scopes.SINGLETON);
        binder.bind(KnownCoordinator.class).in(Scopes.SINGLETON);
        binder.bind(DynamicCatalogStartup.class).to(WorkerCatalogs.class);
        binder.bind(BuiltInQueryPreparer.class).in(Scopes.SINGLETON);

        jaxrsBinder(binder).bind(CatalogSyncResource.class);
        jaxrsBinder(binder).bind(NotCoordinatorResource.class);
        jaxrsBinder(binder).bind(CatalogExceptionMapper.class);
        jaxrsBinder(binder).bind(UnmatchedRequestFilter.class);
        binder.bind(PageHost.class).to(WorkerPageHost.class).in(Scopes.SINGLETON);
        install(new PageModule());

        export(binder, "manager", WorkerCatalogs.class);
        export(binder, "engine", LocalCatalogs.class);
    }
}
