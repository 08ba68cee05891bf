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

import com.facebook.presto.spi.ConnectorId;
import com.facebook.presto.spi.PrestoException;
import com.facebook.presto.spi.connector.ConnectorMetadata;
import com.google.common.reflect.Reflection;
import io.prestodynamic.catalog.security.SecretMask;

import java.lang.reflect.InvocationTargetException;

import static com.facebook.presto.common.ErrorType.EXTERNAL;
import static com.facebook.presto.common.ErrorType.INTERNAL_ERROR;
import static com.facebook.presto.spi.StandardErrorCode.GENERIC_INTERNAL_ERROR;

/**
 * Adds the catalog name to failures of connectors, because the message of an unreachable database rarely has it.
 */
public final class CatalogFailures
{
    private CatalogFailures() {}

    /**
     * Returns metadata whose external and internal errors start with the catalog name, and show no secrets in URLs. User errors stay as they are.
     */
    public static ConnectorMetadata nameCatalog(ConnectorId connectorId, ConnectorMetadata metadata)
    {
        if (ConnectorId.isInternalSystemConnector(connectorId)) {
            return metadata;
        }
        return Reflection.newProxy(ConnectorMetadata.class, (proxy, method, arguments) -> {
            try {
                return method.invoke(metadata, arguments);
            }
            catch (InvocationTargetException e) {
                throw named(connectorId.getCatalogName(), e.getCause());
            }
        });
    }

    public static String prefix(String catalogName)
    {
        return "Catalog " + catalogName + ": ";
    }

    private static Throwable named(String catalogName, Throwable failure)
    {
        if (failure instanceof PrestoException exception) {
            // callers of Presto distinguish the subclasses
            return exception.getClass() == PrestoException.class && isOfConnector(exception) ?
                    new PrestoException(exception::getErrorCode, message(catalogName, failure), failure) :
                    exception;
        }
        return failure instanceof RuntimeException ? new PrestoException(GENERIC_INTERNAL_ERROR, message(catalogName, failure), failure) : failure;
    }

    private static boolean isOfConnector(PrestoException exception)
    {
        return exception.getErrorCode().getType() == EXTERNAL || exception.getErrorCode().getType() == INTERNAL_ERROR;
    }

    private static String message(String catalogName, Throwable failure)
    {
        return prefix(catalogName) + (failure.getMessage() == null ? failure.getClass().getSimpleName() : SecretMask.redactUrls(failure.getMessage()));
    }
}
