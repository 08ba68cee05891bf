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
import com.facebook.airlift.discovery.client.ServiceAnnouncement;
import com.google.common.collect.ImmutableSet;
import io.airlift.units.Duration;
import io.prestodynamic.catalog.sync.node.TestingAnnouncementClient;
import io.prestodynamic.testing.TestingTicker;
import org.testng.annotations.AfterMethod;
import org.testng.annotations.BeforeMethod;
import org.testng.annotations.Test;

import java.util.concurrent.atomic.AtomicBoolean;

import static com.facebook.airlift.discovery.client.ServiceAnnouncement.serviceAnnouncement;
import static io.prestodynamic.testing.Conditions.await;
import static java.util.concurrent.TimeUnit.HOURS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

public class TestCoordinatorContacts
{
    private static final Duration NEXT = new Duration(6, SECONDS);
    private static final Duration PASS = new Duration(1, SECONDS);

    private final ServiceAnnouncement announced = serviceAnnouncement("presto").addProperty("connectorIds", "tpch").build();

    private TestingTicker ticker;
    private TestingAnnouncementClient discovery;
    private Announcer announcer;
    private AtomicBoolean shuttingDown;
    private CoordinatorContacts contacts;

    @BeforeMethod
    public void setUp()
    {
        ticker = new TestingTicker();
        discovery = new TestingAnnouncementClient();
        announcer = new Announcer(discovery, ImmutableSet.of(announced));
        shuttingDown = new AtomicBoolean();
        contacts = new CoordinatorContacts(announcer, shuttingDown::get, ticker);
    }

    @AfterMethod(alwaysRun = true)
    public void tearDown()
            throws InterruptedException
    {
        contacts.stop();
        announcer.destroy();
    }

    @Test
    public void testNobodyEverSpoke()
    {
        assertAnnouncements(100, 0);
    }

    @Test
    public void testCoordinatorSpeaks()
    {
        for (int i = 0; i < 100; i++) {
            contacts.record("c", NEXT);
            assertAnnouncements(6, 0);
        }
    }

    @Test
    public void testSilence()
    {
        contacts.record("c", NEXT);
        assertAnnouncements(6, 0);
        assertAnnouncements(1, 1);
        // what was announced before, and not anew with another id
        assertThat(discovery.getAnnouncements()).containsExactly(ImmutableSet.of(announced));

        // one at a time
        assertAnnouncements(3, 1);
        discovery.fail();
        assertAnnouncements(1, 2);
        discovery.fail();
        assertAnnouncements(1, 3);

        // discovery has it
        discovery.succeed();
        assertAnnouncements(4, 3);
        assertAnnouncements(1, 4);
        discovery.succeed();

        contacts.record("c", NEXT);
        assertAnnouncements(6, 4);
        assertAnnouncements(1, 5);
    }

    @Test
    public void testCoordinatorDoesNotComeBack()
    {
        contacts.record("c", NEXT);
        for (int second = 0; second < 1000; second++) {
            pass();
            if (!discovery.getAnnouncements().isEmpty()) {
                discovery.fail();
            }
        }
        assertThat(discovery.getAnnouncements()).hasSize(60);

        contacts.record("c", NEXT);
        assertAnnouncements(7, 61);
    }

    @Test
    public void testSeveralCoordinators()
    {
        contacts.record("c", NEXT);
        for (int second = 0; second < 7; second++) {
            contacts.record("d", NEXT);
            pass();
        }
        assertThat(discovery.getAnnouncements()).hasSize(1);
        discovery.fail();
        contacts.record("d", NEXT);
        assertAnnouncements(1, 2);
        discovery.fail();
        contacts.record("c", NEXT);
        assertAnnouncements(5, 2);
    }

    @Test
    public void testCoordinatorThatSaysNotWhen()
    {
        contacts.record("c", new Duration(0, MILLISECONDS));
        assertAnnouncements(100, 0);

        // it was another one before a downgrade
        contacts.record("c", NEXT);
        contacts.record("c", new Duration(0, MILLISECONDS));
        assertAnnouncements(100, 0);
    }

    @Test
    public void testSlowCoordinator()
    {
        contacts.record("c", new Duration(1, HOURS));
        assertAnnouncements(3600, 0);
        assertAnnouncements(1, 1);
    }

    @Test
    public void testShuttingDown()
    {
        contacts.record("c", NEXT);
        shuttingDown.set(true);
        assertAnnouncements(100, 0);
    }

    @Test
    public void testStop()
            throws InterruptedException
    {
        contacts.record("c", NEXT);
        ticker.advance(new Duration(10, SECONDS));
        contacts.start();
        await("the worker is announced", java.time.Duration.ofMinutes(1), () -> discovery.getAnnouncements().size() == 1);
        contacts.stop();
        assertThat(discovery.getAnswer()).isCancelled();
    }

    private void pass()
    {
        ticker.advance(PASS);
        contacts.announceIfOverdue();
    }

    private void assertAnnouncements(int passes, int expected)
    {
        for (int i = 0; i < passes; i++) {
            pass();
        }
        assertThat(discovery.getAnnouncements()).hasSize(expected);
    }
}
