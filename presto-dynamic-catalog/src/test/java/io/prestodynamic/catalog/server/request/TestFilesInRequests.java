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
import io.prestodynamic.catalog.CatalogFiles;
import io.prestodynamic.catalog.CatalogName;
import io.prestodynamic.catalog.coordinator.change.CatalogPatch;
import io.prestodynamic.catalog.coordinator.change.CatalogRequest;
import io.prestodynamic.catalog.files.TestingFiles;
import io.prestodynamic.catalog.server.TestingHttpHeaders;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import javax.ws.rs.core.MediaType;

import java.io.ByteArrayInputStream;
import java.io.SequenceInputStream;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.CatalogErrorCode.REQUEST_TOO_LARGE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static javax.ws.rs.core.MediaType.APPLICATION_JSON_TYPE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

public class TestFilesInRequests
{
    private static final CatalogName SALES = new CatalogName("sales");
    private static final MediaType FORM = new MediaType("multipart", "form-data", Map.of("boundary", "x"));

    @Test
    public void testFiles()
    {
        CatalogRequest request = read("""
                {"core-site.xml": {"content": "PGEv\\nPg=="}, "keytab": {"content": "a2V5cw==", "sha256": "%s"}, "none": null}""".formatted(sha256("keys")));
        assertThat(request.files().resolve(SALES, CatalogFiles.NONE)).isEqualTo(TestingFiles.digests(Map.of("core-site.xml", "<a/>", "keytab", "keys")));
        assertThat(request.files().contents().get(sha256("keys"))).hasValue("keys".getBytes(UTF_8));
        assertThat(read("{}").files().files()).isEmpty();
        // as answered
        CatalogFiles stored = TestingFiles.digests(Map.of("keytab", "keys"));
        assertThat(read("[{\"name\": \"keytab\", \"size\": 4, \"sha256\": \"%s\"}]".formatted(sha256("keys"))).files().resolve(SALES, stored)).isEqualTo(stored);
        assertThat(read("{\"keytab\": {}}").files().resolve(SALES, stored)).isEqualTo(stored);
        assertThatThrownBy(() -> read("{\"other\": {}}").files().resolve(SALES, stored)).hasMessage(
                "There is no content for file other, and catalog sales has no such file: send its content in a request to /v1/catalog");
    }

    @DataProvider
    public Object[][] refused()
    {
        return new Object[][] {
                {"null", "files is not an object"},
                {"\"s3cret\"", "files is not an object"},
                {"[1]", "An element of files is not an object"},
                {"[{}]", "An element of files has no name"},
                {"[{\"name\": \"a\"}, {\"name\": \"a\"}]", "File a occurs twice"},
                {"{\"a\": \"s3cret\"}", "File a is not an object with its content"},
                {"{\"a\": {\"content\": \"s3cret!\"}}", "The content of file a is not base64"},
                {"{\"a\": {\"content\": 1}}", "File a: content is not a string"},
                {"{\"a\": {\"text\": \"s3cret\"}}", "File a: field 'text' is unknown; a file has content and sha256"},
                {"{\"../a\": {\"content\": \"\"}}", "'../a' is no name of a file: it has letters, digits, '.', '_' and '-', begins with a letter or a digit, and has at most 100 characters"},
                {"{\"/etc/passwd\": {\"content\": \"\"}}", "'/etc/passwd' is no name of a file"},
                {"{\"..\": {\"content\": \"\"}}", "'..' is no name of a file"},
                {"{\".hidden\": null}", "'.hidden' is no name of a file"},
                {"{\"a\\u0000b\": {\"content\": \"\"}}", "is no name of a file"},
                {"{\"a\\nb\": {\"content\": \"\"}}", "is no name of a file"},
                {"{\"é\": {\"content\": \"\"}}", "'é' is no name of a file"},
                {"{\"%s\": {\"content\": \"\"}}".formatted("a".repeat(101)), "is no name of a file"},
                {"{\"\": {\"content\": \"\"}}", "'' is no name of a file"},
        };
    }

