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

import io.prestodynamic.catalog.CatalogVersion;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

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

    private void activate(CatalogVersion version)
    {
        registry.stage(version);
        assertThat(registry.activate(version)).isTrue();
    }
}
