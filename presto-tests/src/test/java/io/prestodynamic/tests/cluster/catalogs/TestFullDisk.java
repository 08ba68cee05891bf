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
package io.prestodynamic.tests.cluster.catalogs;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import io.prestodynamic.catalog.coordinator.reconcile.StoreReconciler;
import io.prestodynamic.catalog.store.CatalogStoreConfig;
import io.prestodynamic.catalog.store.jdbc.JdbcCatalogStore;
import io.prestodynamic.harness.client.CatalogApi;
import io.prestodynamic.harness.client.CatalogApi.Answer;
import io.prestodynamic.harness.cluster.InProcessCluster;
import io.prestodynamic.testing.Conditions;
import io.prestodynamic.testing.TestingLog;
import io.prestodynamic.testing.TestingTmpfs;
import org.testng.annotations.Test;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A cluster with an embedded store on a disk that is full for a while.
 */
public class TestFullDisk
{
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @Test
    public void testFullDisk()
    {
        try (TestingTmpfs disk = new TestingTmpfs()) {
            Path path = disk.getDirectory().resolve("store/catalogs");
            Set<String> accepted = new HashSet<>();
            try (InProcessCluster cluster = new InProcessCluster(1, ImmutableMap.of(
                    "dynamic-catalog.embedded.path", path.toString(),
                    "dynamic-catalog.reconcile-interval", "200ms"))) {
                CatalogApi api = cluster.getApi();
                accepted.add(api.add("shop", "tpch", ImmutableMap.of()).assertOk().text("version"));
                JsonNode before = api.list().assertOk().json();
                try (TestingLog log = new TestingLog(StoreReconciler.class.getName())) {
                    disk.fill();
                    for (int round = 0; round < 3; round++) {
                        assertUnavailable(api.add("other", "tpch", ImmutableMap.of()));
                        assertUnavailable(api.put("shop", "tpch", ImmutableMap.of("tpch.splits-per-node", "2")));
                        assertUnavailable(api.delete("shop"));
                        assertThat(api.list().assertOk().json()).isEqualTo(before);
                        assertThat(cluster.execute("SELECT count(*) FROM shop.tiny.nation").getOnlyValue()).isEqualTo(25L);
                    }
                    // a change that was refused is not seen by a reconciliation either
                    assertThat(log.getMessages()).noneMatch(message -> message.startsWith("Loading") || message.contains("no longer stored"));
                }
                disk.free();
                Conditions.await("changes work again", TIMEOUT, () -> {
                    Answer added = api.add("other", "tpch", ImmutableMap.of());
                    accepted.add(added.text("version"));
                    return added.status() == 200;
                });
                accepted.add(api.add("third", "tpch", ImmutableMap.of()).assertOk().text("version"));
                cluster.awaitDrained();
            }
            accepted.remove("");
            try (JdbcCatalogStore store = new JdbcCatalogStore(new CatalogStoreConfig().setEmbeddedPath(path.toFile()))) {
                assertThat(store.list().versions()).extracting(version -> version.version()).containsExactlyInAnyOrderElementsOf(accepted);
            }
        }
    }

    private static void assertUnavailable(Answer answer)
    {
        assertThat(answer.assertRefused(503, "STORE_UNAVAILABLE").text("message")).contains("check whether its disk is full");
    }
}
