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
package io.prestodynamic.catalog.store.zookeeper;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.CatalogFiles;
import io.prestodynamic.catalog.CatalogSettings;
import io.prestodynamic.catalog.store.DefinitionContent;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.time.Instant;
import java.util.Optional;

import static io.prestodynamic.catalog.CatalogSettings.DEFAULT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestCatalogContent
{
    private static final String NOT_JSON = "The contents of the node are not JSON with one value for each name (line 1, column ";

    @Test
    public void testSettings()
    {
        assertThat(CatalogContent.read("{\"connectorName\": \"mysql\", \"enabled\": false, \"description\": \"Orders\"}").settings())
                .isEqualTo(CatalogSettings.unlimited(Optional.of("Orders"), false));
        assertThatThrownBy(() -> CatalogContent.read("{\"connectorName\": \"mysql\", \"description\": {\"connectorName\": \"tpch\"}}")).hasMessage("The description is not a string");
        assertThatThrownBy(() -> CatalogContent.read("{\"connectorName\": \"mysql\", \"enabled\": [false]}")).hasMessage("enabled is neither true nor false");
        assertThat(CatalogContent.read("{\"connectorName\": \"mysql\", \"maxQueries\": 20}").settings()).isEqualTo(new CatalogSettings(Optional.empty(), true, Optional.of(20)));
        assertThatThrownBy(() -> CatalogContent.read("{\"connectorName\": \"mysql\", \"maxQueries\": 0}")).hasMessage("maxQueries is not a positive whole number");
        assertThatThrownBy(() -> CatalogContent.read("{\"connectorName\": \"mysql\", \"maxQueries\": \"20\"}")).hasMessage("maxQueries is not a positive whole number");
    }

    @Test
    public void testRead()
    {
        assertThat(CatalogContent.read("{\"connectorName\": \"mysql\"}"))
                .isEqualTo(new CatalogContent(Optional.empty(), 0, 1, Optional.empty(), "mysql", DefinitionContent.NONE, DEFAULT));
        DefinitionContent definition = new DefinitionContent(ImmutableMap.of("a", "b", "c", "1.50"), CatalogFiles.NONE);
        assertThat(CatalogContent.read("""
                {"unknown": [{"id": 1}], "format": 2, "revision": 3, "id": 4, "createdAt": "2026-01-31T12:00:00Z",
                 "properties": {"a": "b", "c": 1.50}, "connectorName": "mysql"}"""))
                .isEqualTo(new CatalogContent(Optional.of(4L), 3, 2, Optional.of(Instant.parse("2026-01-31T12:00:00Z")), "mysql", definition, DEFAULT));
    }

    @DataProvider
    public Object[][] invalid()
    {
        return new Object[][] {
                {"", "The node is not a JSON object"},
                {"[\"s3cret\"]", "The node is not a JSON object"},
                {"connection-password=s3cret", NOT_JSON},
                {"{\"connectorName\": \"mysql\", \"properties\": {\"a\": \"s3cret", NOT_JSON},
                {"{\"connectorName\": \"mysql\", \"connectorName\": \"s3cret\"}", NOT_JSON},
                {"{\"connectorName\": \"mysql\", \"properties\": {\"a\": \"1\", \"a\": \"s3cret\"}}", NOT_JSON},
                {"{\"connectorName\": \"mysql\", \"id\": \"s3cret\"}", NOT_JSON},
                {"{\"connectorName\": \"mysql\"} s3cret", NOT_JSON},
                {"{\"connectorName\": \"mysql\"} {}", "The node has more than one JSON object"},
                {"{}", "The connectorName is missing"},
                {"{\"connectorName\": \" \"}", "The connectorName is missing"},
                {"{\"connectorName\": 7}", "The connectorName is not a string"},
                {"{\"connectorName\": \"mysql\", \"createdAt\": \"s3cret\"}", "The createdAt is not a time such as 2026-01-31T12:00:00Z"},
                {"{\"connectorName\": \"mysql\", \"properties\": \"s3cret\"}", "The properties are not a JSON object"},
                {"{\"connectorName\": \"mysql\", \"properties\": {\"a\": [\"s3cret\"]}}", "The value of property 'a' is not a string"},
        };
    }

    @Test(dataProvider = "invalid")
    public void testInvalid(String json, String message)
    {
        assertThatThrownBy(() -> CatalogContent.read(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("s3cret")
                .hasNoCause();
    }
}
