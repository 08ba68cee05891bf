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
package io.prestodynamic.catalog.worker;

import com.facebook.airlift.discovery.client.Announcer;
import com.facebook.airlift.discovery.client.ServiceDescriptor;
import com.facebook.airlift.discovery.client.testing.StaticServiceSelector;
import com.facebook.presto.server.InternalCommunicationConfig;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.sync.node.TestingAnnouncementClient;
import io.prestodynamic.testing.TestingTicker;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.DataProvider;
import org.testng.annotations.Test;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

import static com.facebook.airlift.discovery.client.ServiceDescriptor.serviceDescriptor;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

public class TestKnownCoordinator
{
    private static final Duration NEXT = new Duration(6, SECONDS);

    private TestingTicker ticker;
    private Announcer announcer;
    private CoordinatorContacts contacts;

    @BeforeMethod
    public void setUp()
    {
        ticker = new TestingTicker();
        announcer = new Announcer(new TestingAnnouncementClient(), ImmutableSet.of());
        contacts = new CoordinatorContacts(announcer, () -> false, ticker);
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
            throws InterruptedException
    {
        contacts.stop();
        announcer.destroy();
    }

    @DataProvider
    public Object[][] addresses()
    {
        return new Object[][] {{"not a uri"}, {"http://h:port x"}, {""}, {"h:8080"}, {"/v1"}, {"http://"}};
    }

    @Test
    public void testOneThatSpeaks()
    {
        ServiceDescriptor forged = coordinator("forged", "http://forged:8080");
        ServiceDescriptor real = coordinator("c", "http://c:8080");
        assertThat(find(forged, real)).isEmpty();
        contacts.record("c", NEXT);
        assertThat(find(forged, real)).contains(URI.create("http://c:8080"));
        // one second of grace
        ticker.advance(new Duration(8, SECONDS));
        assertThat(find(forged, real)).isEmpty();
        contacts.record("c", NEXT);
        assertThat(find(forged, real)).contains(URI.create("http://c:8080"));
        contacts.record("c", new Duration(0, SECONDS));
        assertThat(find(forged, real)).isEmpty();
    }

    @Test(dataProvider = "addresses")
    public void testAddressThatIsNone(String address)
    {
        contacts.record("c", NEXT);
        contacts.record("other", NEXT);
        assertThat(find(coordinator("c", address))).isEmpty();
        assertThat(find(coordinator("c", address), coordinator("other", "http://other:8080"))).contains(URI.create("http://other:8080"));
        // such as what one announces that has been taken to another place
        assertThat(find(coordinator("c", address), coordinator("c", "http://c:8080"))).contains(URI.create("http://c:8080"));
    }

    @Test
    public void testTwoAddresses()
    {
        contacts.record("c", NEXT);
        assertThat(find(coordinator("c", "http://c:8080"), coordinator("c", "http://forged:8080"))).isEmpty();
        assertThat(find(coordinator("c", "http://c:8080"), coordinator("c", "http://c:8080"))).contains(URI.create("http://c:8080"));
    }

    @Test
    public void testOthers()
    {
        contacts.record("w", NEXT);
        assertThat(find()).isEmpty();
        assertThat(find(service("w", ImmutableMap.of("http", "http://w:8080", "coordinator", "false")))).isEmpty();
        assertThat(find(service("w", ImmutableMap.of("http", "http://w:8080")))).isEmpty();
        assertThat(find(service("w", ImmutableMap.of("https", "https://w:8443", "coordinator", "true")))).isEmpty();
    }

    private Optional<URI> find(ServiceDescriptor... services)
    {
        return new KnownCoordinator(new StaticServiceSelector(services), contacts, new InternalCommunicationConfig()).find();
    }

    private static ServiceDescriptor coordinator(String nodeId, String uri)
    {
        return service(nodeId, ImmutableMap.of("http", uri, "coordinator", "true"));
    }

    private static ServiceDescriptor service(String nodeId, Map<String, String> properties)
    {
        return serviceDescriptor("presto").setNodeId(nodeId).addProperties(properties).build();
    }
}
