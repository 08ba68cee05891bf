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

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogErrorCode;
import io.prestodynamic.catalog.CatalogException;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.coordinator.change.CatalogRequest;
import io.prestodynamic.catalog.server.TestingHttpHeaders;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import javax.ws.rs.core.HttpHeaders;
import javax.ws.rs.core.MediaType;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.stream.IntStream;

import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.CatalogErrorCode.REQUEST_TOO_LARGE;
import static io.prestodynamic.catalog.CatalogErrorCode.UNSUPPORTED_MEDIA_TYPE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static javax.ws.rs.core.MediaType.APPLICATION_JSON_TYPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

public class TestCatalogRequestReader
{
    private static final String SALES = """
            {"catalogName": "sales", "connectorName": "mysql", "properties": {"connection-user": "r\\u00f6\\nt", "a": ""}}""";

    @DataProvider
    public Object[][] refused()
    {
        return new Object[][] {
                {"", "The request is not a JSON object"},
                {"null", "The request is not a JSON object"},
                {"[]", "The request is not a JSON object"},
                {"\"s3cret\"", "The request is not a JSON object"},
                {"{", "The request is not JSON: it ends too early"},
                {"{\"catalogName\": \"sales\", \"connectorName\": \"tpch\"", "The request is not JSON: it ends too early"},
                {"{\"catalogName\" \"sales\"}", "The request is not JSON: error at line 1, column 1"},
                {"s3cret", "The request is not JSON: error at line 1, column"},
                {"{} {}", "The request is not JSON: error at line 1, column"},
                {"{\"a\": 1, \"a\": 2}", "Field 'a' occurs twice in one object: again at line 1, column 10"},
                {"{\"catalogName\": \"a\", \"connectorName\": \"mysql\", \"properties\": {\"p\": \"s3cret\",\n \"p\": \"s3cret\"}}", "Field 'p' occurs twice in one object: again at line 2, column 2"},
                {"{\"catalogname\": \"s3cret\", \"connectorName\": \"mysql\"}", "Field 'catalogname' is unknown; a catalog has catalogName, connectorName, properties, files, description, enabled and limits"},
                {"{\"catalog_name\": \"s3cret\", \"connectorName\": \"mysql\"}", "Field 'catalog_name' is unknown; a catalog has"},
                {"{\"catalogName\": \"a\", \"connectorName\": \"mysql\", \"Properties\": {\"p\": \"s3cret\"}}", "Field 'Properties' is unknown; a catalog has"},
                {"connector.name=mysql\nconnection-password=s3cret\n", "The body is a properties file; send JSON, such as {"},
                {"# s3cret\n\n  ! s3cret\nconnector.name = mysql\n", "The body is a properties file"},
                {"\u001f\u008b", "The request is not JSON"},
                {"{}", "catalogName is missing"},
                {"{\"catalogName\": null}", "catalogName is not a string"},
                {"{\"catalogName\": 1}", "catalogName is not a string"},
                {"{\"catalogName\": \"a\"}", "connectorName is missing"},
                {"{\"catalogName\": \"a\", \"connectorName\": [\"s3cret\"]}", "connectorName is not a string"},
                {"{\"catalogName\": \"a\", \"connectorName\": \" \"}", "connectorName is empty"},
                {"{\"catalogName\": \"a\", \"connectorName\": \"mysql\", \"properties\": null}", "properties is not an object"},
                {"{\"catalogName\": \"a\", \"connectorName\": \"mysql\", \"properties\": \"s3cret\"}", "properties is not an object"},
                {"{\"catalogName\": \"a\", \"connectorName\": \"mysql\", \"properties\": {\"p\": {\"s3cret\": 1}}}", "Property p is not a string"},
                {"{\"catalogName\": \"a\", \"connectorName\": \"mysql\", \"properties\": {\"p\": null}}", "Property p is not a string"},
                {"{\"catalogName\": \"a\", \"connectorName\": \"mysql\", \"properties\": {\"p\": 1}}", "Property p is not a string"},
        };
    }

