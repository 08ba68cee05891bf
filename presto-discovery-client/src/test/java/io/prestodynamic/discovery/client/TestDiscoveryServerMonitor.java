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
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.SettableFuture;
import io.airlift.units.Duration;
import io.prestodynamic.testing.TestingLog;
import io.prestodynamic.testing.TestingTicker;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import static io.prestodynamic.testing.Conditions.await;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

@Test(singleThreaded = true)
public class TestDiscoveryServerMonitor
{
    private static final URI A = URI.create("http://a:8411");
    private static final URI B = URI.create("http://b:8411");

    private final Map<URI, SettableFuture<Boolean>> checks = new ConcurrentHashMap<>();
    private final Map<URI, Integer> counts = new ConcurrentHashMap<>();
    private TestingTicker ticker;
    private DiscoveryServers servers;
    private DiscoveryServerMonitor monitor;

    @BeforeMethod
    public void setUp()
    {
        checks.clear();
        counts.clear();
        ticker = new TestingTicker();
        servers = new DiscoveryServers(ImmutableList.of(A, B), new Duration(30, SECONDS), ticker);
        monitor = new DiscoveryServerMonitor(servers, this::check);
    }

    @Test
    public void testHangingServerDelaysNothing()
    {
        ListenableFuture<?> first = monitor.checkServers();
        succeed(B);
        assertThat(first.isDone()).isFalse();
        monitor.checkServers();
        assertThat(counts).containsEntry(A, 1).containsEntry(B, 2);
        fail(B);
        assertThat(servers.getStates()).isEqualTo("http://a:8411 UNKNOWN, http://b:8411 FAILED");
        fail(A);
        assertThat(first.isDone()).isTrue();
        monitor.checkServers();
        assertThat(counts).containsEntry(A, 2).containsEntry(B, 3);
    }

    @Test
    public void testLog()
    {
        try (TestingLog log = new TestingLog(DiscoveryServerMonitor.class.getName())) {
            monitor.checkServers();
            succeed(B);
            succeed(A);
            assertThat(log.getMessages()).isEmpty();
            for (int pass = 0; pass < 3; pass++) {
                monitor.checkServers();
                fail(A);
                succeed(B);
            }
            assertThat(log.getMessages()).containsExactly(
                    "Discovery server http://a:8411 failed: Connection refused",
                    "Now announcing to discovery server http://b:8411",
                    "Now asking discovery server http://b:8411 for nodes");
            for (int pass = 0; pass < 3; pass++) {
                monitor.checkServers();
                succeed(A);
                fail(B);
            }
            assertThat(log.getMessages().subList(3, log.getMessages().size())).containsExactly(
                    "Discovery server http://a:8411 answers again",
                    "Discovery server http://b:8411 failed: Connection refused",
                    "Now announcing to discovery server http://a:8411",
                    "No discovery server can be asked for nodes: this node keeps those that it knows");
            ticker.advance(new Duration(30, SECONDS));
            monitor.checkServers();
            succeed(A);
            assertThat(log.getMessages().subList(7, log.getMessages().size())).containsExactly("Now asking discovery server http://a:8411 for nodes");
        }
    }

    @Test
    public void testAnotherReason()
    {
        try (TestingLog log = new TestingLog(DiscoveryServerMonitor.class.getName())) {
            for (String reason : new String[] {"Connection refused", "Connection refused", "its environment is staging and not test", "its environment is staging and not test"}) {
                monitor.checkServers();
                succeed(A);
                checks.get(B).setException(new IllegalStateException(reason));
            }
            assertThat(log.getMessages()).containsExactly(
                    "Discovery server http://b:8411 failed: Connection refused",
                    "Discovery server http://b:8411 failed: its environment is staging and not test");
        }
    }

    @Test
    public void testReasonOfOthers()
    {
        try (TestingLog log = new TestingLog(DiscoveryServerMonitor.class.getName())) {
            monitor.checkServers();
            checks.get(B).setException(new IllegalStateException("its environment is " + "x\n".repeat(1000) + " and not test"));
            assertThat(log.getMessages()).singleElement().asString().hasSizeLessThan(300).doesNotContain("\n");
        }
    }

    @Test
    public void testCheckThatThrows()
    {
        DiscoveryServerMonitor broken = new DiscoveryServerMonitor(servers, uri -> {
            if (uri.equals(A)) {
                throw new IllegalStateException("Out of ideas");
            }
            return check(uri);
        });
        ListenableFuture<?> pass = broken.checkServers();
        succeed(B);
        assertThat(pass).succeedsWithin(java.time.Duration.ofSeconds(10));
        assertThat(servers.choose().announcements()).isEqualTo(B);
    }

    @Test
    public void testRunsUntilItIsStopped()
            throws Exception
    {
        DiscoveryServerMonitor running = new DiscoveryServerMonitor(servers, uri -> {
            counts.merge(uri, 1, Integer::sum);
            throw new IllegalStateException("Out of ideas");
        });
        running.start();
        try {
            assertThat(counts).as("checked before anything else starts").containsKeys(A, B);
            await("passes survive failures", java.time.Duration.ofSeconds(30), () -> counts.get(A) >= 3 && counts.get(B) >= 3);
        }
        finally {
            running.stop();
        }
        await("thread ends", java.time.Duration.ofSeconds(30), () -> Thread.getAllStackTraces().keySet().stream().noneMatch(thread -> thread.getName().equals("discovery-servers")));
    }

    @Test
    public void testFailuresAfterTheEndSayNothing()
    {
        try (TestingLog log = new TestingLog(DiscoveryServerMonitor.class.getName())) {
            monitor.checkServers();
            succeed(A);
            monitor.checkServers();
            monitor.stop();
            fail(A);
            assertThat(log.getMessages()).isEmpty();
            assertThat(servers.choose().announcements()).as("server from which this node withdraws its announcement").isEqualTo(A);
            assertThat(servers.getAnsweringServers()).isEqualTo(1);
        }
    }

    private ListenableFuture<?> check(URI uri)
    {
        counts.merge(uri, 1, Integer::sum);
        SettableFuture<Boolean> answer = SettableFuture.create();
        checks.put(uri, answer);
        return answer;
    }

    private void succeed(URI uri)
    {
        checks.get(uri).set(true);
    }

    private void fail(URI uri)
    {
        checks.get(uri).setException(new IllegalStateException("Connection refused"));
    }
}
