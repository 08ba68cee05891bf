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
package io.prestodynamic.catalog.server.filter;

import com.google.common.collect.ImmutableSet;
import io.prestodynamic.catalog.CatalogErrorCode;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.server.representation.ErrorRepresentation;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import javax.ws.rs.core.Response;

import java.util.stream.Stream;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_EXISTS;
import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_IS_STATIC;
import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_NOT_FOUND;
import static io.prestodynamic.catalog.CatalogErrorCode.CONCURRENT_CHANGE;
import static io.prestodynamic.catalog.CatalogErrorCode.FORBIDDEN;
import static io.prestodynamic.catalog.CatalogErrorCode.INSECURE;
import static io.prestodynamic.catalog.CatalogErrorCode.INTERNAL_ERROR;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_CONFIGURATION;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.CatalogErrorCode.METHOD_NOT_ALLOWED;
import static io.prestodynamic.catalog.CatalogErrorCode.NOT_ACCEPTABLE;
import static io.prestodynamic.catalog.CatalogErrorCode.NOT_COORDINATOR;
import static io.prestodynamic.catalog.CatalogErrorCode.NOT_FOUND;
import static io.prestodynamic.catalog.CatalogErrorCode.REQUEST_TIMEOUT;
import static io.prestodynamic.catalog.CatalogErrorCode.REQUEST_TOO_LARGE;
import static io.prestodynamic.catalog.CatalogErrorCode.STARTING;
import static io.prestodynamic.catalog.CatalogErrorCode.STORE_UNAVAILABLE;
import static io.prestodynamic.catalog.CatalogErrorCode.TOO_MANY_CHANGES;
import static io.prestodynamic.catalog.CatalogErrorCode.UNAUTHENTICATED;
import static io.prestodynamic.catalog.CatalogErrorCode.UNKNOWN_CONNECTOR;
import static io.prestodynamic.catalog.CatalogErrorCode.UNSUPPORTED_MEDIA_TYPE;
import static io.prestodynamic.catalog.CatalogErrorCode.VERSION_MISMATCH;
import static io.prestodynamic.catalog.CatalogErrorCode.VERSION_NOT_FOUND;
import static javax.ws.rs.core.MediaType.APPLICATION_JSON_TYPE;
import static org.assertj.core.api.Assertions.assertThat;

public class TestCatalogExceptionMapper
{
    @DataProvider
    public Object[][] statuses()
    {
        return new Object[][] {
                {INVALID_REQUEST, 400},
                {UNKNOWN_CONNECTOR, 400},
                {INVALID_CONFIGURATION, 400},
                {UNAUTHENTICATED, 401},
                {FORBIDDEN, 403},
                {INSECURE, 403},
                {CATALOG_NOT_FOUND, 404},
                {VERSION_NOT_FOUND, 404},
                {CATALOG_EXISTS, 409},
                {CATALOG_IS_STATIC, 409},
                {CONCURRENT_CHANGE, 409},
                {VERSION_MISMATCH, 412},
                {REQUEST_TIMEOUT, 408},
                {REQUEST_TOO_LARGE, 413},
                {UNSUPPORTED_MEDIA_TYPE, 415},
                {TOO_MANY_CHANGES, 429},
                {STORE_UNAVAILABLE, 503},
                {STARTING, 503},
                {NOT_COORDINATOR, 503},
                {NOT_FOUND, 404},
                {METHOD_NOT_ALLOWED, 405},
                {NOT_ACCEPTABLE, 406},
                {INTERNAL_ERROR, 500},
        };
    }

    @Test(dataProvider = "statuses")
    public void testStatus(CatalogErrorCode code, int status)
    {
        Response response = CatalogExceptionMapper.respond(new CatalogException(code, "No"));
        assertThat(response.getStatus()).isEqualTo(status);
        assertThat(response.getMediaType()).isEqualTo(APPLICATION_JSON_TYPE);
        assertThat(response.getEntity()).isEqualTo(new ErrorRepresentation(code, "No"));
        assertThat(response.getHeaderString("Retry-After")).isEqualTo(code == TOO_MANY_CHANGES ? "2" : null);
    }

    @Test
    public void testEveryCodeHasAStatus()
    {
        assertThat(Stream.of(statuses()).map(row -> row[0]).collect(toImmutableSet())).isEqualTo(ImmutableSet.copyOf(CatalogErrorCode.values()));
    }
}
