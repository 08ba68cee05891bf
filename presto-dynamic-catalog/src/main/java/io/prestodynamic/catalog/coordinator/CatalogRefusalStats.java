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

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.prestodynamic.catalog.CatalogErrorCode;
import org.weakref.jmx.Managed;

import javax.annotation.concurrent.ThreadSafe;

import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_EXISTS;
import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_IS_STATIC;
import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_NOT_FOUND;
import static io.prestodynamic.catalog.CatalogErrorCode.CONCURRENT_CHANGE;
import static io.prestodynamic.catalog.CatalogErrorCode.FORBIDDEN;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_CONFIGURATION;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.CatalogErrorCode.REQUEST_TIMEOUT;
import static io.prestodynamic.catalog.CatalogErrorCode.REQUEST_TOO_LARGE;
import static io.prestodynamic.catalog.CatalogErrorCode.STARTING;
import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static io.prestodynamic.catalog.CatalogErrorCode.TOO_MANY_CHANGES;
import static io.prestodynamic.catalog.CatalogErrorCode.UNKNOWN_CONNECTOR;
import static io.prestodynamic.catalog.CatalogErrorCode.UNSUPPORTED_MEDIA_TYPE;

/**
 * Number of refused changes, by code.
 */
@ThreadSafe
public class CatalogRefusalStats
{
    private final Map<CatalogErrorCode, LongAdder> counts = ImmutableMap.copyOf(Maps.toMap(EnumSet.allOf(CatalogErrorCode.class), code -> new LongAdder()));

    void record(CatalogErrorCode code)
    {
        counts.get(code).increment();
    }

    @Managed
    public long getTotal()
    {
        return counts.values().stream().mapToLong(LongAdder::sum).sum();
    }

    @Managed
    public long getCatalogExists()
    {
        return count(CATALOG_EXISTS);
    }

    @Managed
    public long getCatalogIsStatic()
    {
        return count(CATALOG_IS_STATIC);
    }

    @Managed
    public long getCatalogNotFound()
    {
        return count(CATALOG_NOT_FOUND);
    }

    @Managed
    public long getConcurrentChange()
    {
        return count(CONCURRENT_CHANGE);
    }

    @Managed
    public long getForbidden()
    {
        return count(FORBIDDEN);
    }

    @Managed
    public long getInvalidConfiguration()
    {
        return count(INVALID_CONFIGURATION);
    }

    @Managed
    public long getInvalidRequest()
    {
        return count(INVALID_REQUEST);
    }

    @Managed
    public long getRequestTimeout()
    {
        return count(REQUEST_TIMEOUT);
    }

    @Managed
    public long getRequestTooLarge()
    {
        return count(REQUEST_TOO_LARGE);
    }

    @Managed
    public long getStarting()
    {
        return count(STARTING);
    }

    @Managed
    public long getStoreUnavailable()
    {
        return count(STORE_UNAVAILABLE);
    }

    @Managed
    public long getTooManyChanges()
    {
        return count(TOO_MANY_CHANGES);
    }

    @Managed
    public long getUnknownConnector()
    {
        return count(UNKNOWN_CONNECTOR);
    }

    @Managed
    public long getUnsupportedMediaType()
    {
        return count(UNSUPPORTED_MEDIA_TYPE);
    }

    private long count(CatalogErrorCode code)
    {
        return counts.get(code).sum();
    }
}
