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
package io.prestodynamic.catalog.coordinator;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogFiles;
import io.prestodynamic.catalog.CatalogSettings;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.FileDigest;
import io.prestodynamic.catalog.coordinator.change.CatalogPatch;
import io.prestodynamic.catalog.coordinator.change.CatalogRequest;
import io.prestodynamic.catalog.coordinator.change.ChangeResult;
import io.prestodynamic.catalog.coordinator.change.DefinitionPatch;
import io.prestodynamic.catalog.coordinator.change.RequestedFile;
import io.prestodynamic.catalog.coordinator.change.RequestedFiles;
import io.prestodynamic.catalog.files.TestingFiles;
import io.prestodynamic.catalog.history.HistoryPage;
import io.prestodynamic.testing.Conditions;
import org.testng.annotations.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_CONFIGURATION;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.TestingCatalogVersions.definition;
import static io.prestodynamic.catalog.access.TestingCallers.ANYBODY;
import static io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome.REPLACED;
import static io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome.UNCHANGED;
import static io.prestodynamic.catalog.coordinator.change.VersionCondition.NONE;
import static io.prestodynamic.catalog.coordinator.lifecycle.DrainMode.FINISH_QUERIES;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

public class TestFilesOfCatalogs
        extends AbstractTestDynamicCatalogStore
{
    private static final Map<String, String> PROPERTIES = ImmutableMap.of("resources", "${CATALOG_FILE:core.xml}", "keytab", "${CATALOG_FILE:keytab}");

    @Test
    public void testLifeOfFiles()
            throws IOException
    {
        List<Map<String, String>> created = new ArrayList<>();
        coordinator.connectors.whenCreated(connector -> created.add(connector.getProperties()));
        add(PROPERTIES, Map.of("core.xml", "<a/>", "keytab", "keys"));
        CatalogVersion first = current();
        assertThat(first.definition().files()).isEqualTo(TestingFiles.digests(Map.of("core.xml", "<a/>", "keytab", "keys")));
        Path directory = coordinator.filesDirectory.resolve(first.id());
        assertThat(created.get(0)).containsEntry("resources", directory.resolve("core.xml").toString()).containsEntry("keytab", directory.resolve("keytab").toString());
        assertThat(directory.resolve("keytab")).hasContent("keys");
        assertThat(catalogs.store().patch(ANYBODY, NONE, SALES, patch(Map.of("keytab", content("keys")))).outcome()).isEqualTo(UNCHANGED);

        // only what is sent is another content
        ChangeResult change = catalogs.store().patch(ANYBODY, NONE, SALES, patch(Map.of("keytab", content("other keys"))));
        assertThat(change.outcome()).isEqualTo(REPLACED);
        assertThat(current().version()).isNotEqualTo(first.version());
        assertThat(change.catalog().files()).isEqualTo(TestingFiles.digests(Map.of("core.xml", "<a/>", "keytab", "other keys")));
        assertThat(coordinator.files.path(current(), "keytab")).hasContent("other keys");
        assertThat(coordinator.files.path(current(), "core.xml")).hasContent("<a/>");
        assertThat(coordinator.history.list(ANYBODY, SALES, HistoryPage.newest(1)).entries())
                .extracting(entry -> entry.change().changed())
                .containsExactly(Set.of("files.keytab"));

        assertThat(catalogs.store().restore(ANYBODY, NONE, SALES, first.version()).catalog().files()).isEqualTo(first.definition().files());
        assertThat(coordinator.files.path(current(), "keytab")).hasContent("keys");

        catalogs.remove("sales", FINISH_QUERIES);
        coordinator.startDraining();
        Conditions.await("nothing is left", Duration.ofSeconds(10), () -> coordinator.filesDirectory.toFile().list().length == 0);
        catalogs.store().restore(ANYBODY, NONE, SALES, first.version());
        assertThat(coordinator.files.path(current(), "keytab")).hasContent("keys");
    }

    @Test
    public void testReferences()
    {
        assertNothingChanges(() -> add(PROPERTIES, Map.of("core.xml", "<a/>")), INVALID_REQUEST);
        assertNothingChanges(() -> add(Map.of(), Map.of("core.xml", "<a/>")), INVALID_REQUEST);
        add(PROPERTIES, Map.of("core.xml", "<a/>", "keytab", "keys"));
        assertNothingChanges(() -> catalogs.store().patch(ANYBODY, NONE, SALES, patch(Map.of("keytab", Optional.empty()))), INVALID_REQUEST);
        assertNothingChanges(() -> catalogs.put(definition("sales", PROPERTIES)), INVALID_REQUEST);

        // files that the catalog has need not be sent
        assertThat(put(PROPERTIES, Map.of("core.xml", RequestedFile.PRESENT, "keytab", stored("keys"))).outcome()).isEqualTo(UNCHANGED);
        assertThat(put(Map.of("a", "${CATALOG_FILE:renamed}"), Map.of("renamed", stored("keys"))).catalog().files()).isEqualTo(TestingFiles.digests(Map.of("renamed", "keys")));
        assertNothingChanges(() -> put(Map.of("a", "${CATALOG_FILE:core.xml}"), Map.of("core.xml", stored("<a/>"))), INVALID_REQUEST);
        RequestedFile wrong = new RequestedFile(Optional.of("x".getBytes(UTF_8)), Optional.of(sha256("y")));
        assertNothingChanges(() -> put(Map.of("a", "${CATALOG_FILE:x}"), Map.of("x", wrong)), INVALID_REQUEST);
    }

    @Test
    public void testPropertiesOfFiles()
    {
        add(PROPERTIES, Map.of("core.xml", "<a/>", "keytab", "keys"));
        // what SQL does
        CatalogPatch patch = CatalogPatch.of(DefinitionPatch.ofProperties(ImmutableMap.of("keytab", Optional.empty(), "a", Optional.of("b"))));
        assertThat(catalogs.store().patch(ANYBODY, NONE, SALES, patch).catalog().files()).isEqualTo(TestingFiles.digests(Map.of("core.xml", "<a/>")));
        CatalogPatch back = CatalogPatch.of(DefinitionPatch.ofProperties(ImmutableMap.of("keytab", Optional.of("${CATALOG_FILE:keytab}"))));
        assertNothingChanges(() -> catalogs.store().patch(ANYBODY, NONE, SALES, back), INVALID_REQUEST);
    }

    @Test
    public void testRefusedByConnector()
    {
        Map<String, String> properties = ImmutableMap.of("a", "${CATALOG_FILE:x}", "refuse", "No such host");
        assertNothingChanges(() -> add(properties, Map.of("x", "1")), INVALID_CONFIGURATION);
        assertThat(coordinator.filesDirectory).isEmptyDirectory();
    }

    @Test
    public void testFoundInStore()
    {
        CatalogDefinition definition = definition("sales", PROPERTIES).withFiles(TestingFiles.digests(Map.of("core.xml", "<a/>", "keytab", "keys")));
        add(PROPERTIES, Map.of("core.xml", "<a/>", "keytab", "keys"));
        store.put(definition.withProperties(ImmutableMap.<String, String>builder().putAll(PROPERTIES).put("by", "others").build()));
        coordinator.reconciler.reconcile().join();
        assertThat(current().definition().properties()).containsKey("by");
        assertThat(coordinator.files.path(current(), "keytab")).hasContent("keys");
    }

    private void add(Map<String, String> properties, Map<String, String> contents)
    {
        coordinator.cluster.addActiveWorker("w1");
        catalogs.store().add(ANYBODY, request(properties, Maps.transformValues(contents, content -> RequestedFile.of(content.getBytes(UTF_8)))));
    }

    private ChangeResult put(Map<String, String> properties, Map<String, RequestedFile> files)
    {
        return catalogs.store().put(ANYBODY, NONE, request(properties, files));
    }

    private static CatalogRequest request(Map<String, String> properties, Map<String, RequestedFile> files)
    {
        return new CatalogRequest(definition("sales", properties), CatalogSettings.DEFAULT, new RequestedFiles(files));
    }

    private static CatalogPatch patch(Map<String, Optional<RequestedFile>> files)
    {
        return CatalogPatch.of(new DefinitionPatch(Optional.empty(), ImmutableMap.of(), Optional.of(files)));
    }

    private static Optional<RequestedFile> content(String text)
    {
        return Optional.of(RequestedFile.of(text.getBytes(UTF_8)));
    }

    private static RequestedFile stored(String text)
    {
        return RequestedFile.stored(sha256(text));
    }

    private static String sha256(String text)
    {
        return FileDigest.of(text.getBytes(UTF_8)).sha256();
    }

    private CatalogVersion current()
    {
        return coordinator.registry.getCurrent("sales").orElseThrow();
    }
}