    @Test
    public void testDefinition()
    {
        assertThat(read(APPLICATION_JSON_TYPE, SALES.getBytes(UTF_8)))
                .isEqualTo(new CatalogDefinition(new CatalogName("sales"), "mysql", ImmutableMap.of("connection-user", "rö\nt", "a", "")));
    }

    @Test
    public void testMediaTypes()
    {
        byte[] body = SALES.getBytes(UTF_8);
        assertThat(read(APPLICATION_JSON_TYPE.withCharset("utf-8"), body).name()).hasToString("sales");
        for (MediaType type : new MediaType[] {null, MediaType.TEXT_PLAIN_TYPE, MediaType.APPLICATION_FORM_URLENCODED_TYPE, MediaType.APPLICATION_XML_TYPE}) {
            assertRefused(type, body, UNSUPPORTED_MEDIA_TYPE);
        }
    }

    @Test(dataProvider = "refused")
    public void testRefused(String body, String message)
    {
        assertThat(assertRefused(APPLICATION_JSON_TYPE, body.getBytes(UTF_8), INVALID_REQUEST)).hasMessageStartingWith(message);
    }

    @Test
    public void testCatalogName()
    {
        String body = SALES.replace("sales", "Sales");
        assertThat(assertRefused(APPLICATION_JSON_TYPE, body.getBytes(UTF_8), INVALID_REQUEST)).hasMessageContaining("'Sales'");
    }

    @Test
    public void testSize()
    {
        int padding = (1 << 20) - SALES.length();
        assertThat(read(APPLICATION_JSON_TYPE, (SALES + " ".repeat(padding)).getBytes(UTF_8)).name()).hasToString("sales");
        assertRefused(APPLICATION_JSON_TYPE, (SALES + " ".repeat(padding + 1)).getBytes(UTF_8), REQUEST_TOO_LARGE);
    }

    @Test
    public void testManyProperties()
    {
        assertThat(read(APPLICATION_JSON_TYPE, withProperties(1000).getBytes(UTF_8)).properties()).hasSize(1000);
        assertThat(assertRefused(APPLICATION_JSON_TYPE, withProperties(1001).getBytes(UTF_8), INVALID_REQUEST)).hasMessage("A catalog has at most 1000 properties");
    }

    private static String withProperties(int count)
    {
        return IntStream.range(0, count)
                .mapToObj("\"p%s\": \"\""::formatted)
                .collect(joining(", ", "{\"catalogName\": \"a\", \"connectorName\": \"mysql\", \"properties\": {", "}}"));
    }

    @DataProvider
    public Object[][] refusedImports()
    {
        return new Object[][] {
                {"[]", "The request is not a JSON object"},
                {"{}", "catalogs is missing"},
                {"{\"catalogs\": {}}", "catalogs is not an array"},
                {"{\"Catalogs\": []}", "Field 'Catalogs' is unknown; an import has catalogs"},
                {"{\"catalogs\": [%s, {\"catalogName\": \"hr\", \"connector\": \"mysql\"}]}", "catalogs[1]: Field 'connector' is unknown"},
                {"{\"catalogs\": [7]}", "catalogs[0] is not an object"},
                {"{\"catalogs\": [%s, {}]}", "catalogs[1]: catalogName is missing"},
                {"{\"catalogs\": [%s, {\"catalogName\": \"Hr\"}]}", "catalogs[1]: A catalog name consists of"},
                {"{\"catalogs\": [%s, {\"catalogName\": \"hr\"}]}", "Catalog hr: connectorName is missing"},
                {"{\"catalogs\": [%s, {\"catalogName\": \"hr\", \"connectorName\": \"mysql\", \"properties\": {\"p\": [\"s3cret\"]}}]}", "Catalog hr: Property p is not a string"},
                {"{\"catalogs\": [%1$s, %1$s]}", "catalogs[1]: Catalog sales occurs twice"},
        };
    }

