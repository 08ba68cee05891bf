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
import io.prestodynamic.catalog.TestingCatalogVersions;
import org.testng.annotations.Test;

import static io.prestodynamic.catalog.TestingCatalogVersions.version;
import static org.assertj.core.api.Assertions.assertThat;

public class TestDesiredCatalogs
{
    @Test
    public void testOrder()
    {
        DesiredCatalogs desired = new DesiredCatalogs(1, ImmutableList.of(version("b", 1), version("a", 2), version("a", 1)));
        assertThat(desired.versions()).extracting(CatalogVersion::id).containsExactly("a@1-ab", "a@2-ab", "b@1-ab");
    }

    @Test
    public void testDigest()
    {
        String digest = new DesiredCatalogs(1, ImmutableList.of(version("a", 1), version("b", 2))).digest();

        assertThat(digest).matches("[0-9a-f]{64}");
        assertThat(new DesiredCatalogs(7, ImmutableList.of(version("b", 2), version("a", 1))).digest()).isEqualTo(digest);

        assertThat(ImmutableList.of(
                DesiredCatalogs.NONE,
                new DesiredCatalogs(1, ImmutableList.of(version("a", 1))),
                new DesiredCatalogs(1, ImmutableList.of(version("a", 1), version("b", 1))),
                new DesiredCatalogs(1, ImmutableList.of(version("a", 1), version("a", 2), version("b", 2)))))
                .extracting(DesiredCatalogs::digest)
                .doesNotContain(digest)
                .doesNotHaveDuplicates();
    }
}
