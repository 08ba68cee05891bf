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
package io.prestodynamic.catalog.engine;

import com.facebook.presto.common.transaction.TransactionId;
import com.facebook.presto.execution.warnings.DefaultWarningCollector;
import com.facebook.presto.execution.warnings.WarningCollectorConfig;
import com.facebook.presto.metadata.Catalog;
import com.facebook.presto.metadata.CatalogManager;
import com.facebook.presto.spi.ConnectorId;
import com.facebook.presto.spi.PrestoException;
import com.facebook.presto.spi.PrestoWarning;
import com.facebook.presto.spi.WarningCollector;
import com.facebook.presto.spi.connector.Connector;
import com.facebook.presto.spi.connector.ConnectorMetadata;
import com.facebook.presto.spi.connector.ConnectorTransactionHandle;
import com.facebook.presto.spi.transaction.IsolationLevel;
import com.facebook.presto.transaction.TransactionManager;
import com.google.common.reflect.Reflection;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import static com.facebook.presto.common.WarningHandlingLevel.AS_ERROR;
import static com.facebook.presto.common.WarningHandlingLevel.NORMAL;
import static com.facebook.presto.spi.ConnectorId.createInformationSchemaConnectorId;
import static com.facebook.presto.spi.ConnectorId.createSystemTablesConnectorId;
import static com.facebook.presto.transaction.InMemoryTransactionManager.createTestTransactionManager;
import static io.prestodynamic.catalog.engine.SessionCatalogs.CATALOG_NOT_FOUND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Test(singleThreaded = true)
public class TestSessionCatalogs
{
    private CatalogManager catalogManager;
    private TransactionManager transactionManager;
    private WarningCollector warnings;
    private TransactionId transaction;

    @BeforeMethod
    public void setUp()
    {
        catalogManager = new CatalogManager();
        transactionManager = createTestTransactionManager(catalogManager);
        warnings = new DefaultWarningCollector(new WarningCollectorConfig(), NORMAL);
        transaction = transactionManager.beginTransaction(false);
    }

    @Test
    public void testCatalogThatExists()
    {
        register();
        assertThat(exists(warnings)).isTrue();
        assertThat(warnings.getWarnings()).isEmpty();
    }

    @Test
    public void testCatalogThatIsMissing()
    {
        assertThat(exists(warnings)).isFalse();
        assertThat(exists(warnings)).isFalse();
        assertThat(warnings.getWarnings())
                .containsExactly(new PrestoWarning(CATALOG_NOT_FOUND, "Catalog sales does not exist: its session properties and role are left out"));
    }

    @Test
    public void testWarningsAsErrors()
    {
        WarningCollector errors = new DefaultWarningCollector(new WarningCollectorConfig(), AS_ERROR);
        assertThatThrownBy(() -> exists(errors)).isInstanceOf(PrestoException.class).hasMessageContaining("Catalog sales does not exist");
    }

    @Test
    public void testTransactionKeepsWhatItHasFound()
    {
        register();
        assertThat(exists(warnings)).isTrue();
        catalogManager.removeCatalog("sales");
        assertThat(exists(warnings)).isTrue();

        TransactionId next = transactionManager.beginTransaction(false);
        assertThat(SessionCatalogs.exists(transactionManager, next, "sales", warnings)).isFalse();
    }

    @Test
    public void testTransactionThatIsAborted()
    {
        register();
        transactionManager.fail(transaction);
        assertThat(exists(warnings)).isFalse();
        assertThat(warnings.getWarnings()).isEmpty();
    }

    @Test
    public void testTransactionThatIsUnknown()
    {
        register();
        transactionManager.asyncAbort(transaction);
        assertThat(exists(warnings)).isFalse();
        assertThat(warnings.getWarnings()).isEmpty();
    }

    private boolean exists(WarningCollector collector)
    {
        return SessionCatalogs.exists(transactionManager, transaction, "sales", collector);
    }

    private void register()
    {
        ConnectorId connectorId = new ConnectorId("sales");
        Connector connector = new TransactionalConnector();
        catalogManager.registerCatalog(new Catalog(
                "sales",
                connectorId,
                connector,
                createInformationSchemaConnectorId(connectorId),
                connector,
                createSystemTablesConnectorId(connectorId),
                connector));
    }

    private static class TransactionalConnector
            extends TestingConnector
    {
        @Override
        public ConnectorTransactionHandle beginTransaction(IsolationLevel isolationLevel, boolean readOnly)
        {
            return new ConnectorTransactionHandle() {};
        }

        @Override
        public ConnectorMetadata getMetadata(ConnectorTransactionHandle transactionHandle)
        {
            return Reflection.newProxy(ConnectorMetadata.class, (metadata, method, arguments) -> {
                throw new UnsupportedOperationException(method.getName());
            });
        }
    }
}
