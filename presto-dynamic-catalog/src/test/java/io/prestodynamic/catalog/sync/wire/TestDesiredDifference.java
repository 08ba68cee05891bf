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
package io.prestodynamic.catalog.sync.wire;

import com.google.common.collect.ImmutableList;
import io.prestodynamic.catalog.CatalogVersion;
import org.testng.annotations.Test;

import static io.prestodynamic.catalog.TestingCatalogVersions.version;
import static org.assertj.core.api.Assertions.assertThat;

public class TestDesiredDifference
{
    private static final CatalogVersion SALES = version("sales", 1);
    private static final CatalogVersion NEW_SALES = version("sales", 2);
    private static final CatalogVersion STOCK = version("stock", 3);

    @Test
    public void testBetween()
    {
        DesiredCatalogs before = desired(1, SALES, STOCK);
        DesiredCatalogs after = desired(2, STOCK, NEW_SALES);
        DesiredDifference change = DesiredDifference.between(before, after);
        assertThat(change.base()).isEqualTo(before.digest());
        assertThat(change.added()).containsExactly(NEW_SALES);
        assertThat(change.removed()).containsExactly(SALES.id());
        assertThat(change.applyTo(before)).isEqualTo(after);
    }

    @Test
    public void testNothing()
    {
        assertThat(DesiredDifference.between(DesiredCatalogs.NONE, desired(1, SALES)).applyTo(DesiredCatalogs.NONE)).isEqualTo(desired(1, SALES));
        assertThat(DesiredDifference.between(desired(1, SALES), desired(2)).applyTo(desired(1, SALES))).isEqualTo(desired(2));
        DesiredDifference change = DesiredDifference.between(desired(1, SALES), desired(2, SALES));
        assertThat(change.added()).isEmpty();
        assertThat(change.removed()).isEmpty();
        assertThat(change.applyTo(desired(1, SALES))).isEqualTo(desired(2, SALES));
    }

    private static DesiredCatalogs desired(long revision, CatalogVersion... versions)
    {
        return new DesiredCatalogs(revision, ImmutableList.copyOf(versions));
    }
}