    @Test(dataProvider = "refused")
    public void testRefused(String files, String message)
    {
        assertThatThrownBy(() -> read(files))
                .isInstanceOfSatisfying(CatalogException.class, e -> assertThat(e.getCode()).isEqualTo(INVALID_REQUEST))
                .hasMessageContaining(message)
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> reader(APPLICATION_JSON_TYPE, "{\"files\": %s}".formatted(files)).readPatch(SALES))
                .hasMessageContaining(message);
    }

    @Test
    public void testLength()
    {
        String content = Base64.getEncoder().encodeToString(new byte[2 << 20]);
        assertThat(read("{\"a\": {\"content\": \"%s\"}}".formatted(content)).files().files()).hasSize(1);
        String properties = "{\"catalogName\": \"sales\", \"connectorName\": \"hive\", \"properties\": {\"a\": \"%s\"}}".formatted("x".repeat(1 << 20));
        for (String body : List.of(properties, "x".repeat(2 << 20), "{\"a\": 1, \"a\": 2}" + " ".repeat(1 << 20))) {
            assertTooLarge(body);
        }
    }

    private static void assertTooLarge(String body)
    {
        assertThatThrownBy(() -> reader(APPLICATION_JSON_TYPE, body).readCatalog())
                .isInstanceOfSatisfying(CatalogException.class, e -> assertThat(e.getCode()).isEqualTo(REQUEST_TOO_LARGE));
    }

    @Test
    public void testForm()
    {
        String body = part("definition\"; filename=\"sales.json", "{\"connectorName\": \"hive\"}") + part("hive.keytab\"; filename=\"/tmp/other", "\0keys\r\n\n") + "--x--\r\n";
        CatalogRequest request = reader(FORM, body).readCatalog(SALES);
        assertThat(request.definition().connectorName()).isEqualTo("hive");
        assertThat(request.files().resolve(SALES, CatalogFiles.NONE)).isEqualTo(TestingFiles.digests(Map.of("hive.keytab", "\0keys\r\n\n")));

        CatalogPatch patch = reader(FORM, part("definition", "{\"files\": {\"core.xml\": null}}") + part("hive.keytab", "keys") + "--x--").readPatch(SALES);
        assertThat(patch.definition().names()).containsExactlyInAnyOrder("files.hive.keytab", "files.core.xml");
        assertThat(reader(FORM, part("hive.keytab", "keys") + "--x--").readPatch(SALES).definition().names()).containsExactly("files.hive.keytab");
    }

    @DataProvider
    public Object[][] refusedForms()
    {
        return new Object[][] {
                {part("keytab", "s3cret") + "--x--", "The body has no part called definition with the JSON of the catalog"},
                {part("definition", "{}") + part("../keytab", "s3cret") + "--x--", "'../keytab' is no name of a file"},
                {part("definition", "{}") + part("a", "s3cret") + part("a", "s3cret") + "--x--", "Part a of the body occurs twice"},
                {part("definition", "{}") + part("definition", "{}") + "--x--", "Part definition of the body occurs twice"},
                {part("definition", "{\"connectorName\": \"hive\", \"files\": {\"a\": {\"content\": \"\"}}}") + part("a", "s3cret") + "--x--", "File a occurs twice"},
                {part("definition", "s3cret") + "--x--", "The request is not JSON"},
                {"s3cret", "The body is not of the form that the header Content-Type says: multipart/form-data with a boundary"},
                {part("definition", "{}") + "s3cret", "The body is not of the form that the header Content-Type says"},
                {"", "The body"},
        };
    }

    @Test(dataProvider = "refusedForms")
    public void testRefusedForm(String body, String message)
    {
        assertThatThrownBy(() -> reader(FORM, body).readCatalog(SALES))
                .isInstanceOfSatisfying(CatalogException.class, e -> assertThat(e.getCode()).isEqualTo(INVALID_REQUEST))
                .hasMessageContaining(message)
                .hasMessageNotContaining("s3cret");
    }

    private static String part(String name, String content)
    {
        return "--x\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n".formatted(name, content);
    }

    private static CatalogRequest read(String files)
    {
        return reader(APPLICATION_JSON_TYPE, "{\"catalogName\": \"sales\", \"connectorName\": \"hive\", \"files\": %s}".formatted(files)).readCatalog();
    }

    private static CatalogRequestReader reader(MediaType type, String body)
    {
        // a body arrives in parts
        byte[] bytes = body.getBytes(UTF_8);
        int half = bytes.length / 2;
        return new CatalogRequestReader(
                new TestingHttpHeaders(type),
                new SequenceInputStream(new ByteArrayInputStream(bytes, 0, half), new ByteArrayInputStream(bytes, half, bytes.length - half)));
    }

    private static String sha256(String text)
    {
        return TestingFiles.digests(Map.of("x", text)).get("x").orElseThrow().sha256();
    }
}