    @Test
    public void testDefinitions()
    {
        CatalogDefinition sales = new CatalogDefinition(new CatalogName("sales"), "mysql", ImmutableMap.of("connection-user", "rö\nt", "a", ""));
        CatalogDefinition hr = new CatalogDefinition(new CatalogName("hr"), "tpch", ImmutableMap.of());
        assertThat(readDefinitions("{\"catalogs\": [" + SALES + ", {\"catalogName\": \"hr\", \"connectorName\": \"tpch\", \"properties\": {}}], \"broken\": []}"))
                .containsExactly(sales, hr);
        assertThat(readDefinitions("{\"catalogs\": []}")).isEmpty();
    }

    @Test(dataProvider = "refusedImports")
    public void testRefusedDefinitions(String body, String message)
    {
        CatalogException refusal = catchThrowableOfType(CatalogException.class, () -> readDefinitions(body.formatted(SALES)));
        assertThat(refusal.getCode()).isEqualTo(INVALID_REQUEST);
        assertThat(refusal).hasMessageStartingWith(message).hasMessageNotContaining("s3cret");
    }

    @Test
    public void testSizeOfDefinitions()
    {
        int padding = (16 << 20) - "{\"catalogs\": []}".length();
        assertThat(readDefinitions("{\"catalogs\": []}" + " ".repeat(padding))).isEmpty();
        CatalogException refusal = catchThrowableOfType(CatalogException.class, () -> readDefinitions("{\"catalogs\": []}" + " ".repeat(padding + 1)));
        assertThat(refusal.getCode()).isEqualTo(REQUEST_TOO_LARGE);
    }

    @DataProvider
    public Object[][] longNumbers()
    {
        String digits = "7".repeat(1_000_000);
        String half = "7".repeat(500_000);
        return new Object[][] {
                {"{\"catalogName\": %s, \"connectorName\": \"mysql\", \"properties\": {}}".formatted(digits.substring(0, 900_000)), "catalogName is not a string"},
                {"{\"catalogName\": \"a\", \"connectorName\": -%s}".formatted(digits), "connectorName is not a string"},
                {"{\"catalogName\": \"a\", \"connectorName\": \"mysql\", \"properties\": 0.%s}".formatted(digits), "properties is not an object"},
                {"{\"catalogName\": \"a\", \"connectorName\": \"mysql\", \"properties\": {\"p\": %s}}".formatted(digits), "Property p is not a string"},
                {"{\"catalogName\": \"a\", \"connectorName\": \"mysql\", \"properties\": {\"p\": [%se%s]}}".formatted(half, half), "Property p is not a string"},
                {"{\"version\": %s}".formatted(digits), "catalogName is missing"},
                {"{\"nodes\": {\"a\": [1.%sE-7]}}".formatted(digits), "catalogName is missing"},
                {digits, "The request is not a JSON object"},
        };
    }

    @Test(dataProvider = "longNumbers", timeOut = 10_000)
    public void testLongNumbers(String body, String message)
    {
        assertThat(assertRefused(APPLICATION_JSON_TYPE, body.getBytes(UTF_8), INVALID_REQUEST)).hasMessageStartingWith(message);
    }

    @Test(timeOut = 20_000)
    public void testLongNumbersInImport()
    {
        String digits = "7".repeat(16_000_000);
        assertThat(readDefinitions("{\"broken\": %s, \"catalogs\": [%s]}".formatted(digits, SALES))).hasSize(1);
        assertThat(catchThrowableOfType(CatalogException.class, () -> readDefinitions("{\"catalogs\": [%s]}".formatted(digits)))).hasMessage("catalogs[0] is not an object");
    }

    @Test
    public void testFieldsOfResponses()
    {
        String unknown = "{\"nodes\": [[], {\"b\": {}}, null, true, 1e9, \"x\"], \"error\": {\"c\": {}}, ";
        assertThat(read(APPLICATION_JSON_TYPE, SALES.replaceFirst("\\{", unknown.replace("{", "\\{")).getBytes(UTF_8)).name()).hasToString("sales");
        assertThat(readDefinitions("{\"catalogs\": [%s], \"broken\": {\"b\": []}}".formatted(SALES.replace("}}", "}, \"draining\": {\"e\": [{}]}}")))).hasSize(1);
    }

