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
package io.prestodynamic.tests.cluster.queries;

import com.google.common.collect.ImmutableMap;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.cluster.InProcessCluster;
import org.testng.annotations.Test;

import static org.assertj.core.api.Assertions.assertThat;

public class TestClusterWithoutWorkers
{
    @Test
    public void testAddIsPending()
    {
        try (InProcessCluster cluster = new InProcessCluster(0)) {
            Answer added = cluster.getApi().add("early", "tpch", ImmutableMap.of());
            assertThat(added.status()).isEqualTo(202);
            assertThat(added.text("state")).isEqualTo("PENDING");
            assertThat(cluster.getApi().get("early").assertOk().text("state")).isEqualTo("PENDING");

            cluster.getApi().delete("early").assertOk();
            cluster.awaitDrained();
            cluster.getApi().get("early").assertRefused(404, "CATALOG_NOT_FOUND");
        }
    }
}
