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
package io.prestodynamic.catalog.server.request;

import io.prestodynamic.catalog.server.TestingServletRequest;
import org.testng.annotations.Test;

import javax.servlet.http.HttpServletRequestWrapper;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

public class TestRequestPath
{
    @Test
    public void testPaths()
    {
        for (String path : List.of(
                "/v1/catalog",
                "/v1/catalog/",
                "/v1/catalog/add",
                "/v1/catalog;a=b/add",
                "/v1;x/catalog/add;y",
                "//v1//catalog/add",
                "/v1/%63atalog/add",
                "/%761/c%61talog%2Fadd",
                "/v1/connector",
                "/v1/c%6fnnector;a=b/mysql",
                "/v1/catalogSync")) {
            assertThat(RequestPath.isAboutCatalogs(path)).as(path).isTrue();
        }
        for (String path : List.of("", "/", "/v1", "/v1/", "/v1/statement", "/v1/statement/catalog", "/v1/%2", "/v1/%zzcatalog", "/catalog/v1", "/v1/;catalog", "/ui/v1/catalog", "/v1/connectors")) {
            assertThat(RequestPath.isAboutCatalogs(path)).as(path).isFalse();
        }
    }

    @Test
    public void testCatalogApi()
    {
        for (String path : List.of("/v1/catalog", "/v1/catalog/sales", "/v1/connector", "/%761/connecto%72/mysql")) {
            assertThat(RequestPath.isCatalogApi(path)).as(path).isTrue();
            assertThat(RequestPath.isAboutConnectors(path)).as(path).isEqualTo(path.contains("connecto"));
        }
        assertThat(RequestPath.isCatalogApi("/v1/catalogSync")).isFalse();
        assertThat(RequestPath.isAboutConnectors("/v1/catalog/connector")).isFalse();
    }

    @Test
    public void testCatalogNames()
    {
        assertThat(catalogName("/v1/catalog/sales", null)).contains("sales");
        assertThat(catalogName("/v1/%63atalog;a=b/s%61les;c/restore", "version=1")).contains("sales");
        assertThat(catalogName("/v1/catalog/No%20Name", "force=true")).contains("No Name");
        assertThat(catalogName("/v1/catalog/delete", "force=true&catalogName=s%61les")).contains("sales");
        for (String path : List.of("/v1/catalog", "/v1/catalog/", "/v1/catalog/add", "/v1/catalog/import", "/v1/catalog/history", "/v1/catalog/rekey", "/v1/connector/mysql")) {
            assertThat(catalogName(path, null)).as(path).isEmpty();
        }
        assertThat(catalogName("/v1/catalog/delete", "catalogName=")).isEmpty();
        assertThat(catalogName("/v1/catalog/delete", "aCatalogName=sales")).isEmpty();
    }

    private static Optional<String> catalogName(String uri, String query)
    {
        return RequestPath.catalogName(new HttpServletRequestWrapper(TestingServletRequest.request(Map.of(), Optional.empty()))
        {
            @Override
            public String getRequestURI()
            {
                return uri;
            }

            @Override
            public String getQueryString()
            {
                return query;
            }
        });
    }
}
