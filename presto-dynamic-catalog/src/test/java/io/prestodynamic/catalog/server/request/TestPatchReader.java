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
    @Test
    public void testPatch()
    {
        DefinitionPatch patch = readPatch("{\"connectorName\": \"mysql\", \"catalogName\": \"sales\", \"properties\": {\"a\": \"1\", \"b\": null, \"c\": \"\"}}");
        assertThat(patch).isEqualTo(new DefinitionPatch(Optional.of("mysql"), Map.of("a", Optional.of("1"), "b", Optional.empty(), "c", Optional.of(""))));
        assertThat(patch).hasToString("connector mysql, properties [a, b, c]");
        assertThat(readPatch("{}")).isEqualTo(DefinitionPatch.NOTHING);
    }

    @Test
    public void testSettings()
    {
        CatalogSettings settings = new CatalogSettings(Optional.of("Orders"), false);
        assertThat(readCatalogPatch("{}").settings().apply(settings)).isEqualTo(settings);
        assertThat(readCatalogPatch("{\"enabled\": true}").settings().apply(settings)).isEqualTo(new CatalogSettings(Optional.of("Orders"), true));
        assertThat(readCatalogPatch("{\"enabled\": false, \"description\": null}").settings().apply(CatalogSettings.DEFAULT)).isEqualTo(new CatalogSettings(Optional.empty(), false));
        assertThat(readCatalogPatch("{\"description\": \"\"}").settings().apply(settings)).isEqualTo(new CatalogSettings(Optional.empty(), false));
        assertThat(readCatalogPatch("{\"description\": \"Sales\"}").settings().apply(settings)).isEqualTo(new CatalogSettings(Optional.of("Sales"), false));
    }

    @DataProvider
    public Object[][] invalidPatches()
    {
        return new Object[][] {
                {"[]", "The request is not a JSON object"},
                {"{\"enabled\": null}", "enabled is neither true nor false"},
                {"{\"enabled\": \"false\"}", "enabled is neither true nor false"},
                {"{\"description\": 1}", "description is not a string"},
                {"{\"connectorName\": null}", "connectorName is not a string"},
                {"{\"catalogName\": \"other\"}", "The request is for catalog sales, and its body has another catalogName"},
                {"{\"properties\": null}", "properties is not an object"},
                {"{\"properties\": {\"connection-password\": [\"s3cret\"]}}", "Property connection-password is not a string"},
                {"{\"connection-password\": \"s3cret\"}", "Field 'connection-password' is unknown; connectorName, properties, description and enabled of a catalog can be patched"},
                {"{\"version\": \"1-00000000\"}", "Field 'version' is unknown; connectorName, properties, description and enabled of a catalog can be patched"},
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
