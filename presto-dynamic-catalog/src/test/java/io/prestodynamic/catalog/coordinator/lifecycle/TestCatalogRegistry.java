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
package io.prestodynamic.catalog.coordinator.lifecycle;

import com.google.common.collect.Sets;
import io.prestodynamic.catalog.CatalogVersion;
import io.prestodynamic.catalog.sync.wire.DesiredCatalogs;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import static io.prestodynamic.catalog.TestingCatalogVersions.version;
import static org.assertj.core.api.Assertions.assertThat;

public class TestCatalogRegistry
{
    private static final CatalogVersion OLD = version("sales", 1);
    private static final CatalogVersion NEW = version("sales", 2);

    private CatalogRegistry registry;

    @BeforeMethod
    public void setUp()
    {
        registry = new CatalogRegistry();
    }

    @Test
    public void testEmpty()
    {
        assertThat(registry.getCurrent()).isEmpty();
        assertThat(registry.getDesired().versions()).isEmpty();
        assertThat(registry.retire("sales")).isEmpty();
    }

    @Test
    public void testLife()
    {
        registry.stage(OLD);
        assertThat(registry.getIncoming("sales")).contains(OLD);
        assertThat(registry.getCurrent("sales")).isEmpty();
        assertThat(registry.getDesired().versions()).containsExactly(OLD);

        registry.activate(OLD);
        assertThat(registry.getIncoming()).isEmpty();
        assertThat(registry.getCurrent("sales")).contains(OLD);

        registry.stage(NEW);
        assertThat(registry.getCurrent("sales")).contains(OLD);
        assertThat(registry.getDesired().versions()).containsExactly(OLD, NEW);

        registry.activate(NEW);
        assertThat(registry.getCurrent()).containsExactly(NEW);
        assertThat(registry.getDraining()).extracting(DrainingVersion::version).containsExactly(OLD);
        assertThat(registry.getDesired().versions()).containsExactly(OLD, NEW);

        registry.remove(registry.getDraining().get(0));
        assertThat(registry.getDesired().versions()).containsExactly(NEW);

        assertThat(registry.retire("sales")).contains(NEW);
        assertThat(registry.getCurrent()).isEmpty();
        assertThat(registry.getDesired().versions()).containsExactly(NEW);
        assertThat(registry.retire("sales")).isEmpty();
    }

    @Test
    public void testRevisionGrows()
    {
        long first = registry.getDesired().revision();
        registry.stage(OLD);
        long second = registry.getDesired().revision();
        assertThat(registry.activate(OLD)).isTrue();
        long third = registry.getDesired().revision();
        assertThat(second).isGreaterThan(first);
        assertThat(third).isGreaterThan(second);
        assertThat(registry.getDesired().revision()).isEqualTo(third);
    }

    @Test
    public void testActivatedTwice()
    {
        activate(OLD);
        assertThat(registry.activate(OLD)).isFalse();
        assertThat(registry.getCurrent()).containsExactly(OLD);
        assertThat(registry.getDraining()).isEmpty();
        assertThat(registry.getDesired().versions()).containsExactly(OLD);
    }

    @Test
    public void testDrainingVersionComesBack()
    {
        activate(OLD);
        activate(NEW);

        registry.stage(OLD);
        assertThat(registry.getDraining()).isEmpty();
        assertThat(registry.getDesired().versions()).containsExactly(OLD, NEW);

        registry.activate(OLD);
        assertThat(registry.getDraining()).extracting(DrainingVersion::version).containsExactly(NEW);
    }

    @Test
    public void testUnusable()
    {
        UnusableCatalog unusable = UnusableCatalog.from(NEW, "refused");
        activate(OLD);
        registry.setUnusable(unusable);
        assertThat(registry.getCurrent("sales")).contains(OLD);
        assertThat(registry.getUnusable("sales")).contains(unusable);

        registry.removeUnusable(UnusableCatalog.from(NEW, "refused otherwise"));
        assertThat(registry.getUnusable()).containsExactly(unusable);

        registry.stage(NEW);
        assertThat(registry.getUnusable()).isEmpty();

        registry.setUnusable(unusable);
        registry.retire("sales");
        assertThat(registry.getUnusable()).isEmpty();
    }

    @Test
    public void testRetiredBeforeItIsCurrent()
    {
        registry.stage(OLD);
        assertThat(registry.retire("sales")).contains(OLD);
        assertThat(registry.activate(OLD)).isFalse();
        assertThat(registry.getCurrent()).isEmpty();
        assertThat(registry.getDraining()).extracting(DrainingVersion::version).containsExactly(OLD);
    }

    @Test
    public void testStagedInPlaceOfAnother()
    {
        registry.stage(OLD);
        registry.stage(NEW);
        assertThat(registry.getIncoming("sales")).contains(NEW);
        // nobody but the drain monitor would close it
        assertThat(registry.getDraining()).extracting(DrainingVersion::version).containsExactly(OLD);
    }

    @Test
    public void testRejectedVersionLeavesOthersStaged()
    {
        registry.stage(NEW);
        assertThat(registry.reject(UnusableCatalog.from(OLD, "refused"))).isFalse();
        assertThat(registry.getIncoming("sales")).contains(NEW);
        assertThat(registry.getUnusable()).isEmpty();

        assertThat(registry.reject(UnusableCatalog.from(NEW, "refused"))).isTrue();
        assertThat(registry.getIncoming("sales")).isEmpty();
        assertThat(registry.reject(UnusableCatalog.from(NEW, "refused again"))).isTrue();
        assertThat(registry.getUnusable("sales")).map(UnusableCatalog::error).contains("refused again");
    }

