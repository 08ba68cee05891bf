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

import org.testng.annotations.Test;

import java.util.List;

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
                "/v1/catalogSync")) {
            assertThat(RequestPath.isAboutCatalogs(path)).as(path).isTrue();
        }
        for (String path : List.of("", "/", "/v1", "/v1/", "/v1/statement", "/v1/statement/catalog", "/v1/%2", "/v1/%zzcatalog", "/catalog/v1", "/v1/;catalog", "/ui/v1/catalog")) {
            assertThat(RequestPath.isAboutCatalogs(path)).as(path).isFalse();
        }
    }
}
