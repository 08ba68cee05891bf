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

import com.facebook.presto.common.ErrorCode;
import com.facebook.presto.spi.ConnectorId;
import com.facebook.presto.spi.ErrorCodeSupplier;
import com.facebook.presto.spi.PrestoException;
import com.facebook.presto.spi.SchemaTableName;
import com.facebook.presto.spi.TableNotFoundException;
import com.facebook.presto.spi.connector.ConnectorMetadata;
import com.google.common.reflect.Reflection;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.util.List;

import static com.facebook.presto.common.ErrorType.EXTERNAL;
import static com.facebook.presto.spi.StandardErrorCode.GENERIC_INTERNAL_ERROR;
import static com.facebook.presto.spi.StandardErrorCode.NOT_SUPPORTED;
import static com.facebook.presto.testing.TestingConnectorSession.SESSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestCatalogFailures
{
    private static final ConnectorId SHOP = new ConnectorId("shop");
    private static final ErrorCodeSupplier JDBC_ERROR = () -> new ErrorCode(0x0400_0000, "JDBC_ERROR", EXTERNAL);

    @DataProvider
    public static Object[][] connectorFailures()
    {
        return new Object[][] {
                {new PrestoException(JDBC_ERROR, "Could not connect"), JDBC_ERROR, "Catalog shop: Could not connect"},
                {new IllegalStateException(), GENERIC_INTERNAL_ERROR, "Catalog shop: IllegalStateException"},
                {new IllegalStateException("Timed out"), GENERIC_INTERNAL_ERROR, "Catalog shop: Timed out"},
                {new PrestoException(JDBC_ERROR, "Cannot reach jdbc:mysql://u:s3cret@host"), JDBC_ERROR, "Catalog shop: Cannot reach jdbc:mysql://u:******@host"},
        };
    }

    @Test(dataProvider = "connectorFailures")
    public void testFailureOfConnector(RuntimeException failure, ErrorCodeSupplier code, String message)
    {
        assertThatThrownBy(() -> CatalogFailures.nameCatalog(SHOP, failing(failure)).listSchemaNames(SESSION))
                .isInstanceOfSatisfying(PrestoException.class, e -> assertThat(e.getErrorCode()).isEqualTo(code.toErrorCode()))
                .hasMessage(message)
                .hasCause(failure);
    }

    @DataProvider
    public static Object[][] otherFailures()
    {
        return new Object[][] {
                {new TableNotFoundException(new SchemaTableName("a", "b"))},
                {new PrestoException(NOT_SUPPORTED, "This connector does not support it")},
                {new StackOverflowError()},
        };
    }

    @Test(dataProvider = "otherFailures")
    public void testOtherFailure(Throwable failure)
    {
        assertThatThrownBy(() -> CatalogFailures.nameCatalog(SHOP, failing(failure)).listSchemaNames(SESSION)).isSameAs(failure);
    }

    @Test
    public void testSuccess()
    {
        ConnectorMetadata metadata = Reflection.newProxy(ConnectorMetadata.class, (proxy, method, arguments) -> List.of("tiny"));
        assertThat(CatalogFailures.nameCatalog(SHOP, metadata).listSchemaNames(SESSION)).containsExactly("tiny");
    }

    private static ConnectorMetadata failing(Throwable failure)
    {
        return Reflection.newProxy(ConnectorMetadata.class, (proxy, method, arguments) -> {
            throw failure;
        });
    }
}
