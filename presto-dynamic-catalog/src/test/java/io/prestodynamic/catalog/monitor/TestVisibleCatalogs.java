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

import com.facebook.presto.common.transaction.TransactionId;
import com.facebook.presto.connector.system.GlobalSystemTransactionHandle;
import com.facebook.presto.spi.ConnectorSession;
import com.facebook.presto.spi.connector.ConnectorTransactionHandle;
import com.facebook.presto.spi.security.AccessControlContext;
import com.facebook.presto.spi.security.AllowAllAccessControl;
import com.facebook.presto.spi.security.Identity;
import com.facebook.presto.testing.TestingConnectorSession;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Sets;
import io.prestodynamic.catalog.CatalogInfo;
import io.prestodynamic.catalog.CatalogState;
import org.testng.annotations.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static io.prestodynamic.catalog.CatalogInfo.Source.DYNAMIC;
import static org.assertj.core.api.Assertions.assertThat;

public class TestVisibleCatalogs
{
    private static final ConnectorTransactionHandle TRANSACTION = new GlobalSystemTransactionHandle("system", TransactionId.create());
    // the name of its user is "user"
    private static final ConnectorSession SESSION = new TestingConnectorSession(ImmutableList.of());

    @Test
    public void testAccessControlDecides()
    {
        List<CatalogInfo> catalogs = List.of(catalog("hidden", "1-ab"), catalog("sales", "2-ab"), catalog("sales", "3-ab"));
        assertThat(new VisibleCatalogs(new AllowAllAccessControl()).filter(TRANSACTION, SESSION, catalogs)).isEqualTo(catalogs);
        assertThat(new VisibleCatalogs(new HidingAccessControl("user")).filter(TRANSACTION, SESSION, catalogs)).isEqualTo(catalogs.subList(1, 3));
        assertThat(new VisibleCatalogs(new HidingAccessControl("somebody else")).filter(TRANSACTION, SESSION, catalogs)).isEqualTo(catalogs);
    }

    private static CatalogInfo catalog(String name, String version)
    {
        return new CatalogInfo(
                name,
                Optional.of("mysql"),
                Map.of(),
                DYNAMIC,
                Optional.of(version),
                CatalogState.ACTIVE,
                Optional.empty(),
                0,
                List.of(),
                Optional.empty(),
                List.of());
    }

    private static class HidingAccessControl
            extends AllowAllAccessControl
    {
        private final String user;

        HidingAccessControl(String user)
        {
            this.user = user;
        }

        @Override
        public Set<String> filterCatalogs(Identity identity, AccessControlContext context, Set<String> catalogs)
        {
            return identity.getUser().equals(user) ? Sets.difference(catalogs, Set.of("hidden")) : catalogs;
        }
    }
}
