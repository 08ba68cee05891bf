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

import com.facebook.airlift.discovery.client.Announcer;
import com.facebook.airlift.discovery.client.ServiceAnnouncement;
import com.google.common.collect.ImmutableSet;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.ActiveCoordinatorConfig;
import io.prestodynamic.catalog.lease.peer.CoordinatorAnnouncements;
import io.prestodynamic.catalog.lease.peer.LeaseCandidacy;
import io.prestodynamic.catalog.lease.store.LeaseRecord;
import io.prestodynamic.catalog.lease.store.TestingLeaseStore;
import io.prestodynamic.catalog.sync.node.TestingAnnouncementClient;
import io.prestodynamic.testing.TestingTicker;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import static com.facebook.airlift.discovery.client.ServiceAnnouncement.serviceAnnouncement;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Coordinators with a shared lease of ten seconds. Tests run their passes and advance their clock.
 */
abstract class AbstractTestActiveCoordinator
{
    private static final Duration SECOND = new Duration(1, SECONDS);

    private final AtomicInteger sessions = new AtomicInteger();
    private final Set<String> lostSessions = ConcurrentHashMap.newKeySet();
    private List<Node> nodes;

    protected AtomicReference<Optional<LeaseRecord>> lease;
    protected TestingTicker ticker;
    protected TestingLeaseNetwork network;
    protected Node first;
    protected Node second;

    @BeforeMethod
    public void setUp()
    {
        nodes = new ArrayList<>();
        lease = new AtomicReference<>(Optional.empty());
        ticker = new TestingTicker();
        network = new TestingLeaseNetwork(ticker);
        first = new Node("c1");
        second = new Node("c2");
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
            throws InterruptedException
    {
        for (Node node : nodes) {
            node.coordinator.stop();
        }
    }

    protected void activate(Node node)
    {
        node.coordinator.requestLease();
        node.coordinator.pass();
        assertThat(node.coordinator.isActive()).isTrue();
    }

    /**
     * Runs a pass of each, and advances the clock by a second.
     */
    protected void pass(Node... passing)
    {
        for (Node node : passing) {
            node.pass();
        }
        ticker.advance(SECOND);
    }

    protected int passesUntilActive(Node node)
    {
        int passes = 0;
        while (!node.coordinator.isActive()) {
            assertThat(passes).isLessThan(1000);
            pass(node);
            passes++;
        }
        return passes;
    }

    protected class Node
    {
        protected final String nodeId;
        protected final TestingLeaseStore store = new TestingLeaseStore(lease);
        protected final AtomicInteger deposed = new AtomicInteger();
        protected final TestingLeaseNetwork.Link link;
        protected final Announcer announcer = new Announcer(new TestingAnnouncementClient(), ImmutableSet.of(
                serviceAnnouncement("presto").build(),
                serviceAnnouncement("presto-coordinator").build(),
                serviceAnnouncement("jmx").build()));
        protected final ActiveCoordinator coordinator;
        private final LeaseRecord self;
        private final LeaseCandidacy candidacy;

        Node(String nodeId)
        {
            this(nodeId, () -> {});
        }

        Node(String nodeId, Runnable onDeposed)
        {
            self = new LeaseRecord("test", nodeId, URI.create("http://%s:8080".formatted(nodeId)), "session" + sessions.incrementAndGet(), 0, 0);
            this.nodeId = nodeId;
            ActiveCoordinatorConfig config = new ActiveCoordinatorConfig().setLease(new Duration(10, SECONDS));
            link = network.link(nodeId);
            candidacy = new LeaseCandidacy(link, self.uri(), config.getLease(), ticker);
            coordinator = new ActiveCoordinator(store, self, candidacy, link, new CoordinatorAnnouncements(announcer), config, ticker, () -> {
                deposed.incrementAndGet();
                onDeposed.run();
            });
            store.setDisconnected(lostSessions::contains);
            network.start(candidacy.getInstance(), coordinator);
            setRefusing(false);
            nodes.add(this);
        }

        void pass()
        {
            try {
                candidacy.announce();
                coordinator.pass();
                coordinator.passFence();
            }
            catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        /**
         * Ends the process without a shutdown. Discovery still lists it, its host refuses connections, and the store loses its session.
         */
        void kill()
        {
            network.kill(candidacy.getInstance());
            setRefusing(true);
            loseSession();
        }

        /**
         * Has the host refuse connections, which may also be a firewall.
         */
        void setRefusing(boolean refuses)
        {
            network.setRefusing(self.uri(), refuses);
        }

        /**
         * Has the store lose the session, which it may also do while the process lives.
         */
        void loseSession()
        {
            lostSessions.add(self.session());
        }

        void restoreSession()
        {
            lostSessions.remove(self.session());
        }

        boolean isRefusing()
        {
            return network.isRefusing(self.uri());
        }

        boolean hasLostSession()
        {
            return lostSessions.contains(self.session());
        }

        /**
         * Ends the process with a shutdown.
         */
        void end()
                throws InterruptedException
        {
            coordinator.stop();
            candidacy.stop();
            kill();
        }

        List<String> announcedTypes()
        {
            return announcer.getServiceAnnouncements().stream().map(ServiceAnnouncement::getType).sorted().toList();
        }
    }
}
