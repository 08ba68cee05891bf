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

import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.CatalogSettings;
import io.prestodynamic.catalog.coordinator.change.CatalogPatch;
import io.prestodynamic.catalog.coordinator.change.DefinitionPatch;
import io.prestodynamic.catalog.server.TestingHttpHeaders;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import javax.ws.rs.core.MediaType;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.CatalogErrorCode.UNSUPPORTED_MEDIA_TYPE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static javax.ws.rs.core.MediaType.APPLICATION_JSON_TYPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

public class TestPatchReader
{
    private static final String MAX_QUERIES_REFUSED = "maxQueries is not a whole number between 1 and 2147483647";

    @Test
    public void testPatch()
    {
        DefinitionPatch patch = readPatch("{\"connectorName\": \"mysql\", \"catalogName\": \"sales\", \"properties\": {\"a\": \"1\", \"b\": null, \"c\": \"\"}}");
        assertThat(patch).isEqualTo(new DefinitionPatch(Optional.of("mysql"), Map.of("a", Optional.of("1"), "b", Optional.empty(), "c", Optional.of("")), Optional.of(Map.of())));
        assertThat(patch).hasToString("connector mysql, properties [a, b, c]");
        assertThat(readPatch("{}")).isEqualTo(DefinitionPatch.NOTHING);
    }

    @Test
    public void testSettings()
    {
        CatalogSettings settings = CatalogSettings.unlimited(Optional.of("Orders"), false);
        assertThat(readCatalogPatch("{}").settings().apply(settings)).isEqualTo(settings);
        assertThat(readCatalogPatch("{\"enabled\": true}").settings().apply(settings)).isEqualTo(CatalogSettings.unlimited(Optional.of("Orders"), true));
        assertThat(readCatalogPatch("{\"enabled\": false, \"description\": null}").settings().apply(CatalogSettings.DEFAULT)).isEqualTo(CatalogSettings.unlimited(Optional.empty(), false));
        assertThat(readCatalogPatch("{\"description\": \"\"}").settings().apply(settings)).isEqualTo(CatalogSettings.unlimited(Optional.empty(), false));
        assertThat(readCatalogPatch("{\"description\": \"Sales\"}").settings().apply(settings)).isEqualTo(CatalogSettings.unlimited(Optional.of("Sales"), false));
    }

    @Test
    public void testLimits()
    {
        CatalogSettings limited = new CatalogSettings(Optional.of("Orders"), false, Optional.of(20));
        for (String same : List.of("{}", "{\"limits\": {}}", "{\"limits\": {\"maxQueries\": 20}}")) {
            assertThat(readCatalogPatch(same).settings().apply(limited)).isEqualTo(limited);
        }
        assertThat(readCatalogPatch("{\"limits\": {\"maxQueries\": 2147483647}}").settings().apply(limited).maxQueries()).contains(Integer.MAX_VALUE);
        for (String none : List.of("{\"limits\": null}", "{\"limits\": {\"maxQueries\": null}}")) {
            assertThat(readCatalogPatch(none).settings().apply(limited)).isEqualTo(CatalogSettings.unlimited(Optional.of("Orders"), false));
        }
    }

    @DataProvider
    public Object[][] invalidPatches()
    {
        return new Object[][] {
                {"[]", "The request is not a JSON object"},
                {"{\"enabled\": null}", "enabled is neither true nor false"},
                {"{\"enabled\": \"false\"}", "enabled is neither true nor false"},
                {"{\"description\": 1}", "description is not a string"},
                {"{\"limits\": 20}", "limits is not an object"},
                {"{\"limits\": [20]}", "limits is not an object"},
                {"{\"limits\": {\"maxQueries\": 1, \"max\": {}}}", "Field 'max' of limits is unknown; limits has maxQueries"},
                {"{\"limits\": {\"maxQueries\": 0}}", MAX_QUERIES_REFUSED},
                {"{\"limits\": {\"maxQueries\": -1}}", MAX_QUERIES_REFUSED},
                {"{\"limits\": {\"maxQueries\": 20.0}}", MAX_QUERIES_REFUSED},
                {"{\"limits\": {\"maxQueries\": \"20\"}}", MAX_QUERIES_REFUSED},
                {"{\"limits\": {\"maxQueries\": [20]}}", MAX_QUERIES_REFUSED},
                {"{\"limits\": {\"maxQueries\": 2147483648}}", MAX_QUERIES_REFUSED},
                {"{\"limits\": {\"maxQueries\": %s}}".formatted("9".repeat(10_000)), MAX_QUERIES_REFUSED},
                {"{\"connectorName\": null}", "connectorName is not a string"},
                {"{\"catalogName\": \"other\"}", "The request is for catalog sales, and its body has another catalogName"},
                {"{\"properties\": null}", "properties is not an object"},
                {"{\"properties\": {\"connection-password\": [\"s3cret\"]}}", "Property connection-password is not a string"},
                {"{\"connection-password\": \"s3cret\"}", "Field 'connection-password' is unknown; connectorName, properties, files, description, enabled and limits of a catalog can be patched"},
                {"{\"version\": \"1-00000000\"}", "Field 'version' is unknown; connectorName, properties, files, description, enabled and limits of a catalog can be patched"},
                {"{\"properties\": {%s}}".formatted(IntStream.range(0, 1001).mapToObj("\"p%s\": null"::formatted).collect(joining(","))), "A catalog has at most 1000 properties"},
        };
    }

    @Test(dataProvider = "invalidPatches")
    public void testInvalidPatch(String body, String message)
    {
        CatalogException refusal = catchThrowableOfType(CatalogException.class, () -> readPatch(body));
        assertThat(refusal.getCode()).isEqualTo(INVALID_REQUEST);
        assertThat(refusal).hasMessage(message);
    }

    @Test
    public void testMediaTypeOfPatch()
    {
        MediaType patch = new MediaType("application", "merge-patch+json");
        CatalogRequestReader reader = new CatalogRequestReader(new TestingHttpHeaders(patch), new ByteArrayInputStream("{}".getBytes(UTF_8)));
        assertThat(reader.readPatch(new CatalogName("sales")).definition()).isEqualTo(DefinitionPatch.NOTHING);
        CatalogException refusal = catchThrowableOfType(
                CatalogException.class,
                () -> new CatalogRequestReader(new TestingHttpHeaders(patch), new ByteArrayInputStream("{}".getBytes(UTF_8))).readCatalog());
        assertThat(refusal.getCode()).isEqualTo(UNSUPPORTED_MEDIA_TYPE);
    }

    private static DefinitionPatch readPatch(String body)
    {
        return readCatalogPatch(body).definition();
    }

    private static CatalogPatch readCatalogPatch(String body)
    {
        return new CatalogRequestReader(new TestingHttpHeaders(APPLICATION_JSON_TYPE), new ByteArrayInputStream(body.getBytes(UTF_8))).readPatch(new CatalogName("sales"));
    }
}
