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
package io.prestodynamic.benchmarks.fleet;

import com.facebook.airlift.configuration.AbstractConfigurationAwareModule;
import com.facebook.presto.execution.scheduler.NodeSchedulerConfig;
import com.facebook.presto.metadata.SessionPropertyManager;
import com.facebook.presto.metadata.StaticCatalogStoreConfig;
import com.google.inject.Binder;
import com.google.inject.Scopes;
import io.prestodynamic.benchmarks.cluster.Store;
import io.prestodynamic.catalog.access.CatalogAccessControl;
import io.prestodynamic.catalog.access.TestingCallers;
import io.prestodynamic.catalog.audit.AuditLog;
import io.prestodynamic.catalog.audit.RecentRefusals;
import io.prestodynamic.catalog.coordinator.CatalogManagementModule;
import io.prestodynamic.catalog.engine.ConnectorProbe;
import io.prestodynamic.catalog.engine.LocalCatalogModule;
import io.prestodynamic.catalog.engine.queries.OpenTransactions;
import io.prestodynamic.catalog.engine.TestingCatalogNames;
import io.prestodynamic.catalog.engine.TestingConnectorVersions;
import io.prestodynamic.catalog.engine.queries.TestingOpenTransactions;
import io.prestodynamic.catalog.files.CatalogFilesConfig;
import io.prestodynamic.catalog.limits.CatalogLimits;
import io.prestodynamic.catalog.limits.TestingCatalogLimits;
import io.prestodynamic.catalog.seam.CatalogNames;
import io.prestodynamic.catalog.seam.ConnectorVersions;
import io.prestodynamic.catalog.secrets.SecretsModule;
import io.prestodynamic.catalog.store.CatalogStoreModule;

import java.io.File;

import static com.facebook.airlift.configuration.ConfigBinder.configBinder;

/**
 * Module of the store and the catalogs of a coordinator, as in a server, with connectors that do nothing.
 */
final class TestingCatalogsModule
        extends AbstractConfigurationAwareModule
{
    @Override
    protected void setup(Binder binder)
    {
        install(new CatalogStoreModule());
        install(new CatalogManagementModule());
        binder.bind(CatalogAccessControl.class).toInstance(TestingCallers.open());
        binder.bind(CatalogLimits.class).toInstance(TestingCatalogLimits.none());
        install(new SecretsModule());
        install(new LocalCatalogModule());
        configBinder(binder).bindConfig(CatalogFilesConfig.class);
        binder.bind(AuditLog.class).toInstance(AuditLog.NONE);
        binder.bind(RecentRefusals.class).in(Scopes.SINGLETON);
        binder.bind(ConnectorProbe.class).in(Scopes.SINGLETON);
        binder.bind(ConnectorVersions.class).to(TestingConnectorVersions.class).in(Scopes.SINGLETON);
        binder.bind(TestingConnectorVersions.class).in(Scopes.SINGLETON);
        binder.bind(CatalogNames.class).to(TestingCatalogNames.class).in(Scopes.SINGLETON);
        binder.bind(TestingCatalogNames.class).in(Scopes.SINGLETON);
        binder.bind(OpenTransactions.class).to(TestingOpenTransactions.class).in(Scopes.SINGLETON);
        binder.bind(TestingOpenTransactions.class).in(Scopes.SINGLETON);
        binder.bind(SessionPropertyManager.class).toInstance(new SessionPropertyManager());
        binder.bind(NodeSchedulerConfig.class).toInstance(new NodeSchedulerConfig().setIncludeCoordinator(false));
        binder.bind(StaticCatalogStoreConfig.class).toInstance(new StaticCatalogStoreConfig().setCatalogConfigurationDir(new File("no-such-directory")));
    }
}
