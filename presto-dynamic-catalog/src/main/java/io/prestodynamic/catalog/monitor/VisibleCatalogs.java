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
package io.prestodynamic.catalog.monitor;

import com.facebook.presto.Session;
import com.facebook.presto.spi.ConnectorSession;
import com.facebook.presto.spi.connector.ConnectorTransactionHandle;
import com.facebook.presto.spi.security.AccessControl;
import io.prestodynamic.catalog.CatalogInfo;

import javax.inject.Inject;

import java.util.List;
import java.util.Set;

import static com.facebook.presto.connector.system.SystemConnectorSessionUtil.toSession;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.Objects.requireNonNull;

/**
 * Catalogs that the access control shows to the user of a query.
 */
public class VisibleCatalogs
{
    private final AccessControl accessControl;

    @Inject
    public VisibleCatalogs(AccessControl accessControl)
    {
        this.accessControl = requireNonNull(accessControl, "accessControl is null");
    }

    public List<CatalogInfo> filter(ConnectorTransactionHandle transactionHandle, ConnectorSession connectorSession, List<CatalogInfo> catalogs)
    {
        Session session = toSession(transactionHandle, connectorSession);
        Set<String> names = catalogs.stream().map(CatalogInfo::catalogName).collect(toImmutableSet());
        Set<String> visible = accessControl.filterCatalogs(session.getIdentity(), session.getAccessControlContext(), names);
        return catalogs.stream().filter(catalog -> visible.contains(catalog.catalogName())).toList();
    }
}
