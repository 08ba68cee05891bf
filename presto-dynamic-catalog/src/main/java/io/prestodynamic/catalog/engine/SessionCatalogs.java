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
import com.facebook.presto.common.transaction.TransactionId;
import com.facebook.presto.spi.PrestoException;
import com.facebook.presto.spi.PrestoWarning;
import com.facebook.presto.spi.WarningCode;
import com.facebook.presto.spi.WarningCollector;
import com.facebook.presto.transaction.TransactionManager;
import com.google.common.collect.ImmutableSet;

import java.util.Set;

import static com.facebook.presto.spi.StandardErrorCode.TRANSACTION_ALREADY_ABORTED;
import static com.facebook.presto.spi.StandardErrorCode.UNKNOWN_TRANSACTION;

/**
 * Check of the catalogs for which a session has properties or roles. The patched {@code Session} and {@code ResetSessionTask} call it.
 */
public final class SessionCatalogs
{
    public static final WarningCode CATALOG_NOT_FOUND = new WarningCode(0x0D1C_0001, "SESSION_CATALOG_NOT_FOUND");

    private static final Set<ErrorCode> TRANSACTION_HAS_ENDED = ImmutableSet.of(TRANSACTION_ALREADY_ABORTED.toErrorCode(), UNKNOWN_TRANSACTION.toErrorCode());

    private SessionCatalogs() {}

    /**
     * Returns whether the transaction can use the catalog, and adds a warning if the catalog does not exist.
     */
    public static boolean exists(TransactionManager transactionManager, TransactionId transactionId, String catalogName, WarningCollector warnings)
    {
        try {
            if (transactionManager.getOptionalCatalogMetadata(transactionId, catalogName).isPresent()) {
                return true;
            }
        }
        catch (PrestoException e) {
            // only ROLLBACK or COMMIT may follow in such a transaction, and neither needs a catalog
            if (TRANSACTION_HAS_ENDED.contains(e.getErrorCode())) {
                return false;
            }
            throw e;
        }
        warnings.add(new PrestoWarning(CATALOG_NOT_FOUND, "Catalog %s does not exist: its session properties and role are left out".formatted(catalogName)));
        return false;
    }
}
