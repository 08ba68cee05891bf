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
package io.prestodynamic.catalog.server.page;

import com.facebook.airlift.bootstrap.Bootstrap;
import com.facebook.airlift.bootstrap.LifeCycleManager;
import com.facebook.airlift.http.server.testing.TestingHttpServer;
import com.facebook.airlift.http.server.testing.TestingHttpServerModule;
import com.facebook.airlift.jaxrs.JaxrsModule;
import com.facebook.airlift.json.JsonModule;
import com.facebook.airlift.node.testing.TestingNodeModule;
import com.google.common.collect.ImmutableMap;
import com.google.inject.Injector;
import io.prestodynamic.catalog.server.page.PageHost.Refusal;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.Test;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

@Test(singleThreaded = true)
public class TestPageResource
{
    private static final Pattern IMPORT = Pattern.compile("(?:import|from) ?['\"](\\.[^'\"]+)['\"]");

    private final HttpClient client = HttpClient.newHttpClient();
    private Optional<Refusal> refusal = Optional.empty();
    private LifeCycleManager lifeCycle;
    private URI page;

    @BeforeClass
    public void setUp()
    {
        Injector injector = new Bootstrap(
                new TestingNodeModule("test"),
                new TestingHttpServerModule(),
                new JsonModule(),
                new JaxrsModule(true),
                new PageModule(),
                binder -> binder.bind(PageHost.class).toInstance(() -> refusal))
                .doNotInitializeLogging()
                .setRequiredConfigurationProperties(ImmutableMap.of())
                .initialize();
        lifeCycle = injector.getInstance(LifeCycleManager.class);
        page = injector.getInstance(TestingHttpServer.class).getBaseUrl().resolve("/ui/catalogs/");
    }

    @AfterClass(alwaysRun = true)
    public void tearDown()
            throws Exception
    {
        if (lifeCycle != null) {
            lifeCycle.stop();
        }
    }

    @Test
    public void testPage()
            throws Exception
    {
        HttpResponse<String> response = get("");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
        assertThat(response.headers().firstValue("Content-Security-Policy")).hasValueSatisfying(policy -> assertThat(policy)
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe"));
        assertThat(response.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(response.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(response.body()).contains("<noscript>").doesNotContain("<style", "style=", "onclick");
        assertThat(get("../catalogs").body()).isEqualTo(response.body());
    }

    @Test
    public void testAllModulesAreServed()
            throws Exception
    {
        Set<URI> found = new HashSet<>();
        follow(page.resolve("page.js"), found);
        assertThat(found).extracting(uri -> page.relativize(uri).toString()).contains("page.js", "form.js", "lit-html/lit-html.js", "lit-html/directives/repeat.js");
        assertThat(get("page.css").headers().firstValue("Content-Type")).hasValue("text/css;charset=utf-8");
        assertThat(get("connectors.json").headers().firstValue("Content-Type")).hasValue("application/json");
    }

    private void follow(URI module, Set<URI> found)
            throws Exception
    {
        if (found.add(module)) {
            HttpResponse<String> response = get(module.toString());
            assertThat(response.statusCode()).as(module.toString()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type")).hasValue("text/javascript;charset=utf-8");
            for (MatchResult imported : IMPORT.matcher(response.body()).results().toList()) {
                follow(module.resolve(imported.group(1)), found);
            }
        }
    }

    @Test
    public void testUnchangedFileIsNotSentAgain()
            throws Exception
    {
        String tag = get("page.js").headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> response = client.send(HttpRequest.newBuilder(page.resolve("page.js")).header("If-None-Match", tag).build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(304);
        assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-cache");
    }

    @Test
    public void testUnknownFiles()
            throws Exception
    {
        for (String name : new String[] {"missing.js", "page.java", "PageResource.class", "lit-html/package.json"}) {
            assertThat(get(name).statusCode()).as(name).isEqualTo(404);
        }
    }

    @Test
    public void testNodeThatRefuses()
            throws Exception
    {
        refusal = Optional.of(new Refusal("The node <c2> stands by", Optional.of(URI.create("https://c1:8443/v1?a=b&c"))));
        try {
            HttpResponse<String> response = get("");
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.body()).contains("The node &lt;c2&gt; stands by", "href=\"https://c1:8443/ui/catalogs/\"").doesNotContain("<script");
            assertThat(response.headers().firstValue("Content-Security-Policy")).isPresent();
            // the page of the refusal has its look
            assertThat(get("page.css").statusCode()).isEqualTo(200);
            refusal = Optional.of(new Refusal("Nobody is active", Optional.empty()));
            assertThat(get("").body()).contains("Nobody is active").doesNotContain("href=\"http");
        }
        finally {
            refusal = Optional.empty();
        }
    }

    private HttpResponse<String> get(String name)
            throws IOException, InterruptedException
    {
        return client.send(HttpRequest.newBuilder(page.resolve(name)).build(), BodyHandlers.ofString());
    }
}
