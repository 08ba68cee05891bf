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
package io.prestodynamic.catalog.coordinator;

import com.google.inject.Binder;
import com.google.inject.Module;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.Singleton;
import io.prestodynamic.catalog.coordinator.history.CatalogHistory;
import io.prestodynamic.catalog.coordinator.history.CatalogRefusals;
import io.prestodynamic.catalog.coordinator.history.ChangeAuthors;
import io.prestodynamic.catalog.coordinator.history.FoundChanges;
import io.prestodynamic.catalog.coordinator.history.HistoryMaintenance;
import io.prestodynamic.catalog.coordinator.history.RecordedChanges;
import io.prestodynamic.catalog.coordinator.lifecycle.CatalogDistribution;
import io.prestodynamic.catalog.coordinator.lifecycle.CatalogLifecycle;
import io.prestodynamic.catalog.coordinator.lifecycle.CatalogRegistry;
import io.prestodynamic.catalog.coordinator.lifecycle.ConnectorTrial;
import io.prestodynamic.catalog.coordinator.lifecycle.DrainMonitor;
import io.prestodynamic.catalog.coordinator.lifecycle.NameReservations;
import io.prestodynamic.catalog.coordinator.lifecycle.StaticCatalogs;
import io.prestodynamic.catalog.coordinator.listing.CatalogInspector;
import io.prestodynamic.catalog.coordinator.listing.CatalogListing;
import io.prestodynamic.catalog.coordinator.listing.VisibleCatalogs;
import io.prestodynamic.catalog.coordinator.listing.VisibleConnectors;
import io.prestodynamic.catalog.coordinator.masking.MaskedDefinitions;
import io.prestodynamic.catalog.coordinator.masking.MaskedProperties;
import io.prestodynamic.catalog.coordinator.reconcile.ReconciliationStats;
import io.prestodynamic.catalog.coordinator.reconcile.StoreAvailability;
import io.prestodynamic.catalog.coordinator.reconcile.StoreConvergence;
import io.prestodynamic.catalog.coordinator.reconcile.StoreReconciler;
import io.prestodynamic.catalog.coordinator.rotation.RotatingCatalogStore;
import io.prestodynamic.catalog.coordinator.rotation.SecretRotation;
import io.prestodynamic.catalog.engine.queries.QueryLimits;
import io.prestodynamic.catalog.files.FileLimits;
import io.prestodynamic.catalog.files.FileSource;
import io.prestodynamic.catalog.files.UploadedFiles;
import io.prestodynamic.catalog.secrets.CatalogSecrets;
import io.prestodynamic.catalog.store.CatalogStore;
import io.prestodynamic.catalog.store.encryption.EncryptedCatalogStore;
import io.prestodynamic.catalog.store.encryption.SecretProperties;

/**
 * Management of the catalogs of a coordinator.
 */
public class CatalogManagementModule
        implements Module
{
    @Override
    public void configure(Binder binder)
    {
        binder.bind(StaticCatalogs.class).in(Scopes.SINGLETON);
        binder.bind(NameReservations.class).in(Scopes.SINGLETON);
        binder.bind(CatalogRegistry.class).in(Scopes.SINGLETON);
        binder.bind(ChangeAuthors.class).in(Scopes.SINGLETON);
        binder.bind(RecordedChanges.class).in(Scopes.SINGLETON);
        binder.bind(CatalogHistory.class).in(Scopes.SINGLETON);
        binder.bind(CatalogRefusals.class).in(Scopes.SINGLETON);
        binder.bind(FoundChanges.class).in(Scopes.SINGLETON);
        binder.bind(HistoryMaintenance.class).in(Scopes.SINGLETON);
        binder.bind(SecretProperties.class).to(MaskedProperties.class).in(Scopes.SINGLETON);
        binder.bind(MaskedDefinitions.class).in(Scopes.SINGLETON);
        binder.bind(UploadedFiles.class).in(Scopes.SINGLETON);
        binder.bind(FileSource.class).to(StoredFiles.class).in(Scopes.SINGLETON);
        binder.bind(FileLimits.class).in(Scopes.SINGLETON);
        binder.bind(CatalogDistribution.class).in(Scopes.SINGLETON);
        binder.bind(CatalogLifecycle.class).in(Scopes.SINGLETON);
        binder.bind(ConnectorTrial.class).in(Scopes.SINGLETON);
        binder.bind(CatalogStore.class).to(RotatingCatalogStore.class);
        binder.bind(SecretRotation.class).in(Scopes.SINGLETON);
        binder.bind(CatalogInspector.class).in(Scopes.SINGLETON);
        binder.bind(CatalogListing.class).in(Scopes.SINGLETON);
        binder.bind(VisibleCatalogs.class).in(Scopes.SINGLETON);
        binder.bind(VisibleConnectors.class).in(Scopes.SINGLETON);
        binder.bind(ChangeRights.class).in(Scopes.SINGLETON);
        binder.bind(CatalogValidator.class).in(Scopes.SINGLETON);
        binder.bind(StoreConvergence.class).in(Scopes.SINGLETON);
        binder.bind(ReconciliationStats.class).in(Scopes.SINGLETON);
        binder.bind(StoreAvailability.class).in(Scopes.SINGLETON);
        binder.bind(StoreReconciler.class).in(Scopes.SINGLETON);
        binder.bind(DrainMonitor.class).in(Scopes.SINGLETON);
        binder.bind(CatalogDeployment.class).in(Scopes.SINGLETON);
        binder.bind(DynamicCatalogStore.class).in(Scopes.SINGLETON);
        binder.bind(CatalogChangeStats.class).in(Scopes.SINGLETON);
        binder.bind(CatalogChanges.class).in(Scopes.SINGLETON);
        binder.bind(BulkChanges.class).in(Scopes.SINGLETON);
        binder.bind(ImportPlanner.class).in(Scopes.SINGLETON);
        binder.bind(CatalogTransfer.class).in(Scopes.SINGLETON);
        binder.bind(CatalogRekeying.class).in(Scopes.SINGLETON);
        binder.bind(ChangeAdmission.class).in(Scopes.SINGLETON);
    }

    @Provides
    public static QueryLimits queryLimits(CatalogRegistry registry)
    {
        return catalogName -> registry.getSettings(catalogName).maxQueries();
    }

    @Provides
    @Singleton
    RotatingCatalogStore rotatingCatalogStore(EncryptedCatalogStore store, CatalogSecrets secrets)
    {
        return new RotatingCatalogStore(store, secrets);
    }
}
