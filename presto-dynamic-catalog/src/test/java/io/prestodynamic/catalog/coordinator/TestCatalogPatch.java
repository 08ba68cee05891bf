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
import io.prestodynamic.catalog.CatalogDefinition;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.coordinator.change.CatalogPatch;
import io.prestodynamic.catalog.coordinator.change.CatalogRequest;
import io.prestodynamic.catalog.coordinator.change.ChangeResult;
import io.prestodynamic.catalog.coordinator.change.DefinitionPatch;
import io.prestodynamic.catalog.coordinator.change.VersionCondition;
import org.testng.annotations.Test;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_IS_STATIC;
import static io.prestodynamic.catalog.CatalogErrorCode.CATALOG_NOT_FOUND;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_CONFIGURATION;
import static io.prestodynamic.catalog.CatalogErrorCode.INVALID_REQUEST;
import static io.prestodynamic.catalog.CatalogErrorCode.VERSION_MISMATCH;
import static io.prestodynamic.catalog.TestingCatalogVersions.definition;
import static io.prestodynamic.catalog.access.TestingCallers.ANYBODY;
import static io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome.REPLACED;
import static io.prestodynamic.catalog.coordinator.change.ChangeResult.Outcome.UNCHANGED;
import static io.prestodynamic.catalog.coordinator.change.VersionCondition.NONE;
import static io.prestodynamic.catalog.coordinator.lifecycle.DrainMode.FINISH_QUERIES;
import static org.assertj.core.api.Assertions.assertThat;

public class TestCatalogPatch
        extends AbstractTestDynamicCatalogStore
{
    private static final Map<String, String> PROPERTIES = ImmutableMap.of("connection-user", "me", "connection-password", "s3cret", "connection-url", "jdbc:mysql://db");
    private static final String MASK = "******";

    @Test
    public void testProperties()
    {
        CatalogDefinition before = add();

        ChangeResult change = patch(Map.of("connection-user", Optional.of("you"), "connection-url", Optional.empty(), "retries", Optional.of("3")));

        assertThat(change.outcome()).isEqualTo(REPLACED);
        assertThat(current().definition()).isEqualTo(before.withProperties(ImmutableMap.of("connection-user", "you", "connection-password", "s3cret", "retries", "3")));
        assertThat(change.catalog().properties()).containsEntry("connection-password", MASK);
    }

    @Test
    public void testConnector()
    {
        add();
        assertThat(catalogs.store().patch(ANYBODY, NONE, SALES, CatalogPatch.of(new DefinitionPatch(Optional.of("tpch"), Map.of(), Optional.of(Map.of())))).outcome()).isEqualTo(REPLACED);
        assertThat(current().definition()).isEqualTo(new CatalogDefinition(SALES, "tpch", PROPERTIES));
    }

    @Test
    public void testNothingToChange()
    {
        add();
        CatalogVersion before = current();
        assertThat(catalogs.store().patch(ANYBODY, NONE, SALES, CatalogPatch.of(DefinitionPatch.NOTHING)).outcome()).isEqualTo(UNCHANGED);
        assertThat(patch(Map.of("connection-user", Optional.of("me"), "missing", Optional.empty(), "connection-password", Optional.of(MASK))).outcome()).isEqualTo(UNCHANGED);
        assertThat(current()).isEqualTo(before);
        assertThat(store.list().versions()).containsExactly(before);
    }

    @Test
    public void testRefused()
    {
        add();
        CatalogVersion before = current();
        assertNothingChanges(() -> patch(Map.of("refuse", Optional.of("No such host"))), INVALID_CONFIGURATION);
        // a mask stands for a secret of the same connector only
        assertNothingChanges(
                () -> catalogs.store().patch(ANYBODY, NONE, SALES, CatalogPatch.of(new DefinitionPatch(Optional.of("tpch"), ImmutableMap.of("connection-password", Optional.of(MASK)), Optional.of(Map.of())))),
                INVALID_REQUEST);
        assertThat(current()).isEqualTo(before);
        coordinator.names.addStaticCatalog("fixed");
        assertNothingChanges(() -> catalogs.store().patch(ANYBODY, NONE, definition("fixed").name(), CatalogPatch.of(DefinitionPatch.NOTHING)), CATALOG_IS_STATIC);
        assertNothingChanges(() -> catalogs.store().patch(ANYBODY, NONE, definition("other").name(), CatalogPatch.of(DefinitionPatch.NOTHING)), CATALOG_NOT_FOUND);
    }

    @Test
    public void testConditions()
    {
        CatalogDefinition definition = add();
        VersionCondition met = VersionCondition.oneOf(Set.of(current().version()));
        VersionCondition notMet = VersionCondition.oneOf(Set.of("1-00000000"));
        DefinitionPatch patch = new DefinitionPatch(Optional.empty(), ImmutableMap.of("connection-user", Optional.of("you")), Optional.of(Map.of()));

        assertNothingChanges(() -> catalogs.store().patch(ANYBODY, notMet, SALES, CatalogPatch.of(patch)), VERSION_MISMATCH);
        assertNothingChanges(() -> catalogs.store().put(ANYBODY, notMet, CatalogRequest.of(definition("sales"))), VERSION_MISMATCH);
        assertNothingChanges(() -> catalogs.store().put(ANYBODY, notMet, CatalogRequest.of(definition)), VERSION_MISMATCH);
        assertNothingChanges(() -> catalogs.store().put(ANYBODY, VersionCondition.ABSENT, CatalogRequest.of(definition("sales"))), VERSION_MISMATCH);
        assertNothingChanges(() -> catalogs.store().remove(ANYBODY, notMet, "sales", FINISH_QUERIES), VERSION_MISMATCH);
        assertNothingChanges(() -> catalogs.store().put(ANYBODY, VersionCondition.EXISTS, CatalogRequest.of(definition("other"))), VERSION_MISMATCH);
        assertNothingChanges(() -> catalogs.store().remove(ANYBODY, VersionCondition.EXISTS, "other", FINISH_QUERIES), VERSION_MISMATCH);

        assertThat(catalogs.store().patch(ANYBODY, met, SALES, CatalogPatch.of(patch)).outcome()).isEqualTo(REPLACED);
        // the patch has made another version
        assertNothingChanges(() -> catalogs.store().remove(ANYBODY, met, "sales", FINISH_QUERIES), VERSION_MISMATCH);
        catalogs.store().remove(ANYBODY, VersionCondition.oneOf(Set.of(current().version())), "sales", FINISH_QUERIES);
        assertThat(store.list().versions()).isEmpty();
    }

    private CatalogDefinition add()
    {
        coordinator.cluster.addActiveWorker("w1");
        catalogs.add(definition("sales", PROPERTIES));
        return current().definition();
    }

    private CatalogVersion current()
    {
        return coordinator.registry.getCurrent("sales").orElseThrow();
    }

    private ChangeResult patch(Map<String, Optional<String>> properties)
    {
        return catalogs.store().patch(ANYBODY, NONE, SALES, CatalogPatch.of(new DefinitionPatch(Optional.empty(), properties, Optional.of(Map.of()))));
    }
}
