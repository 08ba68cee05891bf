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

import com.facebook.presto.Session;
import com.facebook.presto.metadata.Catalog;
import com.facebook.presto.metadata.SessionPropertyManager;
import com.facebook.presto.spi.QueryId;
import com.facebook.presto.spi.classloader.ThreadContextClassLoader;
import com.facebook.presto.spi.connector.Connector;
import com.facebook.presto.spi.connector.ConnectorTransactionHandle;
import com.facebook.presto.spi.security.Identity;
import com.google.common.collect.Ordering;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.engine.configuration.CatalogMasks;

import javax.inject.Inject;

import java.util.List;
import java.util.Optional;

import static com.facebook.presto.spi.transaction.IsolationLevel.READ_UNCOMMITTED;
import static java.util.Objects.requireNonNull;

/**
 * Test of whether a connector can reach its data source.
 */
public class ConnectorProbe
{
    private final LocalCatalogs localCatalogs;
    private final SessionPropertyManager sessionProperties;
    private final CatalogMasks masks;

    @Inject
    public ConnectorProbe(LocalCatalogs localCatalogs, SessionPropertyManager sessionProperties, CatalogMasks masks)
    {
        this.localCatalogs = requireNonNull(localCatalogs, "localCatalogs is null");
        this.sessionProperties = requireNonNull(sessionProperties, "sessionProperties is null");
        this.masks = requireNonNull(masks, "masks is null");
    }

    /**
     * Lists the schemas of a version that is loaded on this node, published or not. Blocks until the connector answers.
     */
    public CatalogValidation listSchemas(CatalogVersion version)
    {
        Catalog catalog = localCatalogs.getLoaded(version.connectorId());
        try {
            return new CatalogValidation(masks.mask(version.definition()), listSchemas(catalog), Optional.empty());
        }
        catch (Throwable e) {
            return failed(version, localCatalogs.describe(version.connectorId(), e).reason());
        }
    }

    public CatalogValidation withoutAnswer(CatalogVersion version, Duration timeout)
    {
        return failed(version, "no answer within " + timeout);
    }

    private List<String> listSchemas(Catalog catalog)
    {
        Connector connector = catalog.getConnector(catalog.getConnectorId());
        Session session = Session.builder(sessionProperties)
                .setQueryId(new QueryId("catalog_validation"))
                .setIdentity(new Identity("presto", Optional.empty()))
                .build();
        try (ThreadContextClassLoader ignored = new ThreadContextClassLoader(connector.getClass().getClassLoader())) {
            ConnectorTransactionHandle transaction = connector.beginTransaction(READ_UNCOMMITTED, true);
            try {
                return Ordering.natural().sortedCopy(connector.getMetadata(transaction).listSchemaNames(session.toConnectorSession(catalog.getConnectorId())));
            }
            finally {
                connector.rollback(transaction);
            }
        }
    }

    private CatalogValidation failed(CatalogVersion version, String reason)
    {
        return new CatalogValidation(
                masks.mask(version.definition()),
                List.of(),
                Optional.of("Connector %s cannot list the schemas of catalog %s: %s".formatted(version.definition().connectorName(), version.name(), reason)));
    }
}
