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
package io.prestodynamic.discovery.client;

import com.google.common.collect.ImmutableList;
import io.airlift.units.Duration;
import io.prestodynamic.testing.TestingTicker;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.net.URI;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

@Test(singleThreaded = true)
public class TestDiscoveryServers
{
    private static final URI A = URI.create("http://a:8411");
    private static final URI B = URI.create("http://b:8411");
    private static final URI C = URI.create("http://c:8411");

    private TestingTicker ticker;
    private DiscoveryServers servers;

    @BeforeMethod
    public void setUp()
    {
        ticker = new TestingTicker();
        servers = new DiscoveryServers(ImmutableList.of(A, B, C), new Duration(30, SECONDS), ticker);
    }

    @Test
    public void testBeforeTheFirstLook()
    {
        assertChosen(A, A);
        // the order of the answers has no effect
        servers.recordSuccess(C);
        assertChosen(A, A);
        servers.recordSuccess(B);
        servers.recordSuccess(A);
        assertChosen(A, A);
    }

    @Test
    public void testStartWhileTheFirstIsDead()
    {
        servers.recordFailure(A, "Connection refused");
        servers.recordSuccess(B);
        assertChosen(B, B);
        assertThat(servers.getStates()).isEqualTo("http://a:8411 FAILED, http://b:8411 WARM, http://c:8411 UNKNOWN");
    }

    @Test
    public void testStartWhileAllAreDead()
    {
        failAll();
        // the node knows no nodes that it could lose
        assertChosen(A, A);
        pass(100);
        servers.recordSuccess(B);
        assertChosen(B, B);
        // the server that answered first knows more nodes than the later one
        pass(1);
        servers.recordSuccess(A);
        servers.recordFailure(B, "Connection refused");
        assertNoLookups(A);
        pass(30);
        assertChosen(A, A);
    }

    @Test
    public void testStaysWithTheChosen()
    {
        succeedAll();
        servers.recordFailure(A, "Connection refused");
        assertChosen(B, B);
        servers.recordSuccess(A);
        assertChosen(B, B);
        pass(60);
        assertChosen(B, B);
        servers.recordFailure(B, "Connection refused");
        assertChosen(A, A);
    }

    @Test
    public void testAnotherThatFailsChangesNothing()
    {
        succeedAll();
        servers.recordFailure(B, "Connection refused");
        servers.recordFailure(C, "Connection refused");
        assertChosen(A, A);
    }

    @Test
    public void testFreshServerIsAnnouncedToAndNotAsked()
    {
        succeedAll();
        servers.recordFailure(A, "Connection refused");
        pass(5);
        servers.recordSuccess(A);
        pass(29);
        servers.recordFailure(B, "Connection refused");
        // C is warm, but A is not yet
        assertChosen(A, C);
        pass(1);
        servers.recordFailure(C, "Connection refused");
        assertChosen(A, A);
    }

    @Test
    public void testOnlyFreshServers()
    {
        succeedAll();
        failAll();
        pass(3);
        servers.recordSuccess(B);
        assertNoLookups(B);
        assertThat(servers.getStates()).isEqualTo("http://a:8411 FAILED, http://b:8411 FRESH, http://c:8411 FAILED");
        assertThat(servers.getLookupServer()).isEqualTo("none");
        ticker.advance(new Duration(29_999, MILLISECONDS));
        assertNoLookups(B);
        ticker.advance(new Duration(1, MILLISECONDS));
        assertChosen(B, B);
    }

    @Test
    public void testWarmupBeginsAnewWithEachFailure()
    {
        succeedAll();
        servers.recordFailure(B, "Connection refused");
        servers.recordFailure(C, "Connection refused");
        servers.recordFailure(A, "Connection refused");
        servers.recordSuccess(A);
        pass(29);
        servers.recordSuccess(A);
        servers.recordFailure(A, "Connection refused");
        servers.recordSuccess(A);
        pass(29);
        assertNoLookups(A);
        // further successes do not delay it
        servers.recordSuccess(A);
        pass(1);
        assertChosen(A, A);
    }

    @Test
    public void testAllDead()
    {
        succeedAll();
        servers.recordFailure(A, "Connection refused");
        assertChosen(B, B);
        servers.recordFailure(B, "Connection refused");
        servers.recordFailure(C, "Connection refused");
        // a server that is restarted before its next check would answer lookups with an empty list
        assertNoLookups(servers.choose().announcements());
        assertThat(servers.getAnsweringServers()).isZero();
        assertThat(servers.getWarmServers()).isZero();
    }

    @Test
    public void testNews()
    {
        assertThat(servers.recordSuccess(A)).isFalse();
        assertThat(servers.recordSuccess(A)).isFalse();
        assertThat(servers.recordFailure(A, "Connection refused")).isTrue();
        assertThat(servers.recordFailure(A, "Connection refused")).isFalse();
        assertThat(servers.recordFailure(A, "it answers with status 503")).isTrue();
        assertThat(servers.recordFailure(A, "it answers with status 503")).isFalse();
        assertThat(servers.recordSuccess(A)).isTrue();
        assertThat(servers.recordSuccess(A)).isFalse();
        assertThat(servers.recordFailure(B, "Connection refused")).isTrue();
        assertThat(servers.recordFailure(B, "Connection refused")).isFalse();
        assertThat(servers.recordSuccess(B)).isTrue();
    }

    @Test
    public void testNumbers()
    {
        succeedAll();
        servers.recordFailure(A, "Connection refused");
        servers.recordSuccess(A);
        servers.recordFailure(C, "Connection refused");
        assertThat(servers.getAnsweringServers()).isEqualTo(2);
        assertThat(servers.getWarmServers()).isEqualTo(1);
        assertThat(servers.getAnnouncementServer()).isEqualTo("http://a:8411");
        assertThat(servers.getLookupServer()).isEqualTo("http://b:8411");
    }

    private void succeedAll()
    {
        servers.getUris().forEach(servers::recordSuccess);
    }

    private void failAll()
    {
        servers.getUris().forEach(server -> servers.recordFailure(server, "Connection refused"));
    }

    private void pass(int seconds)
    {
        ticker.advance(new Duration(seconds, SECONDS));
    }

    private void assertChosen(URI announcements, URI lookups)
    {
        assertThat(servers.choose().announcements()).isEqualTo(announcements);
        assertThat(servers.choose().lookups()).contains(lookups);
    }

    private void assertNoLookups(URI announcements)
    {
        assertThat(servers.choose().announcements()).isEqualTo(announcements);
        assertThat(servers.choose().lookups()).isEmpty();
    }
}
