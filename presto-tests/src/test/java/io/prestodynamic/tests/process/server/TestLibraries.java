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
package io.prestodynamic.tests.process.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.Splitter;
import com.google.common.collect.HashMultimap;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Multimaps;
import com.google.common.collect.SetMultimap;
import io.prestodynamic.harness.process.ServerInstallation;
import org.testng.annotations.BeforeClass;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static com.google.common.hash.Hashing.sha256;
import static com.google.common.io.MoreFiles.asByteSource;
import static java.lang.System.getProperty;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The jars of both tarballs: their versions, and what the bill of materials says of them.
 */
public class TestLibraries
{
    private static final Splitter CLASS_PATH_SPLITTER = Splitter.on(getProperty("path.separator")).omitEmptyStrings();

    private Tarball server;
    private Tarball discoveryServer;

    @BeforeClass
    public void unpack()
            throws IOException
    {
        server = Tarball.read(ServerInstallation.unpack().getDirectory());
        discoveryServer = Tarball.read(ServerInstallation.unpackDiscoveryServer().getDirectory());
    }

    @DataProvider
    public Object[][] tarballs()
    {
        return new Object[][] {{server, "presto-server", "presto.server.libraries"}, {discoveryServer, "discovery-server", "discovery.server.libraries"}};
    }

    @Test(dataProvider = "tarballs")
    public void testBillOfMaterialsIsComplete(Tarball tarball, String name, String librariesProperty)
            throws IOException
    {
        assertThat(tarball.bill().path("bomFormat").asText()).isEqualTo("CycloneDX");
        assertThat(tarball.bill().path("metadata").path("component").path("name").asText()).isEqualTo(name);

        Map<String, String> listed = new TreeMap<>();
        tarball.libraries().forEach(library -> library.places().forEach(place -> listed.put(place, library.checksum())));
        Map<String, String> packed = new TreeMap<>();
        try (Stream<Path> files = Files.walk(tarball.directory())) {
            for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                packed.put(tarball.directory().relativize(jar).toString(), asByteSource(jar).hash(sha256()).toString());
            }
        }
        assertThat(listed).isEqualTo(packed).isNotEmpty();
    }

    @Test(dataProvider = "tarballs")
    public void testOneVersionInAFolder(Tarball tarball, String name, String librariesProperty)
    {
        SetMultimap<String, String> versions = HashMultimap.create();
        tarball.libraries().forEach(library -> library.places().forEach(place -> versions.put(Path.of(place).getParent() + " " + library.group() + ":" + library.artifact(), library.version())));
        assertThat(Multimaps.asMap(versions)).isNotEmpty().allSatisfy((library, found) -> assertThat(found).hasSize(1));
    }

    @Test(dataProvider = "tarballs")
    public void testDeclaredVersions(Tarball tarball, String name, String librariesProperty)
    {
        declared(librariesProperty).forEach((library, version) -> assertThat(tarball.libraries())
                .filteredOn(found -> found.isNamed(library))
                .as(library)
                .isNotEmpty()
                .allMatch(found -> (found.version() + ".").startsWith(version + ".")));
    }

    // a plugin may have another minor version
    @Test
    public void testDeclaredVersionsOfPlugins()
    {
        declared("presto.plugin.libraries").forEach((library, version) -> assertThat(server.libraries())
                .filteredOn(found -> found.isNamed(library) && minorVersion(found.version()).equals(minorVersion(version)))
                .as(library)
                .isNotEmpty()
                .allMatch(found -> found.version().equals(version)));
    }

    // what is tested in one process is what is shipped
    @Test
    public void testLibrariesOfTests()
    {
        List<String> tested = CLASS_PATH_SPLITTER.splitToList(getProperty("surefire.test.class.path", getProperty("java.class.path"))).stream()
                .map(entry -> Path.of(entry).getFileName().toString())
                .toList();
        assertThat(tested).anyMatch(jar -> jar.startsWith("jetty-server-"));
        server.libraries().stream()
                .filter(library -> library.places().stream().anyMatch(place -> place.startsWith("lib/")))
                .forEach(library -> assertThat(tested)
                        .filteredOn(jar -> jar.matches(Pattern.quote(library.artifact()) + "-\\d.*\\.jar"))
                        .allMatch(jar -> jar.startsWith(library.artifact() + "-" + library.version())));
    }

    private static Map<String, String> declared(String property)
    {
        return Splitter.onPattern("\\s*\\n\\s*").omitEmptyStrings().trimResults().withKeyValueSeparator(' ').split(getProperty(property));
    }

    private static List<String> minorVersion(String version)
    {
        return Splitter.on('.').splitToList(version).subList(0, 2);
    }

    private record Library(String group, String artifact, String version, String checksum, List<String> places)
    {
        boolean isNamed(String name)
        {
            return name.equals(group) || name.equals(group + ":" + artifact);
        }

        static Library of(JsonNode component)
        {
            return new Library(
                    component.path("group").asText(),
                    component.path("name").asText(),
                    component.path("version").asText(),
                    component.path("hashes").path(0).path("content").asText(),
                    ImmutableList.copyOf(component.path("evidence").path("occurrences").findValuesAsText("location")));
        }
    }

    private record Tarball(Path directory, JsonNode bill, List<Library> libraries)
    {
        static Tarball read(Path directory)
                throws IOException
        {
            JsonNode bill = new ObjectMapper().readTree(directory.resolve("bom.json").toFile());
            ImmutableList.Builder<Library> libraries = ImmutableList.builder();
            bill.path("components").forEach(component -> libraries.add(Library.of(component)));
            return new Tarball(directory, bill, libraries.build());
        }

        @Override
        public String toString()
        {
            return directory.getFileName().toString();
        }
    }
}