    @Test
    public void testRejectedOrLoadedAfterItWasRetired()
    {
        registry.stage(NEW);
        registry.retire("sales");
        assertThat(registry.isWanted(NEW)).isFalse();
        assertThat(registry.reject(UnusableCatalog.from(NEW, "refused"))).isFalse();
        assertThat(registry.restage(NEW)).isFalse();
        assertThat(registry.getUnusable()).isEmpty();
        assertThat(registry.getIncoming()).isEmpty();
    }

    @Test
    public void testLoadedAfterItWasUnusable()
    {
        registry.setUnusable(UnusableCatalog.from(NEW, "late"));
        assertThat(registry.isWanted(NEW)).isTrue();
        assertThat(registry.restage(OLD)).isFalse();
        assertThat(registry.restage(NEW)).isTrue();
        assertThat(registry.getUnusable()).isEmpty();
        assertThat(registry.getIncoming("sales")).contains(NEW);
        assertThat(registry.restage(NEW)).isTrue();
    }

    @Test
    public void testUnusableInPlaceOfAnother()
    {
        registry.stage(OLD);
        registry.setUnusable(UnusableCatalog.from(NEW, "not JSON"));
        assertThat(registry.getIncoming()).isEmpty();
        assertThat(registry.getDraining()).extracting(DrainingVersion::version).containsExactly(OLD);
        assertThat(registry.getStoredVersion("sales")).contains(NEW.version());
    }

    @Test
    public void testCurrentVersionComesBack()
    {
        activate(OLD);
        registry.keepCurrent("sales");
        assertThat(registry.getDraining()).isEmpty();
        registry.stage(NEW);
        registry.keepCurrent("sales");
        assertThat(registry.getStoredVersion("sales")).contains(OLD.version());
        assertThat(registry.getDraining()).extracting(DrainingVersion::version).containsExactly(NEW);
    }

    @Test
    public void testCurrentVersionIsNotStaged()
    {
        activate(OLD);
        registry.stage(NEW);
        registry.stage(OLD);
        assertThat(registry.getCurrent("sales")).contains(OLD);
        assertThat(registry.getIncoming()).isEmpty();
        assertThat(registry.getDraining()).extracting(DrainingVersion::version).containsExactly(NEW);
        assertThat(registry.activate(OLD)).isFalse();
    }

    /**
     * Checks what the comment of the class promises, after each operation of random sequences.
     */
    @Test
    public void testInvariant()
    {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            registry = new CatalogRegistry();
            List<String> operations = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                CatalogVersion version = version(random.nextBoolean() ? "sales" : "hr", 1 + random.nextInt(4));
                DesiredCatalogs before = registry.getDesired();
                operations.add(operate(random.nextInt(9), version) + " " + version.id());
                assertInvariant("Operations with seed %s: %s".formatted(seed, operations));
                assertDesired(before, version, operations.get(i));
            }
        }
    }

    private String operate(int operation, CatalogVersion version)
    {
        String name = version.name().value();
        switch (operation) {
            case 0 -> registry.stage(version);
            case 1, 2 -> registry.activate(version);
            case 3 -> registry.restage(version);
            case 4 -> registry.keepCurrent(name);
            case 5 -> registry.retire(name);
            case 6 -> registry.reject(UnusableCatalog.from(version, "refused"));
            case 7 -> {
                if (!current().contains(version.id()) && !draining().contains(version.id())) {
                    registry.setUnusable(UnusableCatalog.from(version, "not JSON"));
                }
            }
            case 8 -> registry.getDraining(name).stream().filter(draining -> draining.version().equals(version)).forEach(registry::remove);
            default -> throw new IllegalArgumentException("unknown operation: " + operation);
        }
        return List.of("stage", "activate", "activate", "restage", "keepCurrent", "retire", "reject", "setUnusable", "remove").get(operation);
    }

    private void assertInvariant(String description)
    {
        List<String> incoming = registry.getIncoming().stream().map(CatalogVersion::id).toList();
        List<String> unusable = registry.getUnusable().stream().map(UnusableCatalog::id).toList();
        List<String> desired = Stream.of(current(), incoming, draining()).flatMap(List::stream).toList();
        assertThat(Stream.concat(desired.stream(), unusable.stream())).as(description).doesNotHaveDuplicates();
        assertThat(registry.getDesired().ids()).as(description).containsExactlyInAnyOrderElementsOf(desired);
        assertThat(Stream.concat(registry.getIncoming().stream().map(version -> version.name().value()), registry.getUnusable().stream().map(UnusableCatalog::name)))
                .as(description)
                .doesNotHaveDuplicates();
    }

    private void assertDesired(DesiredCatalogs before, CatalogVersion version, String operation)
    {
        DesiredCatalogs after = registry.getDesired();
        if (!after.digest().equals(before.digest())) {
            assertThat(after.revision()).as(operation).isGreaterThan(before.revision());
        }
        if (!after.ids().containsAll(before.ids())) {
            // no other version than the one that it names, and only by these
            assertThat(operation).containsPattern("^(remove|reject|setUnusable) ");
            assertThat(Sets.difference(before.ids(), after.ids())).as(operation).containsExactly(version.id());
        }
    }

    private List<String> current()
    {
        return registry.getCurrent().stream().map(CatalogVersion::id).toList();
    }

    private List<String> draining()
    {
        return registry.getDraining().stream().map(draining -> draining.version().id()).toList();
    }

    private void activate(CatalogVersion version)
    {
        registry.stage(version);
        assertThat(registry.activate(version)).isTrue();
    }
}