    @Test
    public void testFieldsInAnyOrder()
    {
        assertThat(read(APPLICATION_JSON_TYPE, "{\"properties\": {\"a\": \"b\"}, \"connectorName\": \"mysql\", \"catalogName\": \"sales\"}".getBytes(UTF_8)))
                .isEqualTo(new CatalogDefinition(new CatalogName("sales"), "mysql", ImmutableMap.of("a", "b")));
        String hr = "{\"catalogs\": [{\"properties\": {\"p\": 1}, \"connectorName\": \"mysql\", \"catalogName\": \"hr\"}]}";
        assertThat(catchThrowableOfType(CatalogException.class, () -> readDefinitions(hr)))
                .hasMessage("Catalog hr: Property p is not a string");
    }

    @Test
    public void testManyFields()
    {
        for (String body : List.of(
                "{\"catalogName\": \"a\", \"connectorName\": \"mysql\", \"properties\": {%s}}".formatted(fields(25_000, "\"\"")),
                "{\"nodes\": {%s}}".formatted(fields(25_000, "1")))) {
            assertThat(assertRefused(APPLICATION_JSON_TYPE, body.getBytes(UTF_8), REQUEST_TOO_LARGE)).hasMessage("A request has at most 20000 fields");
        }
    }

    @Test
    public void testLargestImports()
    {
        // these take the most memory for their length
        String small = "{\"catalogName\":\"c%s\",\"connectorName\":\"x\",\"properties\":{}}";
        assertThat(readDefinitions(catalogs(100_000, small))).hasSize(100_000);
        assertTooLarge(catalogs(100_001, small), "An import has at most 100000 catalogs");
        String manyProperties = "{\"catalogName\":\"a%%s\",\"connectorName\":\"x\",\"properties\":{%s}}".formatted(fields(1_000_000, "\"\""));
        assertTooLarge(catalogs(1, manyProperties), "A request has at most 500000 fields");
        assertTooLarge("{\"broken\":{%s}}".formatted(fields(1_000_000, "1")), "A request has at most 500000 fields");
        // a large site
        String url = "\"connection-url\":\"%s\"".formatted("x".repeat(1_000));
        String real = "{\"catalogName\":\"sales_%%s\",\"connectorName\":\"mysql\",\"properties\":{%s,%s}}".formatted(url, fields(20, "\"value\""));
        assertThat(readDefinitions(catalogs(10_000, real))).hasSize(10_000);
    }

    @Test
    public void testManyEmptyCatalogs()
    {
        CatalogException refusal = catchThrowableOfType(CatalogException.class, () -> readDefinitions("{\"catalogs\": [{}" + ",{}".repeat(5_000_000) + "]}"));
        assertThat(refusal).hasMessage("catalogs[0]: catalogName is missing");
    }

    @Test
    public void testLongPropertyName()
    {
        String body = "{\"catalogName\": \"a\", \"connectorName\": \"mysql\", \"properties\": {\"%s\": 1}}".formatted("p".repeat(1_000_000));
        assertThat(assertRefused(APPLICATION_JSON_TYPE, body.getBytes(UTF_8), INVALID_REQUEST).getMessage()).hasSizeLessThan(300);
    }

    @Test
    public void testCompressed()
    {
        HttpHeaders headers = new TestingHttpHeaders(APPLICATION_JSON_TYPE, ImmutableMap.of("Content-Encoding", "gzip"));
        CatalogException refusal = catchThrowableOfType(
                CatalogException.class,
                () -> new CatalogRequestReader(headers, new ByteArrayInputStream(new byte[] {0x1f, (byte) 0x8b})).readCatalog());
        assertThat(refusal.getCode()).isEqualTo(UNSUPPORTED_MEDIA_TYPE);
        assertThat(refusal).hasMessageContaining("Content-Encoding: gzip");
        assertThat(assertRefused(APPLICATION_JSON_TYPE, new byte[] {0x1f, (byte) 0x8b, 8, 0}, INVALID_REQUEST)).hasMessageContaining("compressed with gzip");
    }

