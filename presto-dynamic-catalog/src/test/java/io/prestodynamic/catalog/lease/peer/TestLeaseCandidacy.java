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
package io.prestodynamic.catalog.lease.peer;

import com.facebook.airlift.discovery.client.DiscoveryAnnouncementClient;
import com.facebook.airlift.discovery.client.ServiceAnnouncement;
import com.google.common.util.concurrent.ListenableFuture;
import io.airlift.units.Duration;
import io.prestodynamic.testing.TestingTicker;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.net.URI;
import java.util.Set;

import static com.google.common.collect.Iterables.getOnlyElement;
import static com.google.common.util.concurrent.Futures.immediateFailedFuture;
import static com.google.common.util.concurrent.Futures.immediateFuture;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Announcements every two seconds, for a lease of ten seconds.
 */
public class TestLeaseCandidacy
{
    private TestingTicker ticker;
    private Discovery discovery;
    private LeaseCandidacy candidacy;

    @BeforeMethod
    public void setUp()
    {
        ticker = new TestingTicker();
        discovery = new Discovery();
        candidacy = new LeaseCandidacy(discovery, URI.create("http://c1:8080"), new Duration(10, SECONDS), ticker);
    }

    @Test
    public void testAnnouncement()
            throws InterruptedException
    {
        candidacy.announce();
        ServiceAnnouncement first = discovery.announced;
        assertThat(first.getType()).isEqualTo("presto-coordinator-candidate");
        assertThat(first.getProperties()).containsOnlyKeys("http").containsEntry("http", "http://c1:8080");
        assertThat(candidacy.getInstance()).isEqualTo(first.getId().toString());
        candidacy.announce();
        assertThat(discovery.announced).isSameAs(first);
        candidacy.stop();
        assertThat(discovery.announced).isNull();
    }

    @Test
    public void testKnownAfterTheLengthOfALease()
            throws InterruptedException
    {
        assertThat(candidacy.isKnown()).isFalse();
        for (int i = 0; i < 5; i++) {
            announce();
            assertThat(candidacy.isKnown()).as("after %s announcements", i + 1).isEqualTo(i == 4);
        }
        for (int i = 0; i < 50; i++) {
            announce();
            assertThat(candidacy.isKnown()).isTrue();
        }
    }

    @Test
    public void testNotKnownWhenDiscoveryDoesNotAnswer()
            throws InterruptedException
    {
        announceForLong();
        discovery.down = true;
        announce();
        assertThat(candidacy.isKnown()).isTrue();
        announce();
        assertThat(candidacy.isKnown()).as("discovery may have forgotten it").isFalse();
        discovery.down = false;
        announce();
        assertThat(candidacy.isKnown()).as("it has been listed all the time").isTrue();
    }

    @Test
    public void testKnownAnewAfterAGap()
            throws InterruptedException
    {
        announceForLong();
        ticker.advance(new Duration(11, SECONDS));
        for (int i = 0; i < 5; i++) {
            announce();
            assertThat(candidacy.isKnown()).as("after %s announcements", i + 1).isEqualTo(i == 4);
        }
    }

    private void announceForLong()
            throws InterruptedException
    {
        for (int i = 0; i < 10; i++) {
            announce();
        }
        assertThat(candidacy.isKnown()).isTrue();
    }

    private void announce()
            throws InterruptedException
    {
        candidacy.announce();
        ticker.advance(new Duration(2, SECONDS));
    }

    private static class Discovery
            implements DiscoveryAnnouncementClient
    {
        private ServiceAnnouncement announced;
        private boolean down;

        @Override
        public ListenableFuture<Duration> announce(Set<ServiceAnnouncement> services)
        {
            if (down) {
                return immediateFailedFuture(new IllegalStateException("Connection refused"));
            }
            announced = getOnlyElement(services);
            return immediateFuture(DEFAULT_DELAY);
        }

        @Override
        public ListenableFuture<Void> unannounce()
        {
            announced = null;
            return immediateFuture(null);
        }
    }
}
