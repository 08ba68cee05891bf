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
package io.prestodynamic.catalog.lease;

import com.google.common.collect.ImmutableList;
import io.airlift.units.Duration;
import io.prestodynamic.testing.TestingLog;
import org.testng.annotations.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three coordinators with random failures of network, store and processes, of which at most one takes statements at any time.
 */
public class TestActiveCoordinatorChaos
        extends AbstractTestActiveCoordinator
{
    private static final int RUNS = 40;
    private static final int STEPS = 600;

    private List<Node> members;
    private List<String> ended;
    private Random random;
    private long activeSteps;
    private long activeWithoutStore;

    @Test
    public void testNeverTwo()
    {
        try (TestingLog log = new TestingLog(LeaseKeeper.class.getName())) {
            run();
            assertThat(log.getMessages()).as("takes the lease before its end").anyMatch(message -> message.contains("has ended"));
        }
        // the faults must not prevent activity altogether
        assertThat(activeSteps).isGreaterThan(RUNS * STEPS / 4);
        assertThat(activeWithoutStore).isGreaterThan(RUNS * STEPS / 100);
    }

    private void run()
    {
        for (int seed = 0; seed < RUNS; seed++) {
            random = new Random(seed);
            members = new ArrayList<>(ImmutableList.of(join("a" + seed), join("b" + seed), join("c" + seed)));
            ended = new ArrayList<>();
            lease.set(Optional.empty());
            for (int step = 0; step < STEPS; step++) {
                fail();
                restartSome();
                for (Node node : ImmutableList.copyOf(members)) {
                    // some are suspended or slow
                    if (random.nextInt(100) < 85) {
                        pass(node, seed);
                    }
                }
                advance(random.nextInt(1500), seed);
            }
            heal();
            for (int i = 0; i < 60; i++) {
                ImmutableList.copyOf(members).forEach(node -> pass(node, -1));
                ticker.advance(new Duration(1, SECONDS));
            }
            assertThat(members.stream().filter(node -> node.coordinator.isActive())).as("active ones in the end, with seed %s", seed).hasSize(1);
        }
    }

    private Node join(String nodeId)
    {
        Node node = new Node(nodeId);
        node.coordinator.requestLease();
        return node;
    }

    private void pass(Node node, int seed)
    {
        node.store.onRequest(() -> advance(random.nextInt(10) == 0 ? random.nextInt(2000) : random.nextInt(50), seed));
        node.pass();
        assertNeverTwo(seed);
        if (node.deposed.get() > 0) {
            kill(node);
        }
    }

    private void advance(int millis, int seed)
    {
        ticker.advance(new Duration(millis, MILLISECONDS));
        assertNeverTwo(seed);
    }

    private void fail()
    {
        Node node = members.get(random.nextInt(members.size()));
        switch (random.nextInt(70)) {
            case 0, 1 -> node.store.disconnect();
            case 2 -> node.store.loseAnswers();
            case 3, 4, 5 -> node.store.connect();
            case 6 -> members.forEach(member -> member.store.disconnect());
            case 7 -> members.forEach(member -> member.store.connect());
            case 8 -> node.link.setCutFromDiscovery(true);
            case 9, 10 -> node.link.setCutFromDiscovery(false);
            case 11 -> node.link.setCutFromPeers(true);
            case 12, 13 -> node.link.setCutFromPeers(false);
            case 14 -> network.setDiscoveryDown(true);
            case 15, 16 -> network.setDiscoveryDown(false);
            case 17, 26 -> {
                if (members.size() > 1) {
                    kill(node);
                }
            }
            case 18 -> ticker.advance(new Duration(random.nextInt(20_000), MILLISECONDS));
            // not both, which prove that a process has ended
            case 19, 20 -> node.setRefusing(!node.hasLostSession());
            case 21, 22 -> node.setRefusing(false);
            case 23, 24 -> {
                if (!node.isRefusing()) {
                    node.loseSession();
                }
            }
            case 25 -> node.restoreSession();
            default -> {}
        }
    }

    private void heal()
    {
        network.setDiscoveryDown(false);
        members.forEach(node -> {
            node.store.connect();
            node.link.setCutFromDiscovery(false);
            node.link.setCutFromPeers(false);
            node.setRefusing(false);
            node.restoreSession();
        });
    }

    private void kill(Node node)
    {
        node.kill();
        members.remove(node);
        ended.add(node.nodeId);
    }

    private void restartSome()
    {
        for (String nodeId : ImmutableList.copyOf(ended)) {
            if (random.nextInt(10) == 0) {
                ended.remove(nodeId);
                members.add(join(nodeId));
            }
        }
    }

    private void assertNeverTwo(int seed)
    {
        List<String> active = members.stream().filter(node -> node.coordinator.isActive()).map(node -> node.nodeId).toList();
        assertThat(active.size()).as("active with seed %s: %s", seed, active).isLessThanOrEqualTo(1);
        activeSteps += active.size();
        activeWithoutStore += members.stream().filter(node -> node.coordinator.isActive() && node.coordinator.getLastRenewalAgeMillis() > 10_000).count();
    }
}