    @Test
    public void testCharsets()
    {
        byte[] body = SALES.getBytes(UTF_8);
        for (String charset : new String[] {"iso-8859-1", "utf-16", "nonsense"}) {
            assertThat(assertRefused(APPLICATION_JSON_TYPE.withCharset(charset), body, UNSUPPORTED_MEDIA_TYPE)).hasMessageContaining("charset " + charset);
        }
        assertThat(assertRefused(APPLICATION_JSON_TYPE, "{\"catalogName\": \"ä\"}".getBytes(ISO_8859_1), INVALID_REQUEST)).hasMessage("The request is not JSON in UTF-8");
        assertThat(assertRefused(APPLICATION_JSON_TYPE, SALES.getBytes(UTF_16), INVALID_REQUEST)).hasMessageContaining("UTF-16");
        assertThat(assertRefused(APPLICATION_JSON_TYPE, SALES.getBytes(UTF_16LE), INVALID_REQUEST)).hasMessageContaining("UTF-16");
        assertThat(read(APPLICATION_JSON_TYPE, ("\ufeff" + SALES).getBytes(UTF_8)).name()).hasToString("sales");
    }

    @Test
    public void testNoProperties()
    {
        assertThat(read(APPLICATION_JSON_TYPE, "{\"catalogName\": \"sales\", \"connectorName\": \"tpch\"}".getBytes(UTF_8)))
                .isEqualTo(new CatalogDefinition(new CatalogName("sales"), "tpch", ImmutableMap.of()));
    }

    @Test
    public void testEncodings()
    {
        assertRefused(APPLICATION_JSON_TYPE, new byte[] {'{', '"', (byte) 0xff, (byte) 0xfe, '"'}, INVALID_REQUEST);
        // looks like UTF-32
        assertRefused(APPLICATION_JSON_TYPE, new byte[] {0, 0, 0, '{', 0x7f, 0x7f, 0x7f, 0x7f}, INVALID_REQUEST);
        assertRefused(APPLICATION_JSON_TYPE, new byte[] {0, 0, 0, '{', 0}, INVALID_REQUEST);
    }

    @Test
    public void testDepth()
    {
        assertRefused(APPLICATION_JSON_TYPE, "[".repeat(500_000).getBytes(UTF_8), INVALID_REQUEST);
        assertRefused(APPLICATION_JSON_TYPE, "{\"a\":".repeat(100_000).getBytes(UTF_8), INVALID_REQUEST);
    }

    private static String fields(int count, String value)
    {
        return IntStream.range(0, count).mapToObj(i -> "\"f%s\":%s".formatted(i, value)).collect(joining(","));
    }

    private static String catalogs(int count, String catalog)
    {
        return IntStream.range(0, count).mapToObj(i -> catalog.formatted(i)).collect(joining(",", "{\"catalogs\":[", "]}"));
    }

    private static void assertTooLarge(String body, String message)
    {
        CatalogException refusal = catchThrowableOfType(CatalogException.class, () -> readDefinitions(body));
        assertThat(refusal.getCode()).isEqualTo(REQUEST_TOO_LARGE);
        assertThat(refusal).hasMessage(message);
    }

    private static CatalogException assertRefused(MediaType type, byte[] body, CatalogErrorCode code)
    {
        CatalogException refusal = catchThrowableOfType(CatalogException.class, () -> read(type, body));
        assertThat(refusal.getCode()).isEqualTo(code);
        assertThat(refusal.getMessage()).doesNotContain("s3cret");
        return refusal;
    }

    private static List<CatalogDefinition> readDefinitions(String body)
    {
        return new CatalogRequestReader(new TestingHttpHeaders(APPLICATION_JSON_TYPE), new ByteArrayInputStream(body.getBytes(UTF_8))).readCatalogs().stream().map(CatalogRequest::definition).toList();
    }

    private static CatalogDefinition read(MediaType type, byte[] body)
    {
        return new CatalogRequestReader(new TestingHttpHeaders(type), new ByteArrayInputStream(body)).readCatalog().definition();
    }
}
