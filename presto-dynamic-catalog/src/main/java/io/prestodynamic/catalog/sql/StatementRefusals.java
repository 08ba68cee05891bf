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
package io.prestodynamic.catalog.sql;

import com.facebook.airlift.log.Logger;
import com.facebook.presto.spi.ErrorCodeSupplier;
import com.facebook.presto.spi.PrestoException;
import io.prestodynamic.catalog.CatalogErrorCode;
import io.prestodynamic.catalog.CatalogException;

import java.util.concurrent.CompletionException;

import static com.facebook.presto.spi.StandardErrorCode.ALREADY_EXISTS;
import static com.facebook.presto.spi.StandardErrorCode.CONFIGURATION_UNAVAILABLE;
import static com.facebook.presto.spi.StandardErrorCode.GENERIC_INSUFFICIENT_RESOURCES;
import static com.facebook.presto.spi.StandardErrorCode.GENERIC_INTERNAL_ERROR;
import static com.facebook.presto.spi.StandardErrorCode.INVALID_ARGUMENTS;
import static com.facebook.presto.spi.StandardErrorCode.NOT_FOUND;
import static com.facebook.presto.spi.StandardErrorCode.NOT_SUPPORTED;
import static com.facebook.presto.spi.StandardErrorCode.PERMISSION_DENIED;
import static com.facebook.presto.spi.StandardErrorCode.SERVER_STARTING_UP;
import static com.facebook.presto.spi.StandardErrorCode.TRANSACTION_CONFLICT;

/**
 * Errors of statements for refusals. They have the sentence of the refusal, and not its cause, which clients would see and which may contain a secret.
 */
final class StatementRefusals
{
    private static final Logger log = Logger.get(StatementRefusals.class);

    private StatementRefusals() {}

    static PrestoException toError(Throwable failure)
    {
        Throwable cause = unwrap(failure);
        if (cause instanceof CatalogException refusal) {
            return new PrestoException(errorCode(refusal.getCode()), refusal.getMessage());
        }
        log.error(cause, "A statement about a catalog has failed");
        return new PrestoException(GENERIC_INTERNAL_ERROR, "The server has failed; its log says why");
    }

    static Throwable unwrap(Throwable failure)
    {
        return failure instanceof CompletionException ? failure.getCause() : failure;
    }

    static ErrorCodeSupplier errorCode(CatalogErrorCode code)
    {
        return switch (code) {
            case INVALID_REQUEST, INVALID_CONFIGURATION, REQUEST_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, NOT_ACCEPTABLE -> INVALID_ARGUMENTS;
            case UNAUTHENTICATED, FORBIDDEN, INSECURE -> PERMISSION_DENIED;
            case UNKNOWN_CONNECTOR, CATALOG_NOT_FOUND, VERSION_NOT_FOUND, NOT_FOUND -> NOT_FOUND;
            case CATALOG_EXISTS -> ALREADY_EXISTS;
            case CATALOG_IS_STATIC, METHOD_NOT_ALLOWED -> NOT_SUPPORTED;
            case CONCURRENT_CHANGE, VERSION_MISMATCH -> TRANSACTION_CONFLICT;
            case TOO_MANY_CHANGES, REQUEST_TIMEOUT -> GENERIC_INSUFFICIENT_RESOURCES;
            case STORE_UNAVAILABLE, NOT_COORDINATOR -> CONFIGURATION_UNAVAILABLE;
            case STARTING -> SERVER_STARTING_UP;
            case INTERNAL_ERROR -> GENERIC_INTERNAL_ERROR;
        };
    }
}
