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

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.io.Resources;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

import static com.google.common.io.Files.getFileExtension;

/**
 * Files that the page consists of: ours, and the modules of lit-html that they import, which come from its webjar.
 */
public class PageFiles
{
    static final String INDEX = "index.html";

    private static final List<String> OURS = ImmutableList.of(
            INDEX, "page.css", "connectors.json",
            "page.js", "api.js", "text.js", "list.js", "catalog.js", "actions.js", "form.js", "property.js", "fields.js", "files.js", "paste.js", "history.js", "difference.js");
    private static final String LIBRARY = "lit-html";
    private static final List<String> LIBRARY_MODULES = ImmutableList.of(
            "lit-html.js", "directive.js", "directive-helpers.js", "directives/guard.js", "directives/live.js", "directives/repeat.js");
    private static final Map<String, String> MEDIA_TYPES = ImmutableMap.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "json", "application/json");

    private final Map<String, PageFile> files;

    public PageFiles()
    {
        ImmutableMap.Builder<String, PageFile> files = ImmutableMap.builder();
        OURS.forEach(name -> files.put(name, read(name, "io/prestodynamic/catalog/server/page/" + name)));
        String library = "META-INF/resources/webjars/%s/%s/".formatted(LIBRARY, libraryVersion());
        LIBRARY_MODULES.forEach(name -> files.put("%s/%s".formatted(LIBRARY, name), read(name, library + name)));
        this.files = files.build();
    }

    /**
     * @param name path below that of the page
     */
    public Optional<PageFile> find(String name)
    {
        return Optional.ofNullable(files.get(name));
    }

    private static PageFile read(String name, String resource)
    {
        try {
            return PageFile.of(MEDIA_TYPES.get(getFileExtension(name)), Resources.toByteArray(Resources.getResource(resource)));
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // the folder in the webjar is named after it
    private static String libraryVersion()
    {
        Properties properties = new Properties();
        try (InputStream input = Resources.getResource("META-INF/maven/org.webjars.npm/%s/pom.properties".formatted(LIBRARY)).openStream()) {
            properties.load(input);
        }
        catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }
}
