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

import com.facebook.presto.spi.ConnectorId;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogErrorCode;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.coordinator.lifecycle.UnusableCatalog;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;

import java.util.List;
import java.util.Set;

import static io.prestodynamic.catalog.TestingCatalogVersions.definition;
import static io.prestodynamic.testing.Conditions.await;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * A coordinator whose store only the test changes.
 */
public abstract class AbstractTestDynamicCatalogStore
{
    protected static final java.time.Duration TIMEOUT = java.time.Duration.ofMinutes(1);
    protected static final CatalogName SALES = new CatalogName("sales");

    protected TestingCatalogStore store;
    protected TestingCoordinator coordinator;
    protected TestingCatalogs catalogs;

    @BeforeMethod
    public void setUp()
    {
        store = new TestingCatalogStore();
        // so that no effect comes from a reconciliation
        coordinator = new TestingCoordinator(store, TestingCoordinator.config().setReconcileInterval(new Duration(10, MINUTES)), false);
        catalogs = coordinator.catalogs;
        catalogs.loadCatalogs();
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
    {
        coordinator.close();
    }

    protected CatalogVersion added(String name)
    {
        catalogs.add(definition(name));
        return coordinator.registry.getCurrent(name).orElseThrow();
    }

    protected void restartWith(Runnable change)
    {
        tearDown();
        change.run();
        coordinator = new TestingCoordinator(store, TestingCoordinator.config().setReconcileInterval(new Duration(10, MINUTES)), false);
        catalogs = coordinator.catalogs;
        catalogs.loadCatalogs();
    }

    protected CatalogException assertNothingChanges(ThrowingCallable call, CatalogErrorCode code)
    {
        String desired = coordinator.registry.getDesired().digest();
        List<UnusableCatalog> unusable = coordinator.registry.getUnusable();
        Set<ConnectorId> open = coordinator.connectors.getOpen();
        CatalogException refusal = assertRefused(call, code);
        await("no connector is left open", TIMEOUT, () -> coordinator.connectors.getOpen().equals(open));
        assertThat(coordinator.localCatalogs.getConnectorIds()).isEqualTo(open);
        assertThat(coordinator.registry.getDesired().digest()).isEqualTo(desired);
        assertThat(coordinator.registry.getUnusable()).isEqualTo(unusable);
        return refusal;
    }

    public static CatalogException assertRefused(ThrowingCallable call, CatalogErrorCode code)
    {
        CatalogException refusal = catchThrowableOfType(CatalogException.class, call);
        assertThat(refusal.getCode()).isEqualTo(code);
        return refusal;
    }
}
