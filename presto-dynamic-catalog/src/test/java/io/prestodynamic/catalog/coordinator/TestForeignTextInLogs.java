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
import io.prestodynamic.catalog.coordinator.change.CatalogRequest;
import io.prestodynamic.catalog.sync.node.TestingNodeManager;
import io.prestodynamic.testing.TestingLog;
import org.testng.annotations.Test;

import java.time.Duration;

import static io.prestodynamic.catalog.TestingCatalogVersions.definition;
import static io.prestodynamic.catalog.access.TestingCallers.ANYBODY;
import static io.prestodynamic.testing.Conditions.await;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Names that others choose end no line of the log.
 */
public class TestForeignTextInLogs
{
    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final String BREAKS = "\u0085INFO\u2028forged\u202e\n";

    @Test
    public void test()
    {
        TestingCatalogStore store = new TestingCatalogStore();
        try (TestingLog log = new TestingLog("io.prestodynamic"); TestingCoordinator coordinator = new TestingCoordinator(store)) {
            announce(coordinator, "worker", false);
            announce(coordinator, "peer", true);
            coordinator.start();
            coordinator.connectors.fail("refused", new IllegalArgumentException("No such host: h" + BREAKS));
            store.put(definition("refused"));
            store.putBroken("broken" + BREAKS);
            coordinator.changes.add(ANYBODY, () -> CatalogRequest.of(definition("sales")));
            for (String start : new String[] {
                    "Cannot tell a worker about catalogs: Worker worker INFO forged ",
                    "Cannot tell another coordinator about catalogs, it will compare itself with the store: Coordinator peer INFO forged ",
                    "Stored catalog broken INFO forged ",
                    "Stored catalog refused ",
                    "Cannot load catalog refused ",
                    "Added catalog sales "}) {
                await(start, TIMEOUT, () -> log.getMessages().stream().anyMatch(message -> message.startsWith(start)));
            }
            assertThat(log.getMessages()).allSatisfy(message -> assertThat(message).doesNotContain("\u0085", "\u2028", "\u202e", "\nINFO", "\nforged"));
        }
    }

    private static void announce(TestingCoordinator coordinator, String name, boolean isCoordinator)
    {
        coordinator.cluster.announce(name + BREAKS, ImmutableMap.of(
                "http", "http://" + name,
                "node_version", TestingNodeManager.VERSION.toString(),
                "coordinator", String.valueOf(isCoordinator)));
    }
}
