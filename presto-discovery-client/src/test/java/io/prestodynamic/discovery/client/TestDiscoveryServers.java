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
        // the order of the answers decides nothing
        servers.succeed(C);
        assertChosen(A, A);
        servers.succeed(B);
        servers.succeed(A);
        assertChosen(A, A);
    }

    @Test
    public void testStartWhileTheFirstIsDead()
    {
        servers.fail(A, "Connection refused");
        servers.succeed(B);
        assertChosen(B, B);
        assertThat(servers.getStates()).isEqualTo("http://a:8411 FAILED, http://b:8411 WARM, http://c:8411 UNKNOWN");
    }

    @Test
    public void testStartWhileAllAreDead()
    {
        failAll();
        // nothing is known that could be lost
        assertChosen(A, A);
        pass(100);
        servers.succeed(B);
        assertChosen(B, B);
        // what was seen first knows more than what was seen later
        pass(1);
        servers.succeed(A);
        servers.fail(B, "Connection refused");
        assertNoLookups(A);
        pass(30);
        assertChosen(A, A);
    }

    @Test
    public void testStaysWithTheChosen()
    {
        succeedAll();
        servers.fail(A, "Connection refused");
        assertChosen(B, B);
        servers.succeed(A);
        assertChosen(B, B);
        pass(60);
        assertChosen(B, B);
        servers.fail(B, "Connection refused");
        assertChosen(A, A);
    }

    @Test
    public void testAnotherThatFailsChangesNothing()
    {
        succeedAll();
        servers.fail(B, "Connection refused");
        servers.fail(C, "Connection refused");
        assertChosen(A, A);
    }

    @Test
    public void testFreshServerIsAnnouncedToAndNotAsked()
    {
        succeedAll();
        servers.fail(A, "Connection refused");
        pass(5);
        servers.succeed(A);
        pass(29);
        servers.fail(B, "Connection refused");
        // C is warm, and A not quite
        assertChosen(A, C);
        pass(1);
        servers.fail(C, "Connection refused");
        assertChosen(A, A);
    }

    @Test
    public void testOnlyFreshServers()
    {
        succeedAll();
        failAll();
        pass(3);
        servers.succeed(B);
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
        servers.fail(B, "Connection refused");
        servers.fail(C, "Connection refused");
        servers.fail(A, "Connection refused");
        servers.succeed(A);
        pass(29);
        servers.succeed(A);
        servers.fail(A, "Connection refused");
        servers.succeed(A);
        pass(29);
        assertNoLookups(A);
        // successes do not put it off
        servers.succeed(A);
        pass(1);
        assertChosen(A, A);
    }

    @Test
    public void testAllDead()
    {
        succeedAll();
        servers.fail(A, "Connection refused");
        assertChosen(B, B);
        servers.fail(B, "Connection refused");
        servers.fail(C, "Connection refused");
        // one that comes back just now, before it was looked at again, would answer lookups with an empty list
        assertNoLookups(servers.choose().announcements());
        assertThat(servers.getAnsweringServers()).isZero();
        assertThat(servers.getWarmServers()).isZero();
    }

    @Test
    public void testNews()
    {
        assertThat(servers.succeed(A)).isFalse();
        assertThat(servers.succeed(A)).isFalse();
        assertThat(servers.fail(A, "Connection refused")).isTrue();
        assertThat(servers.fail(A, "Connection refused")).isFalse();
        assertThat(servers.fail(A, "it answers with status 503")).isTrue();
        assertThat(servers.fail(A, "it answers with status 503")).isFalse();
        assertThat(servers.succeed(A)).isTrue();
        assertThat(servers.succeed(A)).isFalse();
        assertThat(servers.fail(B, "Connection refused")).isTrue();
        assertThat(servers.fail(B, "Connection refused")).isFalse();
        assertThat(servers.succeed(B)).isTrue();
    }

    @Test
    public void testNumbers()
    {
        succeedAll();
        servers.fail(A, "Connection refused");
        servers.succeed(A);
        servers.fail(C, "Connection refused");
        assertThat(servers.getAnsweringServers()).isEqualTo(2);
        assertThat(servers.getWarmServers()).isEqualTo(1);
        assertThat(servers.getAnnouncementServer()).isEqualTo("http://a:8411");
        assertThat(servers.getLookupServer()).isEqualTo("http://b:8411");
    }

    private void succeedAll()
    {
        servers.getUris().forEach(servers::succeed);
    }

    private void failAll()
    {
        servers.getUris().forEach(server -> servers.fail(server, "Connection refused"));
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
